/** The emergency stop: in the bar of every page. It says which bots it will stop, is held to confirm, and goes out as a plain request. */
import { useEffect, useState } from 'preact/hooks';
import { beginHalt } from '../api/halts';
import type { HaltMode } from '../api/halt-types';
import { reasonOf } from '../api/http';
import type { BotRow } from '../api/types';
import { Dialog, Reason } from '../config/dialog';
import { modeMeans, modeWord } from '../format/halts';
import { plural } from '../format/number';
import { plainly, statusTone } from '../format/words';
import { bots } from '../live/fleet';
import { haltsTopic } from '../live/halts';
import { loadSession, mayAct } from '../live/session';
import { Dot } from '../parts/status';
import { botAt, go, haltPath, place } from '../router';
import { HoldButton } from './hold';

const MODES: readonly HaltMode[] = ['pause', 'stop', 'cancel', 'liquidate'];

export function Stop() {
  const [open, setOpen] = useState(false);
  useEffect(() => void loadSession(), []);
  const id = botAt(place.value);
  const rows = bots.value.filter((row) => id === null || row.id === id);
  if (rows.length === 0) return null;
  const whom = id ?? plural(rows.length, 'bot');
  return (
    <>
      <button
        type="button" class="stop" disabled={!mayAct.value} title={mayAct.value ? undefined : 'Stopping bots needs the role operator.'}
        aria-label={`Stop ${whom}…`} onClick={() => setOpen(true)}
      >
        <span aria-hidden="true">■</span> Stop <span class="roomy-word">{whom}…</span>
      </button>
      {open && <StopDialog bot={id} rows={rows} onClose={() => setOpen(false)} />}
    </>
  );
}

function StopDialog({ bot, rows, onClose }: { bot: string | null; rows: readonly BotRow[]; onClose: () => void }) {
  const [mode, setMode] = useState<HaltMode>('cancel');
  const [reason, setReason] = useState('');
  const [collar, setCollar] = useState('');
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<string | null>(null);
  const act = (): void => {
    setBusy(true);
    setWhy(null);
    beginHalt({ mode, bot, reason: reason.trim() === '' ? 'Emergency stop on the dashboard' : reason.trim(), collarPct: collar.trim() === '' ? null : collar.trim(), deadline: null }).then(
      (halt) => {
        void haltsTopic.refresh();
        onClose();
        go(haltPath(halt.id));
      },
      (error: unknown) => {
        setWhy(`${reasonOf(error)} The bots may still trade.`);
        setBusy(false);
      },
    );
  };
  return (
    <Dialog
      title={bot === null ? `Stop ${plural(rows.length, 'bot')}` : `Stop ${bot}`} onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>Back</button>
          <HoldButton disabled={busy} onHeld={act}>{busy ? 'Sent, waiting for the server…' : `Hold to ${modeWord[mode].toLowerCase()}`}</HoldButton>
        </>
      }
    >
      <ul class="whom" aria-label="Bots that will be stopped">
        {rows.map((row) => (
          <li key={row.id}>
            <Dot tone={statusTone[row.status]} />
            <b>{row.id}</b>
            <span class="muted">{plainly(row.status)}{row.mode === 'paper' ? ', paper' : ', real money'}</span>
            <span class="muted">{row.open_positions === null ? '' : plural(row.open_positions, 'open position')}</span>
          </li>
        ))}
      </ul>
      <fieldset class="modes">
        <legend>How far</legend>
        {MODES.map((each) => (
          <label key={each} class={mode === each ? 'chosen' : ''}>
            <input type="radio" name="halt-mode" autofocus={mode === each} checked={mode === each} onChange={() => setMode(each)} />
            <span><b>{modeWord[each]}</b><span class="soft">{modeMeans[each]}</span></span>
          </label>
        ))}
      </fieldset>
      {mode === 'liquidate' && (
        <label class="field">Limit orders within
          <input type="text" inputMode="decimal" size={6} placeholder="market" value={collar} onInput={(event) => setCollar(event.currentTarget.value)} /> % of the last price
        </label>
      )}
      <Reason value={reason} onChange={setReason} />
      <p class="soft">It lasts until somebody resumes it by name with a reason. A bot that does not answer is stopped at its exchange where that can be reached.</p>
      {why !== null && <p class="notice bad" role="alert">{why}</p>}
    </Dialog>
  );
}
