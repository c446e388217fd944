/** The trades that a chart marks: the past ones of a handful of bots, and each new one as it comes. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import * as decode from '../api/decode';
import { get, url } from '../api/http';
import type { Trade } from '../api/types';
import { resyncs } from '../live/live';

const EACH = 100;
/** More than this many bots' marks on one line tell nobody anything: then only the newest trades are marked. */
const MOST_BOTS = 8;

export function useMarkedTrades(rows: readonly { id: string }[], live: readonly Trade[]): readonly Trade[] {
  const ids = rows.map((row) => row.id).join('\n');
  const [past, setPast] = useState<readonly Trade[]>([]);
  const again = resyncs.value;
  useEffect(() => {
    const bots = ids === '' ? [] : ids.split('\n');
    const abort = new AbortController();
    if (bots.length > MOST_BOTS) setPast([]);
    else {
      Promise.all(bots.map(async (bot) => decode.tradePage(await get(url.trades(bot, EACH, null), abort.signal)).items.map((trade) => ({ ...trade, bot }))))
        .then((pages) => setPast(pages.flat()))
        .catch(() => undefined); // The newest trades are marked all the same.
    }
    return () => abort.abort();
  }, [ids, again]);
  return useMemo(() => united(live, past), [live, past]);
}

/** Every trade once; the live word on it is the newer one. */
export function united(live: readonly Trade[], past: readonly Trade[]): Trade[] {
  const found = new Map<string, Trade>();
  for (const trade of [...past, ...live]) found.set(`${trade.bot ?? ''}/${trade.trade_id}`, trade);
  return [...found.values()];
}
