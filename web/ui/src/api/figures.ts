/* Reading performance figures by name, with the reason where one is undefined. */
import { count } from '../format/number';
import type { Performance } from './types';

export const NOTHING: Performance = { figures: {}, why: {}, conventions: {} };

/** As a double: for drawing and comparing, never for showing an amount of money. */
export function value(performance: Performance, name: string): number | null {
  const raw = performance.figures[name];
  if (typeof raw === 'number') return raw;
  if (typeof raw !== 'string' || raw.trim() === '') return null;
  const parsed = Number(raw);
  return Number.isFinite(parsed) ? parsed : null;
}

/** As it came: a decimal string keeps its digits. */
export function digits(performance: Performance, name: string): string | number | null {
  const raw = performance.figures[name];
  return typeof raw === 'string' || typeof raw === 'number' ? raw : null;
}

export function why(performance: Performance, name: string): string | null {
  return performance.why[name] ?? null;
}

export interface Wins {
  won: number | null;
  of: number | null;
}

/** How many of the closed trades won: as said, or from the rate, which is exactly their ratio. */
export function wins(performance: Performance): Wins {
  const of = value(performance, 'total_trades');
  const rate = value(performance, 'win_rate');
  const said = value(performance, 'winning_trades');
  if (said !== null) return { won: said, of };
  return { won: rate !== null && of !== null ? Math.round(rate * of) : null, of };
}

const LENGTH = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/;

/** "PT1H" as "every 1 h"; a word stays a word. */
function everyOf(sampling: string): string {
  const [, hours, minutes, seconds] = LENGTH.exec(sampling) ?? [];
  const parts = [hours && `${hours} h`, minutes && `${minutes} min`, seconds && `${seconds} s`].filter(Boolean);
  return parts.length === 0 ? sampling : `every ${parts.join(' ')}`;
}

/** "daily" or "every 1 h": the periods whose returns the ratios are made of. */
export function period(performance: Performance): string | null {
  const { sampling: every } = performance.conventions;
  return typeof every === 'string' ? everyOf(every) : null;
}

/** "daily, 365": the same where there is little room. */
export function shortly(performance: Performance): string | null {
  const periods = performance.conventions['periods_per_year'];
  const every = period(performance);
  return every === null || typeof periods !== 'number' ? every : `${every}, ${count(periods)}`;
}

/** "daily, 365 a year": how returns are sampled and over how many periods a year is counted. */
export function sampling(performance: Performance): string | null {
  const every = period(performance);
  const { periods_per_year: periods } = performance.conventions;
  return every === null || typeof periods !== 'number' ? every : `${every}, ${count(periods)} a year`;
}
