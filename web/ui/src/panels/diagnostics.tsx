/* What a person looks at when something is wrong with one bot: orders, errors, log lines, API limits, the connection itself. */
import { useMemo, useState } from 'preact/hooks';
import type { ApiUsage, Bot, BotError, LogLine, Order } from '../api/types';
import { count, plural } from '../format/number';
import { span } from '../format/time';
import { orderSide, plainly, severityTone } from '../format/words';
import { mayAct } from '../live/session';
import { Blank, Card } from '../parts/card';
import { Missing, Price, Quantity } from '../parts/figure';
import { Meter } from '../parts/spark';
import type { Column } from '../parts/table';
import { Table } from '../parts/table';
import { Age, Clock } from '../parts/when';
import { ActDialog } from './act';
import { PlaceOrder } from './order';

const ORDERS: readonly Column<Order>[] = [
  { head: 'Since', drop: 'phone', cell: (o) => <Clock at={o.at} /> },
  { head: 'Symbol', cell: (o) => o.symbol },
  { head: 'Order', cell: (o) => <span class="nowrap">{`${orderSide(o.side)} ${plainly(o.kind).toLowerCase()}`}</span> },
  { head: 'Price', numeric: true, cell: (o) => <Price value={o.price} why="at the market" /> },
  { head: 'Quantity', numeric: true, cell: (o) => <Quantity value={o.quantity} /> },
  { head: 'Filled', numeric: true, drop: 'phone', cell: (o) => <Quantity value={o.filled} /> },
  { head: 'State', drop: 'phone', cell: (o) => plainly(o.status) },
];

const cancel = (onCancel: (o: Order) => void): Column<Order> => ({
  head: ' ',
  numeric: true,
  cell: (o) => <button type="button" class="mini" aria-label={`Cancel order ${o.order_id}`} onClick={() => onCancel(o)}>Cancel…</button>,
});

export function OpenOrders({ bot, orders, symbols = [], class: cls }: { bot: string; orders: readonly Order[]; symbols?: readonly string[]; class?: string }) {
  const [cancelling, setCancelling] = useState<Order | null>(null);
  const acting = mayAct.value;
  const columns = useMemo(() => (acting ? [...ORDERS, cancel(setCancelling)] : ORDERS), [acting]);
  return (
    <Card title="Open orders" note={orders.length || ''} tools={<PlaceOrder bot={bot} symbols={[...symbols, ...orders.map((one) => one.symbol)]} />} class={cls ?? ''}>
      {orders.length === 0 ? <Blank title="No open order." /> : <Table caption="Open orders" columns={columns} rows={orders} keyOf={(o) => o.order_id} />}
      {cancelling !== null && <ActDialog act={{ kind: 'cancel', bot, order: cancelling.order_id }} onClose={() => setCancelling(null)} />}
    </Card>
  );
}

