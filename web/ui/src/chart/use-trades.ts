/** The trades that a chart marks: those of its range, and each new one as it comes. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import * as decode from '../api/decode';
import { get, url } from '../api/http';
import type { Trade } from '../api/types';
import { serverNow } from '../clock';
import type { Range } from '../live/history';
import { startOf } from '../live/history';
import { resyncs } from '../live/live';

/** More marks than this on one line tell nobody anything. */
export const MOST = 100;

/** Of a bot, or of the fleet; none where `many`: the marks of many bots on the line of all would hide it. */
export function useMarkedTrades(bot: string | null, range: Range, first: number | null, live: readonly Trade[], many: boolean): readonly Trade[] {
  const [past, setPast] = useState<readonly Trade[]>([]);
  const again = resyncs.value;
  const start = range === 'All' ? first : null;
  useEffect(() => {
    setPast([]);
    if (many) return;
    const abort = new AbortController();
    const from = new Date(startOf(range, serverNow(), start)).toISOString();
    get(url.trades(bot, { limit: MOST, from }), abort.signal)
      .then((raw) => setPast(decode.tradePage(raw).items.map((trade) => ({ ...trade, bot: trade.bot ?? bot }))))
      .catch(() => undefined); // The newest trades are marked all the same.
    return () => abort.abort();
  }, [bot, range, start, again, many]);
  return useMemo(() => (many ? [] : [...live, ...past]), [live, past, many]);
}
