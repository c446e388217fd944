/** The most urgent open alerts, beside the figures. */
import type { Alert } from '../api/alert-types';
import { levelWord, ruleWord, stateWord } from '../format/alerts';
import { plural } from '../format/number';
import { alerts, counts } from '../live/alerts';
import { Blank, Bones, Card } from '../parts/card';
import { Age } from '../parts/when';

export function AlertsPanel({ rows, class: cls }: { rows: number; class?: string }) {
  const now = alerts.value;
  const { open } = counts.value;
  return (
    <Card title="Alerts" note={open === 0 ? '' : `${open} open`} class={`attn ${cls ?? ''}`} tools={<a href="/alerts">{open > rows ? `All ${open}` : 'Alerts'}</a>}>
      {now === null && <Bones rows={2} />}
      {now !== null && now.open.length === 0 && (
        <Blank title="All quiet: no alert is open.">{now.recent[0] ? <>The last one, {now.recent[0].subject}, was over <Age of={now.recent[0].since} /> ago.</> : now.pending.length > 0 ? `${plural(now.pending.length, 'condition')} may yet fire.` : null}</Blank>
      )}
      <ul>{now?.open.slice(0, rows).map((alert) => <Row key={alert.id} alert={alert} />)}</ul>
    </Card>
  );
}

function Row({ alert }: { alert: Alert }) {
  const quiet = alert.acknowledged !== null || alert.silenced.length > 0;
  return (
    <li class={`${alert.level} ${quiet ? 'quiet' : ''}`}>
      <div>
        <a class="name" href={`/alerts?alert=${encodeURIComponent(alert.id)}`}><span class="sr">{levelWord[alert.level]}: </span>{alert.subject} · {ruleWord(alert.rule)}</a>
        <p>{alert.reason}</p>
      </div>
      <span class="muted">
        <Age of={alert.begun} />
        <span class="by">{alert.acknowledged !== null ? `ack. by ${alert.acknowledged.owner}` : alert.silenced.length > 0 ? 'silenced' : alert.state === 'firing' ? '' : stateWord[alert.state]}</span>
      </span>
    </li>
  );
}
