/*
 * Trades as lists. The live state has one row for each trade; a list of the past has one for each closing, of which a trade that is closed
 * in parts has several, and one for each opening without a closing. The two kinds of rows are never put into one table.
 */
import type { Trade } from './types';

const whole = (trade: Trade): string => `${trade.bot ?? ''}/${trade.trade_id}`;

/** A key for each row, of which no two are the same: parts of one size may be closed at one time. */
export function keysOf(trades: readonly Trade[]): string[] {
  const seen = new Map<string, number>();
  return trades.map((trade) => {
    const key = `${whole(trade)}/${trade.closed_at ?? ''}/${trade.quantity ?? ''}`;
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return `${key}/${before}`;
  });
}

/**
 * What the first page says now, above what was loaded before: each row once, and the row of an opening goes when its trade has a closing.
 * Null where the two do not meet: then more came than a page holds, and the list begins anew.
 *
 * @param sparse whether rows are left out of both, so that they need not meet
 */
export function onTop(page: readonly Trade[], loaded: readonly Trade[], sparse = false): Trade[] | null {
  const newer = keysOf(page);
  const known = new Set(newer);
  const older = keysOf(loaded);
  if (!sparse && loaded.length > 0 && !older.some((key) => known.has(key))) return null;
  const all = [...page, ...loaded.filter((_, i) => !known.has(older[i]!))];
  const closed = new Set(all.filter((trade) => trade.closed_at !== null).map(whole));
  return all.filter((trade) => trade.closed_at !== null || !closed.has(whole(trade)));
}
