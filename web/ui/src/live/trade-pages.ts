/**
 * The trades of several bots as one list, the newest first, page by page. Each bot's own list is paged by its cursor; a page of the whole
 * takes from each what is newer than anything that another bot could still bring.
 */
import * as decode from '../api/decode';
import { get, url } from '../api/http';
import type { Page, Trade } from '../api/types';
import { millis } from '../format/time';

export type LoadPage = (bot: string, limit: number, cursor: string | null) => Promise<Page<Trade>>;

const load: LoadPage = async (bot, limit, cursor) => decode.tradePage(await get(url.trades(bot, limit, cursor)));

interface Source {
  bot: string;
  waiting: Trade[];
  cursor: string | null;
  done: boolean;
}

/** When a trade last changed: what the lists are ordered by. */
export const timeOf = (trade: Trade): number => millis(trade.closed_at ?? trade.opened_at) ?? 0;

export interface TradePages {
  /** The next older trades, at most `limit`; fewer only at the end. */
  next(limit: number): Promise<Trade[]>;
  readonly ended: () => boolean;
}

export function tradePages(bots: readonly string[], loadPage: LoadPage = load): TradePages {
  const sources: Source[] = bots.map((bot) => ({ bot, waiting: [], cursor: null, done: false }));

  async function fill(source: Source, limit: number): Promise<void> {
    if (source.waiting.length > 0 || source.done) return;
    const page = await loadPage(source.bot, limit, source.cursor);
    source.waiting.push(...page.items.map((trade) => ({ ...trade, bot: source.bot })));
    source.cursor = page.next;
    source.done = page.next === null || page.items.length === 0;
  }

  return {
    async next(limit) {
      const taken: Trade[] = [];
      while (taken.length < limit) {
        await Promise.all(sources.map((source) => fill(source, limit)));
        const newest = sources.reduce<Source | null>((best, source) => {
          const head = source.waiting[0];
          if (!head) return best;
          return !best || timeOf(head) > timeOf(best.waiting[0]!) ? source : best;
        }, null);
        const trade = newest?.waiting.shift();
        if (!trade) break;
        taken.push(trade);
      }
      return taken;
    },
    ended: () => sources.every((source) => source.done && source.waiting.length === 0),
  };
}
