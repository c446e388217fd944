/* Times for people. The zone is the reader's choice; formatters are made once for each zone and shape. */
import type { Instant } from '../api/types';
import { NONE } from './number';

export type Zone = 'local' | 'utc';

const NBSP = '\u00a0';
const cache = new Map<string, Intl.DateTimeFormat>();

const SHAPES = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  minute: { hour: '2-digit', minute: '2-digit' },
  day: { day: '2-digit', month: 'short' },
  month: { month: 'short', year: 'numeric' },
  year: { year: 'numeric' },
  dayMinute: { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit' },
  full: { year: 'numeric', month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export type Shape = keyof typeof SHAPES;

export function at(shape: Shape, zone: Zone, milliseconds: number): string {
  const key = `${shape}/${zone}`;
  let found = cache.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', { ...SHAPES[shape], hourCycle: 'h23', ...(zone === 'utc' ? { timeZone: 'UTC' } : {}) });
    cache.set(key, found);
  }
  return found.format(milliseconds);
}

/** Milliseconds since the epoch; null for what is no time. */
export function millis(instant: Instant | null | undefined): number | null {
  if (!instant) return null;
  const parsed = Date.parse(instant);
  return Number.isFinite(parsed) ? parsed : null;
}

/** The exact moment, for titles: both zones, so that nobody has to reckon. */
export function moment(instant: Instant | null | undefined): string {
  const when = millis(instant);
  return when === null ? NONE : `${at('full', 'local', when)} local, ${at('full', 'utc', when)} UTC`;
}

/** The clock for what is of the last day, else the day too. */
export function clock(instant: Instant | null | undefined, zone: Zone, now: number): string {
  const when = millis(instant);
  if (when === null) return NONE;
  return Math.abs(now - when) < 20 * 3_600_000 ? at('clock', zone, when) : at('dayMinute', zone, when);
}

/** How long: "0.3 s", "42 s", "13 min", "2 h 14 min", "3 d 4 h". */
export function span(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined || !Number.isFinite(milliseconds)) return NONE;
  const whole = Math.max(0, milliseconds);
  if (whole < 9950) return `${(whole / 1000).toFixed(1)}${NBSP}s`;
  const seconds = Math.round(whole / 1000);
  if (seconds < 60) return `${seconds}${NBSP}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}${NBSP}min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours}${NBSP}h` : `${hours}${NBSP}h ${minutes % 60}${NBSP}min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days}${NBSP}d` : `${days}${NBSP}d ${hours % 24}${NBSP}h`;
}

/** The same in one unit, for narrow columns: "2 h". */
export function roughly(milliseconds: number | null | undefined): string {
  const [first = NONE] = span(milliseconds).split(' ');
  return first;
}
