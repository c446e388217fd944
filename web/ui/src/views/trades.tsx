/** The trades of the past, page by page, of all bots or one, and of one symbol. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { reasonOf } from '../api/http';
import type { Trade } from '../api/types';
import { decimal, plural } from '../format/number';
import { span } from '../format/time';
import { plainly, sideWord } from '../format/words';
import { botIds, fleet, isEmpty, trades as newest } from '../live/fleet';
import type { TradePages } from '../live/trade-pages';
import { tradePages } from '../live/trade-pages';
import { resyncs } from '../live/live';
import { Net } from '../panels/recent-trades';
import { Blank, Bones, Card } from '../parts/card';
import { Gain, Missing } from '../parts/figure';
import { narrow } from '../parts/narrow';
import type { Column } from '../parts/table';
import { Table } from '../parts/table';
import { Clock } from '../parts/when';
import { botPath, keep, search } from '../router';
import { FirstBot } from './first-bot';

const PAGE = 50;
/** A rare symbol is looked for through this many pages at one press. */
const DEEP = 10;

const COLUMNS: readonly Column<Trade>[] = [
  { head: 'Closed', cell: (t) => (t.closed_at === null ? <span class="pill">open</span> : <Clock at={t.closed_at} />) },
  { head: 'Bot', cell: (t) => (t.bot ? <a href={botPath(t.bot)}>{t.bot}</a> : <Missing />) },
  { head: 'Symbol', cell: (t) => t.symbol },
  { head: 'Side', cell: (t) => sideWord(t.side) },
  { head: 'Quantity', numeric: true, cell: (t) => decimal(t.quantity, 4) },
  { head: 'Entry', numeric: true, cell: (t) => decimal(t.entry_price) },
  { head: 'Exit', numeric: true, cell: (t) => (t.exit_price === null ? <Missing why="still open" /> : decimal(t.exit_price)) },
  { head: 'Gross', numeric: true, drop: 'tablet', title: 'before fees', cell: (t) => <Gain value={t.pnl} currency={t.currency} why="still open" arrow={false} /> },
  { head: 'Fees', numeric: true, drop: 'tablet', cell: (t) => (t.fees === null ? <Missing why="not reported" /> : <span class="nowrap">{decimal(t.fees)}{t.fees_currency && t.fees_currency !== t.currency ? ` ${t.fees_currency}` : ''}</span>) },
  { head: 'Net profit', numeric: true, title: 'after fees', cell: (t) => <Net trade={t} /> },
  { head: '%', numeric: true, drop: 'tablet', title: 'gross profit in percent, as the bot reported it', cell: (t) => <Gain value={t.pnl_pct} as="points" arrow={false} why="not reported" /> },
  { head: 'Lasted', numeric: true, drop: 'tablet', cell: (t) => (t.duration_seconds === null ? <Missing why="still open" /> : span(t.duration_seconds * 1000)) },
  { head: 'Strategy', drop: 'tablet', cell: (t) => t.strategy ?? <Missing why="not reported" /> },
  { head: 'Why closed', drop: 'tablet', cell: (t) => (t.closed_at === null ? '' : plainly(t.reason)) },
];

interface Loading {
  trades: readonly Trade[];
  busy: boolean;
  ended: boolean;
  why: string | null;
}

const START: Loading = { trades: [], busy: true, ended: false, why: null };

/** Pages of trades, from the start again whenever the filter or the fleet changes. */
function usePages(bots: string, symbol: string): [Loading, () => void] {
  const [state, setState] = useState<Loading>(START);
  const pages = useRef<TradePages | null>(null);
  const again = resyncs.value;

  async function more(from: TradePages, before: readonly Trade[]): Promise<void> {
    setState({ trades: before, busy: true, ended: false, why: null });
    try {
      const found = [...before];
      for (let page = 0; page < DEEP && found.length < before.length + PAGE && !from.ended(); page++) {
        found.push(...(await from.next(PAGE)).filter((trade) => symbol === '' || trade.symbol === symbol));
      }
      if (pages.current === from) setState({ trades: found, busy: false, ended: from.ended(), why: null });
    } catch (error) {
      if (pages.current === from) setState({ trades: before, busy: false, ended: false, why: reasonOf(error) });
    }
  }

  useEffect(() => {
    if (bots === '') return;
    const from = tradePages(bots.split('\n'));
    pages.current = from;
    void more(from, []);
  }, [bots, symbol, again]);
  return [state, () => pages.current && void more(pages.current, state.trades)];
}

