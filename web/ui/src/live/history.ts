/** The past of a metric, as charts and sparklines ask for it. */
import * as decode from '../api/decode';
import { get, url } from '../api/http';
import type { History } from '../api/types';

export const RANGES = ['1H', '1D', '1W', '1M', 'All'] as const;
export type Range = (typeof RANGES)[number];

const HOUR = 3_600_000;
const LENGTH: Readonly<Record<Exclude<Range, 'All'>, number>> = { '1H': HOUR, '1D': 24 * HOUR, '1W': 168 * HOUR, '1M': 720 * HOUR };

/** From when a range shows; all of it begins where the first bot was first heard. */
export function startOf(range: Range, now: number, first: number | null): number {
  return range === 'All' ? Math.min(first ?? now - LENGTH['1M'], now - 60_000) : now - LENGTH[range];
}

/** The API gives at most 2,000; a chart has about this many pixels to spend. */
export const POINTS = 720;

export async function loadHistory(
  bot: string | null,
  metric: string,
  from: number,
  to: number,
  points = POINTS,
  signal?: AbortSignal,
): Promise<History> {
  const path = url.history(bot, metric, new Date(from).toISOString(), new Date(to).toISOString(), points);
  return decode.history(await get(path, signal));
}
