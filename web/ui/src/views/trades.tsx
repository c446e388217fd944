/** The trades of the past, page by page, of all bots or one, and of one symbol. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import * as decode from '../api/decode';
import { get, reasonOf, url } from '../api/http';
import { keysOf, onTop } from '../api/trades';
import type { Trade } from '../api/types';
import { exact, money, plural, price, quantity } from '../format/number';
import { span } from '../format/time';
import { plainly, sideWord } from '../format/words';
import { botIds, isEmpty, trades as newest } from '../live/fleet';
import { resyncs } from '../live/live';
import { Net } from '../panels/recent-trades';
import { Blank, Bones, Card } from '../parts/card';
import { Gain, Missing, Price, Quantity } from '../parts/figure';
import { narrow } from '../parts/narrow';
import type { Column } from '../parts/table';
import { Table } from '../parts/table';
import { useThrottled } from '../parts/use-throttled';
import { Clock } from '../parts/when';
import { botPath, keep, search } from '../router';
import { FirstBot } from './first-bot';

const PAGE = 50;
/** How often the newest page is asked for while trades come in. */
const NEWER = 2_000;
/** Scrolled down by this many pixels, somebody reads. */
const READING = 200;
/** A rare symbol is looked for through this many pages at one press. */
const DEEP = 10;

const COLUMNS: readonly Column<Trade>[] = [
  { head: 'Closed', cell: (t) => (t.closed_at === null ? <span class="pill">open</span> : <Clock at={t.closed_at} />) },
  { head: 'Bot', cell: (t) => (t.bot ? <a href={botPath(t.bot)}>{t.bot}</a> : <Missing />) },
  { head: 'Symbol', cell: (t) => t.symbol },
  { head: 'Side', cell: (t) => sideWord(t.side) },
  { head: 'Quantity', numeric: true, cell: (t) => <Quantity value={t.quantity} /> },
  { head: 'Entry', numeric: true, cell: (t) => <Price value={t.entry_price} why="not reported" /> },
  { head: 'Exit', numeric: true, cell: (t) => <Price value={t.exit_price} why="still open" /> },
  { head: 'Gross', numeric: true, drop: 'tablet', title: 'before fees', cell: (t) => <Gain value={t.pnl} currency={t.currency} why="still open" arrow={false} /> },
  { head: 'Fees', numeric: true, drop: 'tablet', cell: (t) => (t.fees === null ? <Missing why="not reported" /> : <span class="nowrap" title={exact(t.fees, t.fees_currency)}>{money(t.fees, t.fees_currency)}{t.fees_currency && t.fees_currency !== t.currency ? ` ${t.fees_currency}` : ''}</span>) },
  { head: 'Net profit', numeric: true, title: 'after fees', cell: (t) => <Net trade={t} /> },
  { head: '%', numeric: true, drop: 'tablet', title: 'gross profit in percent, as the bot reported it', cell: (t) => <Gain value={t.pnl_pct} as="points" arrow={false} why="not reported" /> },
  { head: 'Lasted', numeric: true, drop: 'tablet', cell: (t) => (t.duration_seconds === null ? <Missing why="still open" /> : span(t.duration_seconds * 1000)) },
  { head: 'Strategy', drop: 'tablet', cell: (t) => t.strategy ?? <Missing why="not reported" /> },
  { head: 'Why closed', drop: 'tablet', cell: (t) => (t.closed_at === null ? '' : plainly(t.reason)) },
];

interface Loading {
  trades: readonly Trade[];
  busy: boolean;
  /** Where the list goes on; null at its end, and before the first page came. */
  next: string | null;
  ended: boolean;
  why: string | null;
}

const START: Loading = { trades: [], busy: true, next: null, ended: false, why: null };

