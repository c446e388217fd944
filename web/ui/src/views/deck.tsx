/** The deck: how the whole fleet is, at a glance. */
import { computed } from '@preact/signals';
import { EquityChart } from '../chart/equity';
import * as figures from '../api/figures';
import type { BotRow } from '../api/types';
import { plural } from '../format/number';
import { millis } from '../format/time';
import { bots, components, fleet, fleetTopic, isEmpty, positions, trades } from '../live/fleet';
import { AlertsPanel } from '../panels/alerts';
import { Components } from '../panels/components';
import { Distribution } from '../panels/distribution';
import { FleetList } from '../panels/fleet-table';
import type { Subject } from '../panels/kpis';
import { KpiBones, Kpis } from '../panels/kpis';
import { Positions } from '../panels/positions';
import { RecentTrades } from '../panels/recent-trades';
import { FleetResources } from '../panels/resources';
import { Blank, Bones, Card } from '../parts/card';
import { FirstBot } from './first-bot';

/** When the first bot was first heard: where all of the past begins. */
export const firstHeard = (rows: readonly BotRow[]): number | null => {
  const times = rows.map((row) => millis(row.first_heard)).filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
};

const WORST = { by: 'status', down: false };
const first = computed(() => firstHeard(bots.value));
/** Rows of the fleet on the deck, and bots whose trades are marked on one line. */
const MOST = 12;
const ALERTS = 3;
const MANY = 8;

export function Deck() {
  if (fleet.value === null) return <Waiting />;
  if (isEmpty.value) {
    return (
      <>
        <h1 class="sr">Deck</h1>
        <FirstBot />
      </>
    );
  }
  return (
    <>
      <h1 class="sr">Deck: all bots</h1>
      <DeckKpis />
      <DeckChart />
      <DeckSide />
      <Fleet />
      <div class="pile c5">
        <Positions positions={positions.value} class="" />
        <Components components={components.value} rows={6} />
      </div>
      <RecentTrades trades={trades.value} rows={6} all="/trades" class="c4" />
      <FleetResources class="c3" />
    </>
  );
}

function DeckKpis() {
  const state = fleet.value;
  if (!state) return null;
  const subject: Subject = {
    bot: null,
    currency: state.currency,
    equity: state.equity,
    performance: state.performance,
    whyNoEquity: state.why_null['equity'] ?? 'no balance reported yet',
    whyNot: state.why_null,
    openPositions: state.open_positions,
    trades: state.trades,
  };
  return <Kpis of={subject} />;
}

function DeckChart() {
  const state = fleet.value;
  if (!state) return null;
  return (
    <EquityChart
      bot={null}
      currency={state.currency}
      equity={state.equity}
      drawdown={figures.value(state.performance, 'current_drawdown')}
      trades={trades.value}
      many={bots.value.length > MANY}
      first={first.value}
      why={state.why_null['equity'] ?? null}
    />
  );
}

function Fleet() {
  const rows = bots.value;
  return (
    <Card
      title="Fleet"
      note={rows.length > MOST ? `${MOST} of ${rows.length} bots, those that want attention first` : plural(rows.length, 'bot')}
      class="c12"
      tools={rows.length > MOST && <a href="/bots">All {rows.length} bots</a>}
    >
      {rows.length > MOST ? <FleetList rows={rows} order={WORST} most={MOST} /> : <FleetList rows={rows} />}
    </Card>
  );
}

function DeckSide() {
  const state = fleet.value;
  if (!state) return null;
  return (
    <div class="side lifted">
      <AlertsPanel rows={ALERTS} />
      <Distribution of={{ currency: state.currency, equity: state.equity, available: state.available, positions: positions.value }} />
    </div>
  );
}

function Waiting() {
  const problem = fleetTopic.problem.value;
  return (
    <>
      <h1 class="sr">Deck</h1>
      <KpiBones />
      <Card title="Equity" class="c8 equity"><div class="tall">{problem && <Blank title="No figures yet.">{problem.message}</Blank>}</div></Card>
      <div class="side lifted"><Card title="Alerts"><Bones rows={4} /></Card><Card title="Distribution"><Bones rows={3} /></Card></div>
      <Card title="Fleet" class="c12"><Bones rows={3} /></Card>
    </>
  );
}
