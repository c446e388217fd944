/* The fleet as a list: a table where there is room, cards on a phone. */
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import * as figures from '../api/figures';
import type { BotRow } from '../api/types';
import { count, direction, percent } from '../format/number';
import { statusRank } from '../format/words';
import { spark } from '../live/sparks';
import { AlertMark } from './alert-mark';
import { Amount, Gain, Missing } from '../parts/figure';
import { cards } from '../parts/narrow';
import { Spark } from '../parts/spark';
import { Status } from '../parts/status';
import type { Column, Order } from '../parts/table';
import { Table } from '../parts/table';
import { Age } from '../parts/when';
import { botPath } from '../router';

const of = (row: BotRow, name: string) => figures.value(row.performance, name);
const why = (row: BotRow, name: string) => figures.why(row.performance, name);

function Name({ row }: { row: BotRow }) {
  return (
    <>
      <a class="name" href={botPath(row.id)}>{row.id}</a>
      {row.mode === 'live' && <span class="mode live">LIVE</span>}
      <AlertMark bot={row.id} brief />
    </>
  );
}

/** Online says enough by itself; anything else says why. */
function StatusWithReason({ row }: { row: BotRow }) {
  return (
    <>
      <Status status={row.status} />
      {row.run_state === 'paused' && <span class="pill warn">paused</span>}
      {row.reason && row.status !== 'online' && <span class="sub" title={row.reason}>{row.reason}</span>}
    </>
  );
}

function Errors({ row }: { row: BotRow }) {
  const errors = row.error_count;
  if (errors === null) return <Missing />;
  return errors === 0 ? <span class="muted">0</span> : <span class="pill warn">{count(errors)}</span>;
}

function Trend({ row }: { row: BotRow }) {
  const way = direction(of(row, 'daily_pnl'));
  return <Spark values={spark(row.id, 'equity').value} last={row.equity === null ? null : Number(row.equity)} tone={way > 0 ? 'up' : way < 0 ? 'down' : ''} />;
}

const today = (row: BotRow): VNode => <Gain value={figures.digits(row.performance, 'daily_pnl')} currency={row.currency} why={why(row, 'daily_pnl')} />;
const profit = (row: BotRow): VNode => <Gain value={figures.digits(row.performance, 'total_pnl')} currency={row.currency} why={why(row, 'total_pnl')} arrow={false} />;
const drawdown = (row: BotRow): VNode => <Gain value={of(row, 'current_drawdown')} as="fraction" why={why(row, 'current_drawdown')} arrow={false} />;
const winRate = (row: BotRow) => (of(row, 'win_rate') === null ? <Missing why={why(row, 'win_rate')} /> : percent(of(row, 'win_rate'), { decimals: 1 }));
const noEquity = (row: BotRow): string | null => (row.equity === null ? 'no balance reported yet' : null);

interface Sorted extends Column<BotRow> {
  by?: (row: BotRow) => number | string;
}

const number = (value: number | null): number => value ?? Number.NEGATIVE_INFINITY;

const COLUMNS: readonly Sorted[] = [
  { head: 'Bot', sort: 'id', by: (row) => row.id, cell: (row) => <Name row={row} /> },
  { head: 'Status', sort: 'status', by: (row) => statusRank[row.status], cell: (row) => <StatusWithReason row={row} /> },
  {
    head: 'Value', numeric: true, sort: 'equity', by: (row) => number(row.equity === null ? null : Number(row.equity)), title: 'equity, unrealised profit included',
    cell: (row) => <><Amount value={row.equity} currency={row.currency} why={noEquity(row)} /> <span class="muted">{row.currency}</span></>,
  },
  { head: 'Today', numeric: true, sort: 'today', by: (row) => number(of(row, 'daily_pnl')), cell: today },
  { head: 'Profit', numeric: true, sort: 'profit', by: (row) => number(of(row, 'total_pnl')), title: 'net, since the start', cell: profit },
  { head: 'Drawdown', numeric: true, sort: 'drawdown', by: (row) => number(of(row, 'current_drawdown')), cell: drawdown },
  { head: 'Win rate', numeric: true, drop: 'tablet', sort: 'win', by: (row) => number(of(row, 'win_rate')), cell: winRate },
  { head: 'Positions', numeric: true, drop: 'tablet', sort: 'positions', by: (row) => number(row.open_positions), cell: (row) => count(row.open_positions) },
  { head: 'Errors', numeric: true, sort: 'errors', by: (row) => number(row.error_count), title: 'severity error or worse, within 24 h', cell: (row) => <Errors row={row} /> },
  { head: 'Heard', numeric: true, sort: 'heard', by: (row) => row.last_heard ?? '', title: 'since anything came from it', cell: (row) => <Age of={row.last_heard} exactly /> },
  { head: 'Last day', drop: 'tablet', cell: (row) => <div class="trend"><Trend row={row} /></div> },
];

