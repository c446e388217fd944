/** One rule: how it fares, as it is written, and what another wording would have fired. */
import { useId, useState } from 'preact/hooks';
import { previewRule, saveRule } from '../api/alerts';
import type { Rule, RulePreview } from '../api/alert-types';
import { reasonOf, Refusal } from '../api/http';
import { figure, standingTone } from '../format/alerts';
import { plural } from '../format/number';
import { roughly } from '../format/time';
import { plainly } from '../format/words';
import { isAdmin, mayAct } from '../live/session';
import { Age, Clock } from '../parts/when';
import { Advice, LevelMark, State } from './pieces';

interface Props {
  rule: Rule;
  editing: { possible: boolean; reason: string };
  onSaved: () => void;
}

const SOURCES: Readonly<Record<string, string>> = { file: 'settings file', thresholds: 'thresholds', stock: 'ships with Binnacle' };
const STANDINGS: Readonly<Record<string, string>> = { waiting: 'not judged yet', good: 'at rest', pending: 'pending', no_data: 'no data', flapping: 'flapping', firing: 'firing' };

export function RuleRow({ rule, editing, onSaved }: Props) {
  const [open, setOpen] = useState(location.hash === `#${encodeURIComponent(rule.name)}`);
  const id = useId();
  return (
    <li id={`rule-${rule.name}`}>
      <button type="button" class="rule" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <span class="who"><b>{rule.name}</b><span class="soft">{rule.what}</span></span>
        <span class="of muted">{rule.scope}{rule.breaches !== null && `, ${rule.breaches} samples`}{rule.for_seconds > 0 && `, for ${roughly(rule.for_seconds * 1000)}`}</span>
        <span class="fired muted">{rule.last_fired === null ? '' : <>fired <Age of={rule.last_fired} /> ago</>}</span>
        <span class="how">{rule.matches_nothing !== null ? <State tone="warn">matches nothing</State> : <State tone={standingTone[rule.state]}>{STANDINGS[rule.state]}{rule.open > 1 && ` × ${rule.open}`}</State>}</span>
        <LevelMark level={rule.level} />
      </button>
      {open && <div class="rule-more" id={id}><More rule={rule} editing={editing} onSaved={onSaved} /></div>}
    </li>
  );
}

function More({ rule, editing, onSaved }: Props) {
  return (
    <>
      <dl class="facts">
        <div><dt>From</dt><dd>{SOURCES[rule.source] ?? plainly(rule.source)}{rule.place !== null && <>, <code>{rule.place}</code></>}</dd></div>
        <div><dt>Watches</dt><dd>{plural(rule.subjects, 'subject')}, {rule.open} firing, {rule.pending} pending</dd></div>
        {rule.breaches !== null && <div><dt>Breaches</dt><dd>{rule.breaches} samples</dd></div>}
        <div><dt>Holds for</dt><dd>{rule.for_seconds === 0 ? 'fires at once' : roughly(rule.for_seconds * 1000)}</dd></div>
        <div><dt>Over after</dt><dd>{rule.keep_firing_for_seconds === 0 ? 'the first good value' : `${roughly(rule.keep_firing_for_seconds * 1000)} of good values`}</dd></div>
        <div><dt>Tells</dt><dd>{rule.channels.length === 0 ? 'whoever wants this level' : rule.channels.join(', ')}</dd></div>
        <Advice of={rule} />
        {rule.last_reason !== null && <div><dt>Found last</dt><dd>{rule.last_reason}</dd></div>}
        {rule.matches_nothing !== null && <div><dt>Matches nothing</dt><dd class="wrong">{rule.matches_nothing}</dd></div>}
      </dl>
      {rule.yaml === null ? <p class="soft">{rule.source === 'file' ? `It is changed where it stands${rule.place === null ? '' : `, ${rule.place}`}.` : 'To change it, write a rule of the same name into binnacle.yaml: it takes the place of this one.'}</p> : <Editor rule={rule} written={rule.yaml} editing={editing} onSaved={onSaved} />}
    </>
  );
}

