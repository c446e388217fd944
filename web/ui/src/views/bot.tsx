/** One bot: what it has made, what it holds, how it is, and why. */
import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import * as figures from '../api/figures';
import type { Bot as BotState } from '../api/types';
import { EquityChart } from '../chart/equity';
import { now } from '../clock';
import { count, plural } from '../format/number';
import { millis, roughly } from '../format/time';
import { plainly } from '../format/words';
import { bot as live, useBot, watched } from '../live/bot';
import { bots } from '../live/fleet';
import { Acted } from '../panels/acted';
import { AlertMark } from '../panels/alert-mark';
import { Components } from '../panels/components';
import { ApiLimits, ConnectionCard, Errors, Logs, OpenOrders } from '../panels/diagnostics';
import { Distribution } from '../panels/distribution';
import type { Subject } from '../panels/kpis';
import { KpiBones, Kpis } from '../panels/kpis';
import { PerformanceTable } from '../panels/performance';
import { Positions } from '../panels/positions';
import { RecentTrades } from '../panels/recent-trades';
import { ReconciledCard } from '../panels/reconciled';
import { BotResources } from '../panels/resources';
import { Blank, Bones, Card } from '../parts/card';
import { Status } from '../parts/status';
import { botPath, configPath } from '../router';

const problem = computed(() => watched.value?.topic.problem.value ?? null);

export function Bot({ id }: { id: string }) {
  useBot(id);
  const state = live.value;
  if (!state || watched.value?.id !== id) return problem.value ? <Problem id={id} /> : <Waiting id={id} />;
  return (
    <>
      <Head of={state} />
      <Warnings of={state} />
      <Kpis of={subjectOf(state)} />
      <BotChart of={state} />
      <div class="side">
        <BotResources bot={state.id} metrics={state.metrics} />
        <Components components={state.components} />
      </div>
      <Positions positions={state.positions} single bot={state.id} class="c8" />
      <Distribution of={{ currency: state.currency, equity: state.equity, available: state.balance?.available ?? null, positions: state.positions }} class="c4" />
      <RecentTrades trades={state.trades} rows={10} single all={`/trades?bot=${encodeURIComponent(state.id)}`} class="c8" />
      <div class="side">
        <ApiLimits usages={state.api_usage} />
        <ConnectionCard of={state} />
      </div>
      <ReconciledCard bot={state.id} class="c12" />
      <Acted bot={state.id} class="c12" />
      <PerformanceTable performance={state.performance} currency={state.currency} class="c12" />
      <OpenOrders bot={state.id} orders={state.orders} symbols={symbolsOf(state)} class="c6" />
      <Errors errors={state.errors} total={state.error_count} class="c6" />
      <Logs logs={state.logs} class="c12" />
    </>
  );
}

const symbolsOf = (state: BotState): string[] => [...state.positions, ...state.trades].map((one) => one.symbol).filter((one): one is string => one !== null);

function subjectOf(state: BotState): Subject {
  return {
    bot: state.id,
    currency: state.currency,
    equity: state.equity,
    performance: state.performance,
    whyNoEquity: 'no balance reported yet',
    whyNot: {},
    openPositions: state.positions.length,
    trades: state.trades,
  };
}

function BotChart({ of }: { of: BotState }) {
  const own = useMemo(() => of.trades.map((trade) => ({ ...trade, bot: of.id })), [of.trades]);
  return (
    <EquityChart
      bot={of.id}
      currency={of.currency}
      equity={of.equity}
      drawdown={figures.value(of.performance, 'current_drawdown')}
      trades={own}
      first={millis(of.first_heard)}
      why={null}
    />
  );
}

