/** Messages with what became of them: what is said to several channels is one row with several outcomes. */
import { useState } from 'preact/hooks';
import { retryDelivery } from '../api/alerts';
import type { Delivery } from '../api/alert-types';
import { reasonOf } from '../api/http';
import { deliveryTone, deliveryWord, levelWord } from '../format/alerts';
import { millis, span } from '../format/time';
import { plainly } from '../format/words';
import { mayAct } from '../live/session';
import { Age, Clock } from '../parts/when';
import { alertPath, State } from './pieces';

export interface Said {
  message: string;
  to: Delivery[];
}

/** Rows that say the same, together, in the place of the first. */
export function together(rows: readonly Delivery[]): Said[] {
  const found = new Map<string, Said>();
  for (const row of rows) {
    const said = found.get(row.message);
    if (said) said.to.push(row);
    else found.set(row.message, { message: row.message, to: [row] });
  }
  return [...found.values()];
}

export function DeliveryList({ rows, onRetried }: { rows: readonly Delivery[]; onRetried: () => void }) {
  return <ul class="deliveries">{together(rows).map((one) => <Row key={one.message} said={one} onRetried={onRetried} />)}</ul>;
}

function Row({ said, onRetried }: { said: Said; onRetried: () => void }) {
  const [first] = said.to;
  if (!first) return null;
  const [alert] = first.alerts;
  const title = first.title || plainly(first.kind);
  return (
    <li class={first.level}>
      <span class="muted when"><Clock at={first.at} /></span>
      <div class="what">
        <span class="sr">{levelWord[first.level]}: </span>
        {alert === undefined ? <b>{title}</b> : <a class="name" href={alertPath(alert)}>{title}</a>}
        <span class="muted kind">{plainly(first.kind)}{first.alerts.length > 1 && `, ${first.alerts.length} alerts`}</span>
      </div>
      <ul class="to">{said.to.map((one) => <Outcome key={one.id} of={one} onRetried={onRetried} />)}</ul>
    </li>
  );
}

function Outcome({ of: one, onRetried }: { of: Delivery; onRetried: () => void }) {
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<string | null>(null);
  const again = (): void => {
    setBusy(true);
    retryDelivery(one.id).then(onRetried, (error: unknown) => setWhy(reasonOf(error))).finally(() => setBusy(false));
  };
  const [begun, done] = [millis(one.at), millis(one.done)];
  return (
    <li>
      <State tone={deliveryTone[one.state]}>{one.channel}</State>
      <span class="muted">
        {deliveryWord[one.state]}
        {one.state === 'delivered' && begun !== null && done !== null && ` after ${span(done - begun)}`}
        {one.attempts > 1 && `, ${one.attempts} attempts`}
        {one.next !== null && one.state === 'waiting' && <>, next at <Clock at={one.next} /></>}
        {one.state === 'attempting' && <>, since <Age of={one.at} /></>}
      </span>
      {one.perhaps_repeated && <span class="pill warn">perhaps said twice</span>}
      {one.state === 'dead' && mayAct.value && <button type="button" class="mini" disabled={busy} aria-label={`Send again to ${one.channel}: ${one.title}`} onClick={again}>{busy ? 'Sending…' : 'Send again'}</button>}
      {one.why !== null && one.state !== 'delivered' && <span class="say">{one.why}</span>}
      {why !== null && <span class="wrong" role="alert">{why}</span>}
    </li>
  );
}
