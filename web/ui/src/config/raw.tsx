/** The raw editor: the file as it is, with the server's problems beside the lines that they are about. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { putConfig, startCanary, validateConfig } from '../api/config';
import type { Config, Validation, Verdict } from '../api/config-types';
import { isAbort, reasonOf } from '../api/http';
import { plural } from '../format/number';
import { Card } from '../parts/card';
import { MASK } from './check';
import { modeIn, told, usePositions } from './form';
import { Newer } from './newer';
import { Badge, Problems } from './pieces';
import { Review } from './review';
import { formOf } from './spec';
import type { OpenConfig } from './store';
import { isRawTouched } from './store';
import { formatWord } from './words';

const PAUSE = 450;

type Checked = { is: 'quiet' } | { is: 'asking' } | { is: 'said'; validation: Validation } | { is: 'failed'; why: string };

function useValidation(bot: string, text: string, base: Config, wanted: boolean): Checked {
  const [state, setState] = useState<Checked>({ is: 'quiet' });
  useEffect(() => {
    if (!wanted) return setState({ is: 'quiet' });
    const abort = new AbortController();
    const timer = setTimeout(() => {
      setState((before) => (before.is === 'said' ? before : { is: 'asking' }));
      validateConfig(bot, text, base.format, abort.signal).then(
        (validation) => setState({ is: 'said', validation }),
        (error: unknown) => {
          if (!isAbort(error)) setState({ is: 'failed', why: reasonOf(error) });
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [bot, text, base, wanted]);
  return state;
}

export function RawTab({ open, config, locked }: { open: OpenConfig; config: Config; locked: string | null }) {
  const raw = open.raw.value;
  const [saving, setSaving] = useState(false);
  const positions = usePositions(open.bot);
  const area = useRef<HTMLTextAreaElement>(null);
  const touched = isRawTouched(raw);
  const checked = useValidation(open.bot, raw?.text ?? '', raw?.base ?? config, touched && locked === null);
  if (!raw) return null;
  const problems = checked.is === 'said' ? checked.validation.problems : [];
  const newer = touched && config.version !== raw.base.version;

  function goTo(line: number): void {
    const box = area.current;
    if (!box || !raw) return;
    const start = raw.text.split('\n').slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    box.focus();
    box.setSelectionRange(start, start);
    box.closest('.editor')?.scrollTo({ top: Math.max(0, (line - 4) * LINE) });
  }

  function done(verdict: Verdict | null): void {
    setSaving(false);
    open.said.value = told(verdict);
    open.raw.value = null;
    void open.refresh();
  }

  return (
    <div class="stack">
      {newer && <Newer of={open} config={config} base={raw.base} what="text" onKeep={open.rebaseRaw} onDrop={open.discardRaw} />}
      <Card title={config.file ?? 'Document'} note={`${formatWord[raw.base.format]}, v${raw.base.version}${touched ? ', changed' : ''}`} tools={touched && <button type="button" class="button" onClick={open.discardRaw}>Discard</button>}>
        <Editor
          text={raw.text} locked={locked !== null} area={area} bad={new Map(problems.flatMap((one) => (one.line === null ? [] : [[one.line, one.message] as const])))}
          onText={(text) => { open.raw.value = { base: raw.base, text }; }}
        />
        {raw.text.includes(MASK) && <p class="muted hint">“{MASK}” stands for a secret that is not shown. Left as it is, the secret stays what it is.</p>}
        <div class="raw-bar">
          <Said checked={checked} touched={touched} onGo={goTo} file={config.file} />
          <span class="grow" />
          {locked === null && <button type="button" class="button primary" disabled={!touched || (checked.is === 'said' && !checked.validation.valid)} onClick={() => setSaving(true)}>Save…</button>}
        </div>
      </Card>
      {saving && (
        <Review
          title={`Save ${config.file ?? open.bot}`} base={raw.base} present={config} changes={checked.is === 'said' ? checked.validation.changes : []} clashes={[]} positions={positions} replaces={config.pending} file={config.file}
          modeOf={modeIn(formOf(config.schema, config.values))} instances={config.canary?.state === 'running' ? [] : config.instances.map((one) => one.instance)}
          submit={(dry, reason, signal) => putConfig(open.bot, raw.text, raw.base.format, { basedOn: raw.base.version, reason, dry, signal })}
          tryOn={async (instance, lasting, reason) => void (await startCanary(open.bot, { content: raw.text }, { instance, lasting, reason, basedOn: raw.base.version }))}
          onDone={done}
          onStale={() => void open.refresh()}
          onRebase={async () => {
            // Text is merged by a person: the dialog gives way to the difference above the editor.
            await open.refresh();
            setSaving(false);
          }}
          onClose={() => setSaving(false)}
        />
      )}
    </div>
  );
}

function Said({ checked, touched, onGo, file }: { checked: Checked; touched: boolean; onGo: (line: number) => void; file: string | null }) {
  if (!touched) return <span class="muted">Checked by the server while you type.</span>;
  switch (checked.is) {
    case 'quiet':
    case 'asking':
      return <span class="muted" role="status">Checking…</span>;
    case 'failed':
      return <span class="wrong" role="status">Not checked: {checked.why}</span>;
    case 'said': {
      const { valid, problems, changes, mode } = checked.validation;
      if (!valid) return <div class="raw-problems" role="status"><b class="wrong">{plural(problems.length, 'problem')}</b><Problems problems={problems} at={file} onGo={onGo} /></div>;
      return <span role="status"><span class="ok">✓ valid</span> <span class="soft">{plural(changes.length, 'change')} {mode !== null && changes.length > 0 && <Badge mode={mode} />}</span></span>;
    }
  }
}

/** The height of a line of the editor in pixels: the same as in the style sheet. */
const LINE = 20;

interface EditorProps {
  text: string;
  locked: boolean;
  /** Lines with a problem. */
  bad: ReadonlyMap<number, string>;
  area: { current: HTMLTextAreaElement | null };
  onText: (text: string) => void;
}

function Editor({ text, locked, bad, area, onText }: EditorProps) {
  const id = useId();
  const lines = text.split('\n');
  const wide = Math.max(40, ...lines.map((line) => line.replaceAll('\t', '        ').length)) + 2;
  return (
    <div class="editor">
      <div class="gutter" aria-hidden="true">
        {lines.map((_, i) => <span key={i} class={bad.has(i + 1) ? 'bad' : ''} title={bad.get(i + 1)}>{i + 1}</span>)}
      </div>
      <div class="sheet">
        {[...bad.keys()].map((line) => <span key={line} class="bad-line" style={{ top: `${(line - 1) * LINE}px` }} />)}
        <label class="sr" for={id}>Text of the configuration</label>
        <textarea
          id={id} ref={area} value={text} readOnly={locked} rows={lines.length} cols={wide} wrap="off" spellcheck={false} autocomplete="off" autocapitalize="off"
          aria-invalid={bad.size > 0 ? 'true' : undefined} onInput={(event) => onText(event.currentTarget.value)}
        />
      </div>
    </div>
  );
}
