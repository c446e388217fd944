/** The last look before a change goes in: what changes, when it applies, what the server says of it, and why it is made. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Apply, Change, Config, Pending, Problem, Stale, Verdict } from '../api/config-types';
import { refused, stale } from '../api/config-decode';
import { isAbort, reasonOf, Refusal } from '../api/http';
import { plural } from '../format/number';
import { connection } from '../live/live';
import { Dialog, Reason } from './dialog';
import { Badge, Changes, Problems } from './pieces';
import { changesBetween } from './tree';
import { applyMeans, waitsFor } from './words';

export interface ReviewProps {
  title: string;
  /** The version that the change is based on, and the newest one that is known. */
  base: Config;
  present: Config;
  /** As it is known here; the server's answer replaces it. */
  changes: readonly Change[];
  /** Changed here and meanwhile there too. */
  clashes: readonly Change[];
  modeOf: (pointer: string) => Apply | null;
  positions: number | null;
  /** What waits already: a change that waits too takes its place. */
  replaces: Pending | null;
  file: string | null;
  /** Instances on which it may be tried first. */
  instances: readonly string[];
  submit: (dry: boolean, reason: string, signal?: AbortSignal) => Promise<Verdict>;
  tryOn: (instance: string, lasting: string, reason: string) => Promise<void>;
  onDone: (verdict: Verdict | null) => void;
  /** Asks what there is now. */
  onStale: () => void;
  /** Puts the change on the newest version. */
  onRebase: () => Promise<void>;
  onClose: () => void;
}

type Answer =
  | { is: 'asking' }
  | { is: 'said'; verdict: Verdict }
  | { is: 'refused'; why: string; problems: readonly Problem[] }
  | { is: 'stale'; stale: Stale }
  | { is: 'failed'; why: string };

/** What a failed attempt means. */
export function answerTo(error: unknown): Answer {
  if (error instanceof Refusal && error.status === 412) return { is: 'stale', stale: stale(error.problem) };
  if (error instanceof Refusal && error.status === 422) return { is: 'refused', why: error.message, problems: refused(error.problem) };
  return { is: 'failed', why: reasonOf(error) };
}

const APPLY: Readonly<Record<Apply, string>> = {
  hot: 'Apply', next_trade: 'Apply from the next trade', when_flat: 'Apply when flat', market_closed: 'Apply when the market is closed', restart: 'Apply at the next start',
};

const LASTING = { '5m': '5 minutes', '10m': '10 minutes', '30m': '30 minutes', '1h': '1 hour' } as const;

export function Review(props: ReviewProps) {
  const { title, base, changes, clashes, submit, onClose, onDone } = props;
  const [answer, setAnswer] = useState<Answer>({ is: 'asking' });
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [first, setFirst] = useState('');
  const [lasting, setLasting] = useState<string>('10m');
  const [turn, setTurn] = useState(0);
  const newest = useRef(submit);
  newest.current = submit;

  function fail(error: unknown): void {
    const next = answerTo(error);
    setAnswer(next);
    if (next.is === 'stale') props.onStale();
  }

  useEffect(() => {
    const abort = new AbortController();
    setAnswer({ is: 'asking' });
    newest.current(true, '', abort.signal).then(
      (verdict) => setAnswer({ is: 'said', verdict }),
      (error: unknown) => {
        if (!isAbort(error)) fail(error);
      },
    );
    return () => abort.abort();
  }, [base.version, turn]);

  async function act(run: () => Promise<Verdict | null>): Promise<void> {
    setBusy(true);
    try {
      onDone(await run());
    } catch (error) {
      fail(error);
      setBusy(false);
    }
  }

  const said = answer.is === 'said' ? answer.verdict : null;
  const shown = said !== null && said.changes.length > 0 ? said.changes : changes;
  const apply = (): Promise<void> => act(() => (first === '' ? submit(false, reason) : props.tryOn(first, lasting, reason).then(() => null)));
  const offline = connection.value === 'lost';
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>Back to editing</button>
          {answer.is === 'failed' && <button type="button" class="button primary" disabled={busy} onClick={() => setTurn(turn + 1)}>Check again</button>}
          {answer.is !== 'stale' && answer.is !== 'failed' && (
            <button type="button" class="button primary" disabled={busy || said === null || said.outcome === 'unchanged' || offline} onClick={() => void apply()}>
              {busy ? 'Applying…' : first !== '' ? `Try on ${first}` : said?.mode && said.outcome === 'deferred' ? APPLY[said.mode] : `Apply ${plural(shown.length, 'change')}`}
            </button>
          )}
        </>
      }
    >
      <Changes changes={shown} modes={props.modeOf} />
      {clashes.length > 0 && (
        <div class="notice warn" role="note">
          <div><b>Changed meanwhile by somebody else too.</b><p>Your values would replace these:</p><Changes changes={clashes} /></div>
        </div>
      )}
      <Said answer={answer} {...props} />
      {answer.is === 'said' && said?.outcome !== 'unchanged' && (
        <>
          <Reason value={reason} onChange={setReason} />
          {props.instances.length > 0 && (
            <div class="rollout">
              <label class="field">Apply to
                <select value={first} onChange={(event) => setFirst(event.currentTarget.value)}>
                  <option value="">every instance</option>
                  {props.instances.map((one) => <option key={one} value={one}>{one} first, as a canary</option>)}
                </select>
              </label>
              {first !== '' && (
                <label class="field">for
                  <select value={lasting} onChange={(event) => setLasting(event.currentTarget.value)}>
                    {Object.entries(LASTING).map(([key, word]) => <option key={key} value={key}>{word}</option>)}
                  </select>
                </label>
              )}
            </div>
          )}
        </>
      )}
      {offline && <p class="notice warn" role="status">The server cannot be reached. What you typed is kept here.</p>}
    </Dialog>
  );
}