export function Trades() {
  const bot = search.value.get('bot') ?? '';
  const symbol = search.value.get('symbol') ?? '';
  const all = botIds.value;
  const [{ trades, busy, ended, why }, older] = usePages(bot === '' ? all : bot, symbol);
  const shown = useNewer(trades, bot, symbol);
  const symbols = [...new Set([...shown.map((trade) => trade.symbol), ...newest.value.map((trade) => trade.symbol), ...(symbol === '' ? [] : [symbol])])].sort();

  if (isEmpty.value) return <><h1 class="sr">Trades</h1><FirstBot /></>;
  return (
    <>
      <div class="head c12">
        <h1>Trades</h1>
        <span class="grow" />
        <label class="field">Bot
          <select value={bot} onChange={(event) => keep({ bot: event.currentTarget.value })}>
            <option value="">All bots</option>
            {all.split('\n').filter((id) => id !== '').map((id) => <option key={id} value={id}>{id}</option>)}
          </select>
        </label>
        <label class="field">Symbol
          <select value={symbol} onChange={(event) => keep({ symbol: event.currentTarget.value })}>
            <option value="">All symbols</option>
            {symbols.map((one) => <option key={one} value={one}>{one}</option>)}
          </select>
        </label>
      </div>
      <Card title="Trades" note={shown.length > 0 ? `${plural(shown.length, 'trade')} shown, the newest first` : ''} class="c12">
        {shown.length > 0 && (narrow.value ? <Cards trades={shown} /> : <Table caption="Trades, the newest first" columns={COLUMNS} rows={shown} keyOf={(t) => `${t.bot ?? ''}/${t.trade_id}`} />)}
        {shown.length === 0 && busy && <Bones rows={8} />}
        {shown.length === 0 && !busy && why === null && <Blank title="No trade.">{symbol || bot ? 'None matches this filter.' : 'Trades show here the moment a bot opens one.'}</Blank>}
        {why !== null && <Blank title="The trades could not be loaded.">{why}</Blank>}
        {fleet.value !== null && (
          <div class="more-row">
            {ended ? <span class="muted">{shown.length > 0 ? 'That is all.' : ''}</span> : <button type="button" class="button" disabled={busy} onClick={older}>{busy ? 'Loading…' : why === null ? 'Older' : 'Try again'}</button>}
          </div>
        )}
      </Card>
    </>
  );
}

/** What came after the first page was loaded, on top of it; a trade that has closed meanwhile is shown closed. */
function useNewer(loaded: readonly Trade[], bot: string, symbol: string): readonly Trade[] {
  const key = (trade: Trade): string => `${trade.bot ?? ''}/${trade.trade_id}`;
  const live = newest.value.filter((trade) => (bot === '' || trade.bot === bot) && (symbol === '' || trade.symbol === symbol));
  if (loaded.length === 0) return loaded;
  const known = new Set(loaded.map(key));
  const changed = new Map(live.map((trade) => [key(trade), trade]));
  return [...live.filter((trade) => !known.has(key(trade))), ...loaded.map((trade) => changed.get(key(trade)) ?? trade)];
}

function Cards({ trades }: { trades: readonly Trade[] }) {
  return (
    <ul class="trade-cards">
      {trades.map((t) => (
        <li key={`${t.bot ?? ''}/${t.trade_id}`}>
          <div class="line"><b>{t.symbol}</b> <span class="soft">{sideWord(t.side)} {decimal(t.quantity, 2)}</span><span class="grow" /><b><Net trade={t} /></b></div>
          <div class="line muted"><Clock at={t.closed_at ?? t.opened_at} /><span>{t.bot}</span><span class="grow" /><span>{decimal(t.entry_price)} → {t.exit_price === null ? '…' : decimal(t.exit_price)}</span></div>
        </li>
      ))}
    </ul>
  );
}
