/* The row of figures that answers "how are we?": of the fleet or of one bot. */
import type { ComponentChildren } from 'preact';
import * as figures from '../api/figures';
import type { Decimal, Performance, Trade } from '../api/types';
import { fixed, money, percent, plural, direction, exact } from '../format/number';
import { spark } from '../live/sparks';
import { Bone } from '../parts/card';
import { Gain, Missing, useFlash } from '../parts/figure';
import { Spark, Strip } from '../parts/spark';

export interface Subject {
  /** null for the fleet. */
  bot: string | null;
  currency: string | null;
  equity: Decimal | null;
  performance: Performance;
  /** Why the equity is undefined. */
  whyNoEquity: string | null;
  whyNot: Readonly<Record<string, string>>;
  openPositions: number | null;
  trades: readonly Trade[];
}

const MONTH = 30 * 86_400_000;

export function Kpis({ of }: { of: Subject }) {
  const { performance, currency, bot } = of;
  const number = (name: string) => figures.value(performance, name);
  const why = (name: string) => figures.why(performance, name) ?? of.whyNot[name] ?? null;
  const wins = figures.wins(performance);
  const exposure = number('exposure');
  const drawdown = number('current_drawdown');
  const today = number('daily_pnl');
  return (
    <section class="kpis c12" aria-label="Key figures">
      <Kpi label={`Total value${currency ? `, ${currency}` : ''}`} big spark={<Line bot={bot} metric="equity" last={of.equity} tone={wayOf(number('daily_pnl'))} />}>
        <Value value={of.equity} currency={currency} why={of.whyNoEquity} />
        <Under why={why('total_return')} shown={number('total_return') !== null && <><Plain value={number('total_return')} /> since start</>} />
      </Kpi>
      <Kpi label="Today" spark={<Line bot={bot} metric="daily_pnl" last={today} tone={wayOf(today)} />}>
        <b><Gain value={figures.digits(performance, 'daily_pnl')} currency={currency} why={why('daily_pnl')} /></b>
        <Under why={why('daily_pnl')} shown={number('daily_return') !== null ? <Plain value={number('daily_return')} /> : today !== null && 'since day start'} />
      </Kpi>
      <Kpi label="Total profit" spark={<Line bot={bot} metric="equity" last={of.equity} span={MONTH} tone={wayOf(number('total_pnl'))} />}>
        <b><Gain value={figures.digits(performance, 'total_pnl')} currency={currency} why={why('total_pnl')} /></b>
        <Under why={why('total_pnl')} shown={number('total_pnl') !== null && plural(wins.of ?? 0, 'trade')} />
      </Kpi>
      <Kpi label="Win rate" spark={<Strip results={lastResults(of.trades)} />}>
        <b>{number('win_rate') === null ? <Missing why={why('win_rate')} /> : percent(number('win_rate'), { decimals: 1 })}</b>
        <Under why={why('win_rate')} shown={wins.won !== null && wins.of !== null && `${fixed(wins.won, 0)} of ${fixed(wins.of, 0)}`} />
      </Kpi>
      <Kpi label="Sharpe">
        <b>{number('sharpe_ratio') === null ? <Missing why={why('sharpe_ratio')} /> : fixed(number('sharpe_ratio'), 2)}</b>
        <Under why={why('sharpe_ratio')} shown={number('sharpe_ratio') !== null && (figures.shortly(performance) ?? 'annualised')} />
      </Kpi>
      <Kpi label="Drawdown" spark={<Line bot={bot} metric="drawdown" last={drawdown} tone="down" />}>
        <b><Gain value={drawdown} as="fraction" why={why('current_drawdown')} /></b>
        <Under why={why('max_drawdown')} shown={number('max_drawdown') !== null && `max ${percent(number('max_drawdown'))}`} />
      </Kpi>
      <Kpi label="Exposure" spark={exposure !== null && <ExposureBar part={exposure} />}>
        <b>{exposure === null ? <Missing why={why('exposure')} /> : percent(exposure, { decimals: 1 })}</b>
        <Under why={why('exposure')} shown={of.openPositions !== null && plural(of.openPositions, 'open position')} />
      </Kpi>
    </section>
  );
}

interface KpiProps {
  label: string;
  big?: boolean;
  spark?: ComponentChildren;
  children: ComponentChildren;
}

function Kpi({ label, big, spark: drawing, children }: KpiProps) {
  return (
    <div class={`card kpi ${big ? 'big' : ''}`}>
      <span class="label">{label}</span>
      {children}
      {drawing && <div class="kpi-spark">{drawing}</div>}
    </div>
  );
}

function Value({ value, currency, why }: { value: Decimal | null; currency: string | null; why: string | null }) {
  const ref = useFlash(value === null ? null : Number(value));
  return <b>{value === null ? <Missing why={why} /> : <span ref={ref} title={exact(value, currency)}>{money(value, currency)}</span>}</b>;
}

const Plain = ({ value }: { value: number | null }) => <span class="nowrap">{percent(value, { sign: true })}</span>;

/** The line under a figure; where the figure is undefined, the reason. */
function Under({ shown, why }: { shown: ComponentChildren; why: string | null }) {
  const words = shown || why;
  return (
    <em class={shown ? '' : 'why'} title={shown ? undefined : (why ?? undefined)}>
      {words || '\u00a0'}
    </em>
  );
}

const wayOf = (value: number | null): 'up' | 'down' | '' => (direction(value) > 0 ? 'up' : direction(value) < 0 ? 'down' : '');

interface LineProps {
  bot: string | null;
  metric: string;
  last: Decimal | number | null;
  span?: number;
  tone: 'up' | 'down' | '';
}

function Line({ bot, metric, last, span, tone }: LineProps) {
  return <Spark values={spark(bot, metric, span).value} last={last === null ? null : Number(last)} tone={tone} />;
}

/** Net results of the newest closed trades, oldest first. */
export function lastResults(trades: readonly Trade[], most = 20): number[] {
  return trades
    .filter((trade) => trade.closed_at !== null && (trade.net ?? trade.pnl) !== null)
    .slice(0, most)
    .map((trade) => Number(trade.net ?? trade.pnl))
    .reverse();
}

function ExposureBar({ part }: { part: number }) {
  return (
    <span class="track foot-track" aria-hidden="true">
      <i class={part > 1 ? 'warn' : ''} style={{ width: `${Math.min(100, part * 100).toFixed(1)}%` }} />
    </span>
  );
}

/** The row's shape while the first state is on its way. */
export function KpiBones() {
  return (
    <section class="kpis c12" aria-busy="true" aria-label="Key figures">
      {['Total value', 'Today', 'Total profit', 'Win rate', 'Sharpe', 'Drawdown', 'Exposure'].map((label, i) => (
        <div key={label} class={`card kpi ${i ? '' : 'big'}`}>
          <span class="label">{label}</span>
          <b><Bone width={i ? 5 : 8} /></b>
          <em><Bone width={7} /></em>
        </div>
      ))}
    </section>
  );
}
