import type { Trade } from '../api/types';
import { plainly, sideWord } from '../format/words';
import { Blank, Card } from '../parts/card';
import { Gain, Missing, Price } from '../parts/figure';
import type { Column } from '../parts/table';
import { Table } from '../parts/table';
import { Clock } from '../parts/when';
import { botPath } from '../router';

/** Net profit, or why there is none. */
export function Net({ trade, arrow = true }: { trade: Trade; arrow?: boolean }) {
  if (trade.closed_at === null) return <span class="muted">open</span>;
  const why = trade.fees_currency !== null && trade.fees_currency !== trade.currency ? `the fees are in ${trade.fees_currency}` : 'not reported';
  return (
    <>
      {trade.side_mismatch && <Mismatch />}
      <Gain value={trade.net} currency={trade.currency} why={why} arrow={arrow} />
    </>
  );
}

const Mismatch = () => (
  <span class="pill warn" title="The profit fits only the other direction than the bot claims.">
    side?
  </span>
);

const time: Column<Trade> = { head: 'Time', cell: (t) => <Clock at={t.closed_at ?? t.opened_at} /> };
const bot: Column<Trade> = { head: 'Bot', cell: (t) => (t.bot ? <a href={botPath(t.bot)}>{t.bot}</a> : <Missing />) };
const symbol: Column<Trade> = { head: 'Symbol', cell: (t) => t.symbol };
const side: Column<Trade> = { head: 'Side', drop: 'phone', cell: (t) => sideWord(t.side) };
const price: Column<Trade> = {
  head: 'Price',
  numeric: true,
  title: 'exit price; of an open trade the entry price',
  cell: (t) => <Price value={t.exit_price ?? t.entry_price} />,
};
const net: Column<Trade> = { head: 'Net profit', numeric: true, title: 'after fees', cell: (t) => <Net trade={t} /> };

const FLEET = [time, bot, side, price, net];
const ONE_BOT = [
  time,
  symbol,
  side,
  price,
  { head: 'Why', drop: 'tablet', cell: (t: Trade) => <span class="soft">{t.closed_at === null ? '' : plainly(t.reason)}</span> } satisfies Column<Trade>,
  net,
];

interface Props {
  trades: readonly Trade[];
  rows: number;
  single?: boolean;
  all: string;
  class?: string;
}

export function RecentTrades({ trades, rows, single = false, all, class: cls }: Props) {
  return (
    <Card title="Recent trades" class={cls ?? ''} tools={trades.length > 0 && <a href={all}>All trades</a>}>
      {trades.length === 0 ? (
        <Blank title="No trade yet.">Trades show here the moment a bot opens one.</Blank>
      ) : (
        <Table
          caption="Recent trades, the newest first"
          columns={single ? ONE_BOT : FLEET}
          rows={trades.slice(0, rows)}
          keyOf={(t) => `${t.bot ?? ''}/${t.trade_id}`}
        />
      )}
    </Card>
  );
}