function Head({ of }: { of: BotState }) {
  const since = millis(of.started_at);
  const facts = [of.strategy && `strategy ${of.strategy}`, of.venue && `on ${of.venue}`, of.version && `version ${of.version}`].filter(Boolean);
  return (
    <div class="head c12">
      <h1>{of.id}</h1>
      <Status status={of.status} />
      {of.mode !== null && <span class={`mode ${of.mode === 'live' ? 'live' : ''}`}>{of.mode.toUpperCase()}</span>}
      {of.run_state !== null && of.run_state !== 'running' && <span class="pill warn">{of.run_state}</span>}
      <AlertMark bot={of.id} />
      <span class="soft">{of.reason}</span>
      <span class="grow" />
      <span class="muted">
        {facts.join(' · ')}
        {since !== null && of.status !== 'offline' && `${facts.length > 0 ? ' · ' : ''}up ${roughly(now.value - since)}`}
      </span>
      <a href={configPath(of.id)}>Configuration</a>
      <a href={`/charts?bot=${encodeURIComponent(of.id)}`}>Metrics</a>
    </div>
  );
}

const SKEW_MATTERS = 2_000;

interface Warning {
  tone: 'warn' | 'bad';
  title: string;
  words: string;
}

/** What makes the figures of this bot worth less than they seem. */
export function warnings(of: BotState): Warning[] {
  const found: Warning[] = [];
  const lost = of.gaps.reduce((sum, gap) => sum + (gap.from !== null && gap.to !== null ? gap.to - gap.from + 1 : 0), 0);
  if (of.gaps.length > 0) {
    const where = of.gaps.slice(0, 3).map((gap) => `${gap.instance ?? '?'}: ${gap.from ?? '?'} to ${gap.to ?? '?'}`).join(', ');
    found.push({ tone: 'warn', title: `${plural(lost, 'event')} of this bot never arrived`, words: `Missing numbers ${where}. Trades and balances among them are not in the figures until the bot sends them.` });
  }
  if (of.side_mismatches) {
    found.push({ tone: 'warn', title: `${plural(of.side_mismatches, 'trade')} with a doubtful side`, words: 'The reported profit fits only the other direction than the bot claims. The trades are counted as reported and marked “side?”.' });
  }
  const rivals = of.instances.filter((one) => one.connected && !one.ended && !one.owner);
  if (of.policy === 'single' && rivals.length > 0) {
    found.push({ tone: 'bad', title: 'An older instance still speaks', words: `${rivals.map((one) => one.id).join(', ')}: what it says is set aside. Two processes may be trading on one account.` });
  }
  if (of.clock_skew_ms !== null && Math.abs(of.clock_skew_ms) > SKEW_MATTERS) {
    found.push({ tone: 'warn', title: `The bot's clock is ${count(Math.abs(of.clock_skew_ms) / 1000)} s ${of.clock_skew_ms > 0 ? 'ahead' : 'behind'}`, words: 'Times that it reports are off by as much. Synchronise the clock of its machine.' });
  }
  return found;
}

function Warnings({ of }: { of: BotState }) {
  const all = warnings(of);
  if (all.length === 0) return null;
  return (
    <div class="notices c12">
      {all.map(({ tone, title, words }) => (
        <div key={title} class={`notice ${tone}`} role="note">
          <div><b>{title}</b><p>{words}</p></div>
        </div>
      ))}
    </div>
  );
}

function Waiting({ id }: { id: string }) {
  return (
    <>
      <div class="head c12"><h1>{id}</h1></div>
      <KpiBones />
      <Card title="Equity" class="c8 equity"><div class="tall" /></Card>
      <div class="side"><Card title="Resources"><Bones rows={4} /></Card><Card title="Component health"><Bones rows={4} /></Card></div>
    </>
  );
}

function Problem({ id }: { id: string }) {
  const what = problem.value;
  const others = bots.value;
  return (
    <>
      <div class="head c12"><h1>{id}</h1></div>
      <Card title={what?.status === 404 ? 'No bot of this name' : 'No figures'} class="c12">
        <Blank title={what?.status === 404 ? `No bot has reported as “${id}”.` : (what?.message ?? '')}>
          {others.length > 0 ? 'Bots that have reported:' : 'It appears with its first event.'}
        </Blank>
        <ul class="others">
          {others.map((one) => <li key={one.id}><a href={botPath(one.id)}>{one.id}</a> <span class="muted">{plainly(one.status)}</span></li>)}
        </ul>
      </Card>
    </>
  );
}
