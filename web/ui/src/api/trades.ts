/* Trades as keys and lists: one trade may be closed in parts, and each closing is a row of its own. */
import type { Trade } from './types';

export const tradeKey = (trade: Trade): string => `${trade.bot ?? ''}/${trade.trade_id}/${trade.closed_at ?? ''}`;

const whole = (trade: Trade): string => `${trade.bot ?? ''}/${trade.trade_id}`;

/**
 * The newer rows and the older ones as one list, each once: the newer word on a row holds, and the row of an opening goes when its trade has
 * a closing. The order is that of the lists, newer first.
 */
export function united(newer: readonly Trade[], older: readonly Trade[]): Trade[] {
  const all = new Map<string, Trade>();
  for (const trade of [...newer, ...older]) if (!all.has(tradeKey(trade))) all.set(tradeKey(trade), trade);
  const closed = new Set([...all.values()].filter((trade) => trade.closed_at !== null).map(whole));
  return [...all.values()].filter((trade) => trade.closed_at !== null || !closed.has(whole(trade)));
}
