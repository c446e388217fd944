/** The two questions about an alert: who takes care and until when, and what is not to be told for a while. */
import { useEffect, useId, useState } from 'preact/hooks';
import { acknowledge, beginSilence, previewSilence } from '../api/alerts';
import type { Alert } from '../api/alert-types';
import { isAbort, reasonOf } from '../api/http';
import { Dialog } from '../config/dialog';
import { ruleWord } from '../format/alerts';
import { plural } from '../format/number';
import { alertsTopic } from '../live/alerts';

const LENGTHS: readonly (readonly [string, string])[] = [['30m', '30 minutes'], ['1h', '1 hour'], ['4h', '4 hours'], ['12h', '12 hours'], ['1d', '1 day'], ['7d', '7 days']];

interface Act {
  busy: boolean;
  why: string | null;
  go: (run: () => Promise<unknown>) => void;
}

/** Does what was asked once, closes when it is done, and says why when it is not. */
function useAct(onDone: () => void): Act {
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<string | null>(null);
  return {
    busy,
    why,
    go(run) {
      setBusy(true);
      setWhy(null);
      run().then(
        () => {
          void alertsTopic.refresh();
          onDone();
        },
        (error: unknown) => {
          setWhy(reasonOf(error));
          setBusy(false);
        },
      );
    },
  };
}

export function AcknowledgeDialog({ alert, onClose }: { alert: Alert; onClose: () => void }) {
  const [comment, setComment] = useState('');
  const [length, setLength] = useState('');
  const { busy, why, go } = useAct(onClose);
  const id = useId();
  return (
    <Dialog
      title={`Acknowledge: ${alert.subject} · ${ruleWord(alert.rule)}`} onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>Cancel</button>
          <button type="button" class="button primary" disabled={busy} onClick={() => go(() => acknowledge(alert.id, comment, length === '' ? null : length))}>Take care of it</button>
        </>
      }
    >
      <p class="soft">{alert.reason}</p>
      <p>It fires on and stays in sight with your name. Nobody is told of it again until it is over, its level rises, or the time below ends.</p>
      <div class="reason">
        <label for={`${id}c`}>What you do about it <span class="muted">(optional, the others see it)</span></label>
        <textarea id={`${id}c`} rows={2} maxLength={1000} value={comment} onInput={(event) => setComment(event.currentTarget.value)} />
      </div>
      <label class="field" for={`${id}l`}>Until
        <select id={`${id}l`} value={length} onChange={(event) => setLength(event.currentTarget.value)}>
          <option value="">it is over</option>
          {LENGTHS.slice(0, 5).map(([value, word]) => <option key={value} value={value}>{word} from now</option>)}
        </select>
      </label>
      {why !== null && <p class="notice bad" role="alert">{why}</p>}
    </Dialog>
  );
}

interface LabelRow {
  label: string;
  value: string;
  on: boolean;
}

const FIRST: readonly string[] = ['rule', 'bot', 'part', 'group', 'level'];
const place = (label: string): number => (FIRST.includes(label) ? FIRST.indexOf(label) : FIRST.length);

/** What a silence begins with: this rule for this bot, and the other labels to choose from. Without an alert, any rule and any bot. */
export function rowsOf(alert: Alert | null): LabelRow[] {
  const labels = alert === null ? { rule: '', bot: '' } : alert.labels;
  return Object.entries(labels)
    .sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b))
    .map(([label, value]) => ({ label, value, on: alert !== null && (label === 'rule' || label === 'bot' || label === 'part') }));
}

export const matcherOf = (rows: readonly LabelRow[]): Record<string, string> =>
  Object.fromEntries(rows.filter((row) => row.on && row.value.trim() !== '').map((row) => [row.label, row.value.trim()]));