/** Ties are broken by name, so that equal rows never trade places. */
export function inOrder(rows: readonly BotRow[], order: Order): readonly BotRow[] {
  const by = COLUMNS.find((column) => column.sort === order.by)?.by ?? ((row: BotRow) => row.id);
  const sign = order.down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const x = by(a);
    const y = by(b);
    if (x === y) return a.id.localeCompare(b.id);
    return (x < y ? -1 : 1) * sign;
  });
}

/** The rows in the places that they had: nothing moves under a pointer or a focus; new ones come last. */
export function heldOrder(rows: readonly BotRow[], ids: readonly string[]): readonly BotRow[] {
  const place = new Map(ids.map((id, i) => [id, i]));
  return [...rows].sort((a, b) => (place.get(a.id) ?? ids.length) - (place.get(b.id) ?? ids.length));
}

/** Whether somebody points at it or has the focus in it. */
const isAttended = (element: HTMLElement | null): boolean => element !== null && (element.matches(':hover') || element.contains(document.activeElement));

interface Props {
  rows: readonly BotRow[];
  order?: Order;
  onOrder?: (order: Order) => void;
  /** Only the first ones of the order. */
  most?: number;
}

const quiet = (row: BotRow): string => (row.status === 'offline' || row.status === 'stale' ? 'quiet' : '');

export function FleetList({ rows, order = { by: 'id', down: false }, onOrder, most = Number.POSITIVE_INFINITY }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const last = useRef<{ ids: string[]; by: string }>({ ids: [], by: '' });
  const wanted = `${order.by}/${order.down}`;
  const busy = last.current.by === wanted && isAttended(box.current);
  const shown = (busy ? heldOrder(rows, last.current.ids) : inOrder(rows, order)).slice(0, most);
  last.current = { ids: shown.map((row) => row.id), by: wanted };
  return (
    <div ref={box}>
      {cards.value ? (
        <ul class="bot-cards">{shown.map((row) => <BotCard key={row.id} row={row} />)}</ul>
      ) : (
        <Table caption="Bots" columns={COLUMNS} rows={shown} keyOf={(row) => row.id} classOf={quiet} order={order} {...(onOrder ? { onOrder } : {})} />
      )}
    </div>
  );
}

function BotCard({ row }: { row: BotRow }) {
  return (
    <li class={`bot-card ${quiet(row)}`}>
      <div class="line">
        <Name row={row} />
        <span class="grow" />
        <b><Amount value={row.equity} currency={row.currency} why={noEquity(row)} /> <span class="muted">{row.currency}</span></b>
      </div>
      <div class="line">
        <Status status={row.status} />
        {row.run_state === 'paused' && <span class="pill warn">paused</span>}
        <span class="muted"><Age of={row.last_heard} /></span>
        <span class="grow" />
        {today(row)} <span class="muted">today</span>
      </div>
      {row.reason && row.status !== 'online' && <p class="sub">{row.reason}</p>}
      <Trend row={row} />
      <dl>
        <div><dt>Profit</dt><dd>{profit(row)}</dd></div>
        <div><dt>Drawdown</dt><dd>{drawdown(row)}</dd></div>
        <div><dt>Win rate</dt><dd>{winRate(row)}</dd></div>
        <div><dt>Positions</dt><dd>{count(row.open_positions)}</dd></div>
        <div><dt>Errors</dt><dd><Errors row={row} /></dd></div>
      </dl>
    </li>
  );
}
