/** History: every attempt and what became of it; two versions beside each other; the way back. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { exportPath, loadDifference, loadEntries, loadVersion, rollBack } from '../api/config';
import type { Config, Difference, Entry, OldVersion, Outcome } from '../api/config-types';
import { reasonOf } from '../api/http';
import { plainly } from '../format/words';
import { plural } from '../format/number';
import { Blank, Bones, Card } from '../parts/card';
import { resyncs } from '../live/live';
import { narrow } from '../parts/narrow';
import { Scroll } from '../parts/scroll';
import { Clock } from '../parts/when';
import { keep, search } from '../router';
import { Dialog, Reason } from './dialog';
import { told } from './form';
import { Changes, Problems, State, Unified } from './pieces';
import { answerTo } from './review';
import type { OpenConfig } from './store';
import { changeLine, outcomeTone, shortHash, sourceWord } from './words';

const PAGE = 50;
const OUTCOMES: readonly Outcome[] = ['accepted', 'refused', 'deferred', 'unchanged', 'rolled_back', 'superseded', 'expired', 'canary'];

interface Listed {
  entries: readonly Entry[];
  next: string | null;
  busy: boolean;
  why: string | null;
}

const NOTHING: Listed = { entries: [], next: null, busy: true, why: null };

function useEntries(bot: string, outcome: string, happened: string): [Listed, () => void] {
  const [state, setState] = useState<Listed>(NOTHING);
  const turn = useRef(0);
  const shown = useRef('');
  async function load(above: readonly Entry[], cursor: string | null): Promise<void> {
    const mine = ++turn.current;
    setState((before) => ({ ...before, busy: true, why: null }));
    try {
      const page = await loadEntries(bot, { limit: PAGE, cursor, outcome: outcome === '' ? null : outcome });
      if (turn.current === mine) setState({ entries: [...above, ...page.entries], next: page.next, busy: false, why: null });
    } catch (error) {
      if (turn.current === mine) setState((before) => ({ ...before, busy: false, why: reasonOf(error) }));
    }
  }
  useEffect(() => {
    // After news the list that is there stays until the newer one is; another question begins anew.
    if (shown.current !== `${bot}/${outcome}`) setState(NOTHING);
    shown.current = `${bot}/${outcome}`;
    void load([], null);
  }, [bot, outcome, happened]);
  return [state, () => void (state.next === null ? load([], null) : load(state.entries, state.next))];
}

export function HistoryTab({ open, config, locked }: { open: OpenConfig; config: Config; locked: string | null }) {
  const outcome = OUTCOMES.find((one) => one === search.value.get('outcome')) ?? '';
  const [{ entries, next, busy, why }, older] = useEntries(open.bot, outcome, `${open.news.value}/${config.version}/${config.pending?.id ?? ''}/${resyncs.value}`);
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [compared, setCompared] = useState<readonly [number, number] | null>(null);
  const [looking, setLooking] = useState<number | null>(null);
  const [backTo, setBackTo] = useState<Entry | null>(null);
  const choose = (version: number): void => setChosen((before) => (before.includes(version) ? before.filter((one) => one !== version) : [...before, version].slice(-2)));
  const pair = [...chosen].sort((a, b) => a - b);
  const shared = { config, locked: locked !== null, chosen, onChoose: choose, onBack: setBackTo, onLook: setLooking };
  return (
    <div class="stack">
      <Card
        title="History" class="c12" note="the newest first; every attempt, also what was refused"
        tools={
          <>
            <label class="field"><span class="sr">Outcome</span>
              <select value={outcome} onChange={(event) => keep({ outcome: event.currentTarget.value })}>
                <option value="">Any outcome</option>
                {OUTCOMES.map((one) => <option key={one} value={one}>{plainly(one)}</option>)}
              </select>
            </label>
            <span class="exports" role="group" aria-label="Export the history">
              {(['json', 'jsonl', 'csv'] as const).map((format) => (
                <a key={format} class="button" href={exportPath(open.bot, format)} download>{format === 'jsonl' ? 'JSON lines' : format.toUpperCase()}</a>
              ))}
            </span>
          </>
        }
      >
        {entries.length > 0 && (narrow.value ? <AsCards entries={entries} {...shared} /> : <AsTable entries={entries} {...shared} />)}
        {entries.length === 0 && busy && <Bones rows={8} />}
        {entries.length === 0 && !busy && why === null && <Blank title="Nothing yet.">{outcome === '' ? 'Each save appears here, with who made it and why.' : 'Nothing has had this outcome.'}</Blank>}
        {why !== null && <Blank title="The history could not be loaded.">{why}</Blank>}
        {(next !== null || why !== null) && <div class="more-row"><button type="button" class="button" disabled={busy} onClick={older}>{busy ? 'Loading…' : why === null ? 'Older' : 'Try again'}</button></div>}
        {pair.length > 0 && (
          <div class="compare-bar" role="region" aria-label="Compare">
            <span>{pair.length === 1 ? `v${pair[0]} chosen; choose another to compare` : `v${pair[0]} and v${pair[1]} chosen`}</span>
            <span class="grow" />
            <button type="button" class="button" onClick={() => setChosen([])}>Clear</button>
            <button type="button" class="button primary" disabled={pair.length < 2} onClick={() => setCompared([pair[0]!, pair[1]!])}>Compare</button>
          </div>
        )}
      </Card>
      {compared && <Compared key={compared.join()} bot={open.bot} pair={compared} onClose={() => setCompared(null)} />}
      {looking !== null && <Looked key={looking} bot={open.bot} version={looking} onClose={() => setLooking(null)} />}
      {backTo !== null && <RollBack open={open} config={config} to={backTo} onClose={() => setBackTo(null)} />}
    </div>
  );
}

interface Shared {
  entries: readonly Entry[];
  config: Config;
  locked: boolean;
  chosen: readonly number[];
  onChoose: (version: number) => void;
  onBack: (entry: Entry) => void;
  onLook: (version: number) => void;
}

const Who = ({ entry }: { entry: Entry }) => (
  <>
    <span>{entry.who ?? 'unknown'}</span>
    {!entry.proved && <span class="pill warn" title="Nobody signed in for this: whoever may write the file may have done it.">unproved</span>}
  </>
);

function What({ entry, config }: { entry: Entry; config: Config }) {
  const { changes, problems } = entry;
  if (changes.length === 0 && problems.length === 0) return <span class="muted">no value changed</span>;
  const [first] = changes;
  return (
    <details class="what-changed">
      <summary>
        {problems.length > 0 ? <span class="wrong">{problems[0]?.message}</span> : first && <span>{changeLine(first)}</span>}
        {(problems.length || changes.length) > 1 && <span class="muted"> and {(problems.length || changes.length) - 1} more</span>}
      </summary>
      {problems.length > 0 && <Problems problems={problems} at={config.file} />}
      {changes.length > 0 && <Changes changes={changes} />}
      <p class="muted">hash <code>{shortHash(entry.hash)}</code>, parent <code>{shortHash(entry.parent)}</code>{entry.chain !== null && <>, chain <code>{shortHash(entry.chain)}</code></>}</p>
    </details>
  );
}

type Choosing = { chosen: readonly number[]; onChoose: (version: number) => void };

const Pick = ({ entry, chosen, onChoose }: { entry: Entry } & Choosing) =>
  entry.version === null ? null : <input type="checkbox" aria-label={`Compare v${entry.version}`} checked={chosen.includes(entry.version)} onChange={() => onChoose(entry.version ?? 0)} />;

function Acts({ entry, config, locked, onBack, onLook }: { entry: Entry } & Omit<Shared, 'entries'>) {
  const { version } = entry;
  if (version === null || !isVersion(entry)) return null;
  return (
    <span class="acts">
      <button type="button" class="button plain" onClick={() => onLook(version)}>View<span class="sr"> v{version}</span></button>
      {version === config.version ? <span class="pill">active</span> : !locked && <button type="button" class="button" onClick={() => onBack(entry)}>Roll back…<span class="sr"> to v{version}</span></button>}
    </span>
  );
}

const isVersion = (entry: Entry): boolean => entry.outcome === 'accepted' || entry.outcome === 'rolled_back';

const Became = ({ entry }: { entry: Entry }) => <State tone={outcomeTone[entry.outcome]}>{plainly(entry.outcome)}</State>;
const Version = ({ entry }: { entry: Entry }) => (
  <>{entry.version === null ? <span class="muted">–</span> : <b>v{entry.version}</b>}{entry.rollback_of !== null && <span class="muted"> = v{entry.rollback_of}</span>}</>
);

function AsTable(shared: Shared) {
  return (
    <Scroll label="History of the configuration">
      <table class="entries">
        <caption class="sr">History of the configuration, the newest first</caption>
        <thead>
          <tr>
            <th scope="col"><span class="sr">Compare</span></th>
            <th scope="col">Outcome</th>
            <th scope="col">Version</th>
            <th scope="col">Who</th>
            <th scope="col">When</th>
            <th scope="col">Why</th>
            <th scope="col">Changes</th>
            <th scope="col"><span class="sr">Actions</span></th>
          </tr>
        </thead>
        <tbody>
          {shared.entries.map((entry) => (
            <tr key={entry.id}>
              <td>{isVersion(entry) && <Pick entry={entry} {...shared} />}</td>
              <td><Became entry={entry} /></td>
              <td class="nowrap"><Version entry={entry} /></td>
              <td class="nowrap"><Who entry={entry} /><span class="sub">by {sourceWord(entry.source)}</span></td>
              <td><Clock at={entry.at} /></td>
              <td class="why">{entry.reason ?? <span class="muted">–</span>}</td>
              <td><What entry={entry} config={shared.config} /></td>
              <td class="num"><Acts entry={entry} {...shared} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function AsCards(shared: Shared) {
  return (
    <ul class="entry-cards">
      {shared.entries.map((entry) => (
        <li key={entry.id}>
          <div class="line">{isVersion(entry) && <Pick entry={entry} {...shared} />}<Became entry={entry} /><Version entry={entry} /><span class="grow" /><span class="muted"><Clock at={entry.at} /></span></div>
          <div class="line"><Who entry={entry} /><span class="muted">by {sourceWord(entry.source)}</span></div>
          {entry.reason !== null && <p class="soft">{entry.reason}</p>}
          <What entry={entry} config={shared.config} />
          <Acts entry={entry} {...shared} />
        </li>
      ))}
    </ul>
  );
}

function Compared({ bot, pair: [from, to], onClose }: { bot: string; pair: readonly [number, number]; onClose: () => void }) {
  const [found, setFound] = useState<Difference | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  useEffect(() => void loadDifference(bot, from, to).then(setFound, (error: unknown) => setWhy(reasonOf(error))), [bot, from, to]);
  return (
    <Dialog title={`v${from} and v${to}`} onClose={onClose} actions={<button type="button" class="button primary" onClick={onClose}>Close</button>}>
      {why !== null && <p class="notice bad" role="alert">{why}</p>}
      {!found && why === null && <Bones rows={6} />}
      {found && (
        <>
          <h3>{found.changes.length === 0 ? 'The values are the same' : plural(found.changes.length, 'value differs', 'values differ')}</h3>
          {found.changes.length > 0 && <Changes changes={found.changes} most={500} />}
          <h3>The files</h3>
          {found.text === '' ? <p class="muted">The files are the same.</p> : <Unified text={found.text} />}
        </>
      )}
    </Dialog>
  );
}

function Looked({ bot, version, onClose }: { bot: string; version: number; onClose: () => void }) {
  const [found, setFound] = useState<OldVersion | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  useEffect(() => void loadVersion(bot, version).then(setFound, (error: unknown) => setWhy(reasonOf(error))), [bot, version]);
  return (
    <Dialog title={`v${version} as it was`} onClose={onClose} actions={<button type="button" class="button primary" onClick={onClose}>Close</button>}>
      {why !== null && <p class="notice bad" role="alert">{why}</p>}
      {!found && why === null && <Bones rows={6} />}
      {found && <pre class="unified" tabIndex={0} role="group" aria-label={`Text of v${version}`}>{found.content}</pre>}
    </Dialog>
  );
}

function RollBack({ open, config, to, onClose }: { open: OpenConfig; config: Config; to: Entry; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<ReturnType<typeof answerTo> | null>(null);
  const [found, setFound] = useState<Difference | null>(null);
  const version = to.version ?? 0;
  useEffect(() => {
    loadDifference(open.bot, config.version, version).then(setFound, () => undefined); // The server checks all the same.
  }, [open, config.version, version]);

  async function act(): Promise<void> {
    setBusy(true);
    try {
      const verdict = await rollBack(open.bot, version, reason, config.version);
      open.said.value = told(verdict);
      void open.refresh();
      onClose();
    } catch (error) {
      setAnswer(answerTo(error));
      void open.refresh();
      setBusy(false);
    }
  }
  return (
    <Dialog
      title={`Roll ${open.bot} back to v${version}`} onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>Cancel</button>
          <button type="button" class="button primary" disabled={busy || reason.trim() === ''} onClick={() => void act()}>{busy ? 'Rolling back…' : `Roll back to v${version}`}</button>
        </>
      }
    >
      <p>Makes a new version with the content of v{version}, checked against the schema of today. v{config.version} stays in the history.</p>
      {found && <Changes changes={found.changes} />}
      <Reason value={reason} onChange={setReason} required />
      {answer?.is === 'refused' && <div class="notice bad" role="alert"><div><b>The server refuses this.</b><p>{answer.why}</p><Problems problems={answer.problems} at={config.file} /></div></div>}
      {answer?.is === 'stale' && <p class="notice warn" role="alert">Another version became active meanwhile. Look at the changes above, which are those against it, and confirm again.</p>}
      {answer?.is === 'failed' && <p class="notice bad" role="alert">{answer.why}</p>}
    </Dialog>
  );
}