function Said({ answer, positions, file, replaces, base, present, onRebase }: { answer: Answer } & ReviewProps) {
  switch (answer.is) {
    case 'asking':
      return <p class="dry" role="status">The server is checking…</p>;
    case 'said':
      return <Fine verdict={answer.verdict} positions={positions} replaces={replaces} />;
    case 'refused':
      return <div class="notice bad" role="alert"><div><b>The server refuses this.</b>{answer.problems.length === 0 && <p>{answer.why}</p>}<Problems problems={answer.problems} at={file} /></div></div>;
    case 'stale':
      return <Outdated stale={sinceThen(answer.stale, base, present)} onRebase={onRebase} />;
    case 'failed':
      return <p class="notice bad" role="alert">{answer.why} What you typed is kept.</p>;
  }
}

function Fine({ verdict, positions, replaces }: { verdict: Verdict; positions: number | null; replaces: Pending | null }) {
  if (verdict.outcome === 'unchanged') return <p class="dry" role="status">This is what is active already: there is nothing to apply.</p>;
  const waits = verdict.mode === null ? null : waitsFor(verdict.mode, positions);
  return (
    <p class="dry good" role="status">
      <b>✓ The server accepts this</b>{verdict.version !== null && ` as v${verdict.version}`}. {verdict.mode !== null && <Badge mode={verdict.mode} />}{' '}
      {verdict.outcome === 'deferred' && verdict.pending?.reason ? `It will wait: ${verdict.pending.reason}.` : verdict.mode === null ? '' : waits === null ? applyMeans[verdict.mode] : `Now: ${waits}.`}
      {verdict.outcome === 'deferred' && replaces !== null && ` It takes the place of ${replaces.version === null ? 'what' : `v${replaces.version}, which`} waits now.`}
    </p>
  );
}

/** The refusal may say only that there is a newer version; what it changed can be told once that is here. */
function sinceThen(said: Stale, base: Config, present: Config): Stale {
  if (said.changes.length > 0 || present.version === base.version) return said;
  return { version: present.version, changes: changesBetween(base.values, present.values) };
}

function Outdated({ stale: { version, changes }, onRebase }: { stale: Stale; onRebase: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  return (
    <div class="notice warn" role="alert">
      <div>
        <b>{version === null ? 'Another version' : `v${version}`} became active while you were editing.</b>
        <p>Nothing of yours was applied, and nothing is lost.{changes.length > 0 && ' Since your version:'}</p>
        {changes.length > 0 && <Changes changes={changes} />}
        <button type="button" class="button" disabled={busy} onClick={() => { setBusy(true); void onRebase(); }}>Put my changes on {version === null ? 'the newest' : `v${version}`} and check again</button>
      </div>
    </div>
  );
}
