/* The trades that a chart marks: where each was opened and, by its result, where it was closed. */
import type { Trade } from '../api/types';
import { millis } from '../format/time';
import { money } from '../format/number';

export interface Marker {
  time: number;
  kind: 'long' | 'short' | 'gain' | 'loss' | 'closed';
  text: string;
}

/** So many places beside each other can be told apart. */
const COLUMNS = 90;

/**
 * From seconds to seconds, oldest first. Of one kind there is at most one mark in a place, since more of them would be a tower and no
 * news; a place is as wide as keeps them apart.
 */
export function markers(trades: readonly Trade[], from: number, to: number, step: number): Marker[] {
  const width = Math.max(step, (to - from) / COLUMNS);
  const found = new Map<string, Marker>();
  const slot = (milliseconds: number): number => Math.floor(milliseconds / 1000 / step) * step;
  const put = (at: string | null, kind: Marker['kind'], text: string): void => {
    const when = millis(at);
    if (when === null) return;
    const time = slot(when);
    if (time < from || time > to) return;
    const where = `${Math.floor(time / width)}/${kind}`;
    if (!found.has(where)) found.set(where, { time, kind, text });
  };
  for (const trade of trades) {
    put(trade.opened_at, trade.side === 'sell' ? 'short' : 'long', `${trade.symbol} opened`);
    const net = trade.net ?? trade.pnl;
    const kind = net === null ? 'closed' : Number(net) < 0 ? 'loss' : 'gain';
    put(trade.closed_at, kind, `${trade.symbol} ${money(net, trade.currency, { sign: true })}`);
  }
  return [...found.values()].sort((a, b) => a.time - b.time);
}
