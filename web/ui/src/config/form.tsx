/** Current configuration: a form made from the schema. Nothing is sent before it was reviewed. */
import { useComputed } from '@preact/signals';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { patchConfig, startCanary } from '../api/config';
import type { Apply, Config, Problem, Verdict } from '../api/config-types';
import { refused } from '../api/config-decode';
import { isAbort, Refusal } from '../api/http';
import { plural } from '../format/number';
import { bots } from '../live/fleet';
import { Blank, Card } from '../parts/card';
import type { Draft } from './draft';
import { changesOf, editsOf, findings, isTouched } from './draft';
import { Newer } from './newer';
import { Review } from './review';
import { Rows } from './rows';
import type { Spec } from './spec';
import { formOf, specAt } from './spec';
import type { OpenConfig } from './store';
import { strictest, waitsFor } from './words';
import { Badge } from './pieces';

const PAUSE = 500;

/** What the server says of the edits while they are made: its problems, and nothing where it could not be asked. */
function useDryRun(bot: string, draft: Draft | null, sound: boolean): readonly Problem[] {
  const [said, setSaid] = useState<readonly Problem[]>([]);
  useEffect(() => {
    setSaid([]);
    if (draft === null || !sound) return;
    const edits = editsOf(draft);
    if (edits.length === 0) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      patchConfig(bot, edits, { basedOn: draft.base.version, reason: '', dry: true, signal: abort.signal }).catch((error: unknown) => {
        if (!isAbort(error) && error instanceof Refusal && error.status === 422) setSaid(refused(error.problem));
      });
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [bot, draft, sound]);
  return said;
}

/** How many positions the bot holds: why a change waits. The form is drawn again only when that changes. */
export function usePositions(bot: string): number | null {
  return useComputed(() => bots.value.find((row) => row.id === bot)?.open_positions ?? null).value;
}

export const modeIn = (form: Spec) => (pointer: string): Apply | null => specAt(form, pointer)?.apply ?? null;

export function told(verdict: Verdict | null, instance?: string): string {
  if (verdict === null) return `The change is being tried${instance ? ` on ${instance}` : ''}. See the canary beside.`;
  switch (verdict.outcome) {
    case 'deferred':
      return `Accepted${verdict.version === null ? '' : ` as v${verdict.version}`}, and waits${verdict.pending?.reason ? `: ${verdict.pending.reason}` : ''}.`;
    case 'unchanged':
      return 'Nothing changed: this was active already.';
    default:
      return verdict.version === null ? 'Applied.' : `v${verdict.version} is active.`;
  }
}

export function CurrentTab({ open, config, locked }: { open: OpenConfig; config: Config; locked: string | null }) {
  const draft = open.draft.value;
  const [reviewing, setReviewing] = useState(false);
  const positions = usePositions(open.bot);
  const form = useMemo(() => draft && formOf(draft.base.schema, draft.values), [draft]);
  const wrong = useMemo(() => (draft ? findings(draft) : []), [draft]);
  const isNewest = draft?.base.version === config.version;
  const said = useDryRun(open.bot, draft, wrong.length === 0 && locked === null && isNewest);
  if (!draft || !form) return null;
  const changes = changesOf(draft);
  const touched = isTouched(draft);
  const mode = strictest(changes.map((change) => modeIn(form)(change.pointer) ?? 'hot'));
  const waits = changes.length > 0 ? waitsFor(mode, positions) : null;
  const newer = touched && !isNewest;

  function done(verdict: Verdict | null): void {
    setReviewing(false);
    open.said.value = told(verdict);
    open.draft.value = null;
    open.clashes.value = [];
    void open.refresh();
  }

  const sections = form.children.filter((one) => one.kind === 'section' || one.kind === 'map' || one.kind === 'records');
  const plain = form.children.filter((one) => !sections.includes(one));
  const shared = { draft, open, locked: locked !== null, wrong, said, positions };
  return (
    <form class="stack" onSubmit={(event) => { event.preventDefault(); if (touched && wrong.length === 0) setReviewing(true); }}>
      {newer && <Newer of={open} config={config} base={draft.base} what="edits" onKeep={open.rebase} onDrop={open.discard} />}
      {form.children.length === 0 && <Card title="Parameters"><Blank title="There is no parameter.">The configuration is an empty document. Use the raw editor to write one.</Blank></Card>}
      {plain.length > 0 && <Card title="General" class="params"><Rows specs={plain} {...shared} /></Card>}
      {sections.map((section) => (
        <Card key={section.pointer} title={section.title} note={section.note ?? ''} class="params">
          <Rows specs={[section]} top {...shared} />
        </Card>
      ))}
      {touched && (
        <div class="review-bar" role="region" aria-label="Changes that are not applied">
          <b>{plural(changes.length, 'change')}</b>
          {wrong.length > 0 ? <span class="wrong">{plural(wrong.length, 'value')} {wrong.length === 1 ? 'is' : 'are'} not right yet</span>
            : said.length > 0 ? <span class="wrong">the server refuses: {said[0]?.message}</span>
            : changes.length > 0 && <span class="soft"><Badge mode={mode} /> {waits}</span>}
          <span class="grow" />
          <button type="button" class="button" onClick={open.discard}>Discard</button>
          <button type="submit" class="button primary" disabled={wrong.length > 0 || changes.length === 0}>Review…</button>
        </div>
      )}
      {reviewing && (
        <Review
          title={`Change ${open.bot}`} base={draft.base} present={config} changes={changes} clashes={open.clashes.value} modeOf={modeIn(form)} positions={positions} file={draft.base.file}
          instances={config.canary?.state === 'running' ? [] : config.instances.map((one) => one.instance)}
          submit={(dry, reason, signal) => patchConfig(open.bot, editsOf(draft), { basedOn: draft.base.version, reason, dry, signal })}
          tryOn={async (instance, lasting, reason) => void (await startCanary(open.bot, { edits: editsOf(draft) }, { instance, lasting, reason, basedOn: draft.base.version }))}
          onDone={done}
          replaces={config.pending}
          onStale={() => void open.refresh()}
          onRebase={async () => {
            await open.refresh();
            open.rebase();
            const next = open.draft.peek();
            if (next === null || isTouched(next)) return;
            setReviewing(false);
            open.said.value = `v${next.base.version} has your changes already.`;
          }}
          onClose={() => setReviewing(false)}
        />
      )}
    </form>
  );
}