export function SilenceDialog({ alert, onClose }: { alert: Alert | null; onClose: () => void }) {
  const [rows, setRows] = useState(() => rowsOf(alert));
  const [length, setLength] = useState('1h');
  const [untilResolved, setUntilResolved] = useState(false);
  const [comment, setComment] = useState('');
  const { busy, why, go } = useAct(onClose);
  const id = useId();
  const matcher = matcherOf(rows);
  const empty = Object.keys(matcher).length === 0;
  const change = (label: string, next: Partial<LabelRow>): void => setRows((before) => before.map((row) => (row.label === label ? { ...row, ...next } : row)));
  return (
    <Dialog
      title="Silence" onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>Cancel</button>
          <button type="button" class="button primary" disabled={busy || empty || comment.trim() === ''} onClick={() => go(() => beginSilence(matcher, length, untilResolved, comment.trim()))}>Silence</button>
        </>
      }
    >
      <p>For a while nobody is told of alerts that match. They fire all the same and stay in sight, and what was held back is counted.</p>
      <fieldset class="labels">
        <legend>Alerts with all of these <span class="muted">(* stands for any characters)</span></legend>
        {rows.map((row) => (
          <div key={row.label}>
            <label class="field"><input type="checkbox" checked={row.on} onChange={(event) => change(row.label, { on: event.currentTarget.checked })} />{row.label}</label>
            <input type="text" aria-label={`Value of ${row.label}`} maxLength={200} value={row.value} placeholder={`such as ${row.label === 'bot' ? 'btc-*' : '*'}`} onInput={(event) => change(row.label, { value: event.currentTarget.value, on: event.currentTarget.value !== '' })} />
          </div>
        ))}
      </fieldset>
      <Hides matcher={matcher} />
      <label class="field" for={`${id}l`}>For
        <select id={`${id}l`} value={length} onChange={(event) => setLength(event.currentTarget.value)}>
          {LENGTHS.map(([value, word]) => <option key={value} value={value}>{word}</option>)}
        </select>
      </label>
      <label class="field"><input type="checkbox" checked={untilResolved} onChange={(event) => setUntilResolved(event.currentTarget.checked)} />End it earlier, when the alerts that it has hidden are over</label>
      <div class="reason">
        <label for={`${id}c`}>Why <span class="muted">(needed: the others see less while this holds)</span></label>
        <textarea id={`${id}c`} rows={2} maxLength={1000} required value={comment} onInput={(event) => setComment(event.currentTarget.value)} />
      </div>
      {why !== null && <p class="notice bad" role="alert">{why}</p>}
    </Dialog>
  );
}

/** After the last key. */
const PAUSE = 250;

/** What would be hidden now, asked of the server, which is the one that hides. */
function Hides({ matcher }: { matcher: Record<string, string> }) {
  const key = JSON.stringify(matcher);
  const [found, setFound] = useState<{ matches: number; alerts: Alert[] } | string | null>(null);
  useEffect(() => {
    if (key === '{}') return setFound(null);
    const ended = new AbortController();
    const timer = setTimeout(() => {
      previewSilence(JSON.parse(key) as Record<string, string>, ended.signal).then(setFound, (error: unknown) => {
        if (!isAbort(error)) setFound(reasonOf(error));
      });
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [key]);
  return (
    <div class="hides" role="status">
      {key === '{}' && <span class="muted">Choose at least one label.</span>}
      {key !== '{}' && found === null && <span class="muted">Looking…</span>}
      {key !== '{}' && typeof found === 'string' && <span class="wrong">{found}</span>}
      {key !== '{}' && found !== null && typeof found !== 'string' && (
        <>
          <b>{found.matches === 0 ? 'Hides nothing that is open now' : `Hides ${plural(found.matches, 'alert')} now`}</b>
          <ul>{found.alerts.slice(0, 5).map((one) => <li key={one.id}>{one.subject} · {ruleWord(one.rule)}</li>)}</ul>
          {found.matches > 5 && <span class="muted">and {found.matches - 5} more</span>}
        </>
      )}
    </div>
  );
}
