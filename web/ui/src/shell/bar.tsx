/** The bar at the top: whose figures, real money or not, today's profit, how fresh the data are, what time it is. */
import * as figures from '../api/figures';
import type { BotRow } from '../api/types';
import { now } from '../clock';
import { plural } from '../format/number';
import { at, millis, moment, span } from '../format/time';
import { bots, fleet, modeOf } from '../live/fleet';
import { connection } from '../live/live';
import { Gain } from '../parts/figure';
import { Mark } from '../parts/icons';
import { Dot } from '../parts/status';
import { botAt, place } from '../router';
import { Stop } from '../halt/stop';
import { Bell } from './bell';
import { Picker } from './picker';

/** The bots that the bar speaks of: the one that is looked at, or all. */
function inView(): readonly BotRow[] {
  const id = botAt(place.value);
  return id === null ? bots.value : bots.value.filter((row) => row.id === id);
}

export function Bar() {
  return (
    <header class="bar">
      <a class="mark" href="/" aria-label="Binnacle, to the deck">
        <Mark />
        <span>Binnacle</span>
      </a>
      <Picker />
      <Mode />
      <span class="grow" />
      <Today />
      <Bell />
      <Freshness />
      <Clocks />
      <Stop />
    </header>
  );
}

function Mode() {
  const mode = modeOf(inView());
  if (mode === null) return null;
  const { word, live, of } = mode;
  const some = live > 0 && live < of;
  return (
    <span class={`mode ${live > 0 ? 'live' : ''}`} title={live > 0 ? `Orders of ${plural(live, 'bot')} of ${of} move real money.` : 'No order moves real money.'}>
      {word}
      {some && <span class="roomy"> {live} of {of}</span>}
    </span>
  );
}

function Today() {
  const id = botAt(place.value);
  const of = id === null ? fleet.value : bots.value.find((row) => row.id === id);
  if (!of) return null;
  const why = figures.why(of.performance, 'daily_pnl') ?? ('why_null' in of ? of.why_null['daily_pnl'] : null);
  return (
    <div class="kv roomy">
      <b><Gain value={figures.digits(of.performance, 'daily_pnl')} currency={of.currency} why={why} /></b>
      <span class="under">today{of.currency ? `, ${of.currency}` : ''}</span>
    </div>
  );
}

const WORDS = { connecting: 'Connecting', live: 'Live', polling: 'Every 5 s', lost: 'Offline' } as const;
const TONES = { connecting: 'quiet', live: 'good', polling: 'warn', lost: 'bad' } as const;

/** The newest word from any bot in view, in milliseconds. */
export function newest(rows: readonly BotRow[]): number | null {
  const times = rows.map((row) => millis(row.last_heard)).filter((time) => time !== null);
  return times.length === 0 ? null : Math.max(...times);
}

function Freshness() {
  const state = connection.value;
  const heard = newest(inView());
  return (
    <div class="kv link-state">
      <b><Dot tone={TONES[state]} />{WORDS[state]}</b>
      <span class="under" title={heard === null ? undefined : `the newest word from a bot: ${moment(new Date(heard).toISOString())}`}>
        {heard === null ? 'no data yet' : `data ${span(now.value - heard)} old`}
      </span>
    </div>
  );
}

function Clocks() {
  return (
    <div class="kv wide">
      <b>{at('clock', 'local', now.value)}</b>
      <span class="under">UTC {at('minute', 'utc', now.value)}</span>
    </div>
  );
}