/** Pages of trades, from the start again whenever the filter changes or something was missed. */
function usePages(bot: string | null, symbol: string): [Loading, () => void] {
  const [state, setState] = useState<Loading>(START);
  const turn = useRef(0);
  const again = resyncs.value;

  async function more(before: Loading): Promise<void> {
    const mine = ++turn.current;
    setState({ ...before, busy: true, why: null });
    const found = [...before.trades];
    let { next } = before;
    try {
      let pages = 0;
      do {
        const page = decode.tradePage(await get(url.trades(bot, { limit: PAGE, cursor: next })));
        found.push(...page.items.map((trade) => ({ ...trade, bot: trade.bot ?? bot })).filter((trade) => symbol === '' || trade.symbol === symbol));
        next = page.next;
        pages++;
      } while (symbol !== '' && next !== null && pages < DEEP && found.length < before.trades.length + PAGE);
      if (turn.current === mine) setState({ trades: found, busy: false, next, ended: next === null, why: null });
    } catch (error) {
      if (turn.current === mine) setState({ ...before, trades: found, next, busy: false, why: reasonOf(error) });
    }
  }

  useEffect(() => void more(START), [bot, symbol, again]);

  /** The first page again, on top of what is there; all anew if more came than it holds. Who reads further down is left alone. */
  async function newer(): Promise<void> {
    if (state.busy || window.scrollY > READING) return;
    const mine = turn.current;
    const page = decode.tradePage(await get(url.trades(bot, { limit: PAGE })));
    const rows = page.items.map((trade) => ({ ...trade, bot: trade.bot ?? bot })).filter((trade) => symbol === '' || trade.symbol === symbol);
    setState((before) => {
      if (turn.current !== mine || before.busy) return before;
      const trades = onTop(rows, before.trades, symbol !== '');
      return trades ? { ...before, trades } : { trades: rows, busy: false, next: page.next, ended: page.next === null, why: null };
    });
  }
  const live = newest.value;
  useThrottled(() => void newer().catch(() => undefined), [live], NEWER);
  return [state, () => void more(state)];
}

export function Trades() {
  const bot = search.value.get('bot') ?? '';
  const symbol = search.value.get('symbol') ?? '';
  const all = botIds.value;
  const [{ trades, busy, ended, why }, older] = usePages(bot === '' ? null : bot, symbol);
  const keys = useMemo(() => keysOf(trades), [trades]);
  const symbols = [...new Set([...trades.map((trade) => trade.symbol), ...newest.value.map((trade) => trade.symbol), ...(symbol === '' ? [] : [symbol])])].sort();

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
      <Card title="Trades" note={trades.length > 0 ? `${plural(trades.length, 'closing or opening', 'closings and openings')}, the newest first` : ''} class="c12">
        {trades.length > 0 && (narrow.value ? <Cards trades={trades} keys={keys} /> : <Table caption="Trades, the newest first" columns={COLUMNS} rows={trades} keyOf={(_, i) => keys[i] ?? String(i)} />)}
        {trades.length === 0 && busy && <Bones rows={26} />}
        {trades.length === 0 && !busy && why === null && <Blank title="No trade.">{symbol || bot ? 'None matches this filter.' : 'Trades show here the moment a bot opens one.'}</Blank>}
        {why !== null && <Blank title="The trades could not be loaded.">{why}</Blank>}
        {(trades.length > 0 || !busy) && (
          <div class="more-row">
            {ended ? <span class="muted">{trades.length > 0 ? 'That is all.' : ''}</span> : <button type="button" class="button" disabled={busy} onClick={older}>{busy ? 'Loading…' : why === null ? 'Older' : 'Try again'}</button>}
          </div>
        )}
      </Card>
    </>
  );
}

function Cards({ trades, keys }: { trades: readonly Trade[]; keys: readonly string[] }) {
  return (
    <ul class="trade-cards">
      {trades.map((t, i) => (
        <li key={keys[i]}>
          <div class="line"><b>{t.symbol}</b> <span class="soft">{sideWord(t.side)} {quantity(t.quantity)}</span><span class="grow" /><b><Net trade={t} /></b></div>
          <div class="line muted"><Clock at={t.closed_at ?? t.opened_at} /><span>{t.bot}</span><span class="grow" /><span>{price(t.entry_price)} → {t.exit_price === null ? '…' : price(t.exit_price)}</span></div>
        </li>
      ))}
    </ul>
  );
}