export function Errors({ errors, total, class: cls }: { errors: readonly BotError[]; total: number | null; class?: string }) {
  return (
    <Card title="Recent errors" note={total === null ? '' : `${plural(total, 'error')} within 24 h`} class={cls ?? ''}>
      {errors.length === 0 && <Blank title="No error reported." />}
      <ul class="lines" tabIndex={0} aria-label="Recent errors, the newest first">
        {errors.map((one, i) => (
          <li key={`${one.at ?? ''}/${i}`}>
            <span class={`pill ${severityTone(one.severity)}`}>{one.severity ?? 'error'}</span>
            <span class="what">
              <b>{one.error ?? 'Error'}</b>
              {one.component && <span class="muted"> in {one.component}</span>}
              {one.message && <span class="say">{one.message}</span>}
            </span>
            <span class="muted"><Age of={one.at} /></span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const LOG_ROWS = 100;

export function Logs({ logs, class: cls }: { logs: readonly LogLine[]; class?: string }) {
  const newest = logs.slice(-LOG_ROWS).reverse();
  if (logs.length === 0) return null;
  return (
    <Card title="Log" note={logs.length > LOG_ROWS ? `the newest ${LOG_ROWS} of ${logs.length}` : plural(logs.length, 'line')} class={cls ?? ''}>
      <ol class="lines log" tabIndex={0} aria-label="Log lines, the newest first">
        {newest.map((line, i) => (
          <li key={`${line.at ?? ''}/${logs.length - i}`}>
            <span class="muted"><Clock at={line.at} /></span>
            <span class={`pill ${severityTone(line.level)}`}>{line.level ?? ''}</span>
            <span class="say mono">{line.message}{line.logger && <span class="muted"> {line.logger}</span>}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** The API calls of one venue and endpoint; the bar is what is used up of the limit. */
function Usage({ usage: one }: { usage: ApiUsage }) {
  const { limit, remaining, throttled, errors, calls } = one;
  const part = limit !== null && remaining !== null && limit > 0 ? 1 - remaining / limit : null;
  const words = [calls !== null && plural(calls, 'call'), errors ? plural(errors, 'error') : null].filter(Boolean).join(', ');
  return (
    <Meter
      label={[one.venue, one.endpoint].filter(Boolean).join(' · ') || 'API'}
      part={part}
      tone={part !== null && part > 0.9 ? 'bad' : part !== null && part > 0.75 ? 'warn' : ''}
      title={`${words}${limit === null ? '' : `; ${count(remaining)} of ${count(limit)} left`}`}
      line={<span class="muted">{words}</span>}
    >
      {throttled ? <span class="pill warn" title="answers 429: too many requests">{count(throttled)} × 429</span> : null}{' '}
      {part === null ? (errors ? <span class="pill warn">{plural(errors, 'error')}</span> : 'no limit known') : `${Math.round(part * 100)} % used`}
    </Meter>
  );
}

export function ApiLimits({ usages, class: cls }: { usages: readonly ApiUsage[]; class?: string }) {
  return (
    <Card title="API limits" note="by venue and endpoint" class={cls ?? ''}>
      {usages.length === 0 ? (
        <Blank title="No API call reported." />
      ) : (
        usages.map((one) => <Usage key={`${one.venue ?? ''}/${one.endpoint ?? ''}`} usage={one} />)
      )}
    </Card>
  );
}

export function ConnectionCard({ of, class: cls }: { of: Bot; class?: string }) {
  return (
    <Card title="Connection" note={of.policy === 'shards' ? 'shards: every instance holds a part' : 'single: the newest instance owns the state'} class={cls ?? ''}>
      <dl class="facts">
        <div><dt>Last heard</dt><dd><Age of={of.last_heard} exactly /> ago</dd></div>
        <div><dt>First heard</dt><dd><Clock at={of.first_heard} /></dd></div>
        <div><dt>Clock</dt><dd>{skew(of.clock_skew_ms)}</dd></div>
        <div><dt>Gaps</dt><dd>{of.gaps.length === 0 ? 'none' : plural(of.gaps.length, 'gap')}</dd></div>
        <div><dt>Version</dt><dd>{of.version ?? <Missing why="the bot did not say" />}</dd></div>
      </dl>
      <h3>Instances</h3>
      <ul class="instances">
        {of.instances.map((one) => (
          <li key={one.id}>
            <code title={one.id}>{one.id}</code>
            <span class="soft">
              {one.ended ? 'ended' : one.connected ? 'connected' : 'no link'}
              {one.owner && ' · owner'}
              {one.last_seq !== null && ` · ${count(one.last_seq)} events`}
            </span>
            <span class="muted"><Age of={one.last_heard} /></span>
          </li>
        ))}
      </ul>
      {of.instances.length === 0 && <Blank title="No instance has named itself.">Events without an instance are taken at least once.</Blank>}
    </Card>
  );
}

/** Positive when the bot's clock is ahead. */
export function skew(milliseconds: number | null): string {
  if (milliseconds === null) return 'skew not measured';
  const size = Math.abs(milliseconds);
  if (size < 1) return 'in step';
  return `${size < 1000 ? `${count(Math.round(size))}\u00a0ms` : span(size)} ${milliseconds > 0 ? 'ahead' : 'behind'}`;
}
