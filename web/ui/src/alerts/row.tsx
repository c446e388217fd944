/** One alert in a list: what, why, since when, and what one can do about it. */
import type { Alert } from '../api/alert-types';
import { levelWord, ruleWord, stateWord } from '../format/alerts';
import { mayAct } from '../live/session';
import { Age } from '../parts/when';
import { leftWords } from './left';
import { RunbookLink, Against, alertPath } from './pieces';

interface Props {
  alert: Alert;
  onAcknowledge?: (alert: Alert) => void;
  onSilence?: (alert: Alert) => void;
}

const over = (alert: Alert): boolean => alert.state === 'resolved' || alert.state === 'ended';

export function AlertRow({ alert, onAcknowledge, onSilence }: Props) {
  const { acknowledged, silenced, state, level } = alert;
  const quiet = acknowledged !== null || silenced.length > 0 || state === 'pending' || over(alert);
  const acts = mayAct.value && !over(alert);
  const name = `${alert.subject}, ${ruleWord(alert.rule)}`;
  return (
    <li class={`alert ${level} ${quiet ? 'quiet' : ''}`}>
      <div class="what">
        <a class="name" href={alertPath(alert.id)}><span class="sr">{levelWord[level]}: </span>{alert.subject} · {ruleWord(alert.rule)}</a>
        {state !== 'firing' && <span class={`pill ${state === 'no_data' || state === 'flapping' ? 'warn' : ''}`}>{stateWord[state]}</span>}
        {silenced.length > 0 && <span class="pill">silenced</span>}
        <p>{alert.reason}</p>
        <Mind alert={alert} />
      </div>
      <div class="aside">
        <span class="now">
          {!over(alert) && <Against alert={alert} />}
          <span class="muted" title={over(alert) ? 'it ended' : 'it began'}><Age of={over(alert) ? alert.since : alert.begun} />{over(alert) && ' ago'}</span>
        </span>
        <span class="acts">
          {alert.runbook !== null && <RunbookLink class="mini" href={alert.runbook}>Runbook</RunbookLink>}
          {acts && silenced.length === 0 && onSilence && <button type="button" class="mini" aria-label={`Silence ${name}`} onClick={() => onSilence(alert)}>Silence…</button>}
          {acts && acknowledged === null && state !== 'pending' && onAcknowledge && <button type="button" class="mini" aria-label={`Acknowledge ${name}`} onClick={() => onAcknowledge(alert)}>Acknowledge…</button>}
        </span>
      </div>
    </li>
  );
}

/** Who takes care, until when. */
function Mind({ alert: { acknowledged } }: { alert: Alert }) {
  if (acknowledged === null) return null;
  return (
    <p class="mind">
      <b>{acknowledged.owner}</b> takes care
      {acknowledged.comment !== null && <>: “{acknowledged.comment}”</>}
      {acknowledged.until !== null && <span class="muted"> · <Left until={acknowledged.until} /></span>}
    </p>
  );
}

export function Left({ until }: { until: string }) {
  return <span class="nowrap">{leftWords(until)}</span>;
}