type Tried = { yaml: string; found: RulePreview } | { yaml: string; why: string; problems: string[] };

/** What is wrong with a rule, one by one, out of a problem document. */
function problemsOf(error: unknown): string[] {
  const problem = error instanceof Refusal ? (error.problem as { errors?: unknown } | null) : null;
  if (!Array.isArray(problem?.errors)) return [];
  return problem.errors.flatMap((one: { pointer?: unknown; message?: unknown }) => (typeof one.message === 'string' ? [`${typeof one.pointer === 'string' && one.pointer !== '' ? `${one.pointer}: ` : ''}${one.message}`] : []));
}

function Editor({ rule, written, editing, onSaved }: Props & { written: string }) {
  const [yaml, setYaml] = useState(written);
  const [base] = useState(rule.hash);
  const [tried, setTried] = useState<Tried | null>(null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const id = useId();
  const changed = yaml !== written;
  const may = editing.possible && isAdmin.value;
  const run = (what: () => Promise<void>): void => {
    setBusy(true);
    setSaid(null);
    what().catch((error: unknown) => setTried({ yaml, why: reasonOf(error), problems: problemsOf(error) })).finally(() => setBusy(false));
  };
  const look = (): void => run(async () => setTried({ yaml, found: await previewRule(yaml) }));
  const save = (): void => run(async () => {
    await saveRule(rule.name, yaml, base);
    setSaid('Saved. The rule is in force.');
    onSaved();
  });
  return (
    <div class="editor">
      <label for={id}>As written {!may && <span class="muted">(try another wording here; {editing.possible ? 'saving it takes the role of an administrator' : editing.reason || 'it is changed where it stands'})</span>}</label>
      <textarea id={id} class="mono" rows={Math.min(14, yaml.split('\n').length + 1)} spellcheck={false} maxLength={4000} value={yaml} readOnly={!mayAct.value} onInput={(event) => setYaml(event.currentTarget.value)} />
      <div class="row">
        {mayAct.value && <button type="button" class="button" disabled={busy || yaml.trim() === ''} onClick={look}>{busy ? 'Looking…' : 'What would it have fired today?'}</button>}
        {may && <button type="button" class="button primary" disabled={busy || !changed || tried === null || tried.yaml !== yaml || 'why' in tried} onClick={save} title="after a look at what it would have fired">Save</button>}
        {changed && <button type="button" class="button plain" onClick={() => { setYaml(written); setTried(null); }}>Back to what is in force</button>}
        {said !== null && <span class="ok" role="status">{said}</span>}
      </div>
      <div role="status">{tried !== null && <Found tried={tried} stale={tried.yaml !== yaml} />}</div>
    </div>
  );
}

const MOST = 8;

function Found({ tried, stale }: { tried: Tried; stale: boolean }) {
  if ('why' in tried) {
    return (
      <div class="notice bad"><div><b>{tried.why}</b>{tried.problems.length > 1 && <ul>{tried.problems.map((one) => <li key={one}>{one}</li>)}</ul>}</div></div>
    );
  }
  const { found } = tried;
  return (
    <div class={`found ${stale ? 'stale' : ''}`}>
      <p><b>{found.alerts === 0 ? 'Nothing would have fired in the last day.' : `${plural(found.alerts, 'alert')} in the last day, told in ${plural(found.notices, 'notice')}.`}</b>{stale && <span class="muted"> Of the wording before.</span>}</p>
      <ul class="would">
        {found.fired.slice(0, MOST).map((one, i) => (
          <li key={i}><span class="muted"><Clock at={one.from} /></span><b>{one.subject}</b><span class="soft">{one.reason}</span>{one.value !== null && <span class="num">{figure(one.value)}</span>}</li>
        ))}
      </ul>
      {found.alerts > Math.min(MOST, found.fired.length) && <p class="muted">and {found.alerts - Math.min(MOST, found.fired.length)} more</p>}
    </div>
  );
}
