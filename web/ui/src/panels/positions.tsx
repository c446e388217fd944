import { useMemo, useState } from 'preact/hooks';
import type { Position } from '../api/types';
import { sideWord } from '../format/words';
import { mayAct } from '../live/session';
import { Blank, Card } from '../parts/card';
import { Gain, Missing, Price, Quantity } from '../parts/figure';
import type { Column } from '../parts/table';
import { Table } from '../parts/table';
import { Age } from '../parts/when';
import { botPath } from '../router';
import { ActDialog } from './act';

const bot: Column<Position> = { head: 'Bot', cell: (p) => (p.bot ? <a href={botPath(p.bot)}>{p.bot}</a> : <Missing />) };

const COLUMNS: readonly Column<Position>[] = [
  { head: 'Symbol', cell: (p) => p.symbol },
  { head: 'Side', drop: 'phone', cell: (p) => sideWord(p.side) },
  { head: 'Quantity', numeric: true, drop: 'phone', cell: (p) => <Quantity value={p.quantity} /> },
  { head: 'Entry', numeric: true, drop: 'phone', cell: (p) => <Price value={p.entry_price} /> },
  { head: 'Now', numeric: true, cell: (p) => <Price value={p.current_price} why="no price yet" /> },
  {
    head: 'Unrealised',
    numeric: true,
    title: 'profit that closing now would make, before fees',
    cell: (p) => <Gain value={p.unrealized_pnl} currency={p.currency} why="no price yet" />,
  },
];

const FLEET = [bot, ...COLUMNS];

const STOPS: readonly Column<Position>[] = [
  { head: '%', numeric: true, drop: 'phone', cell: (p) => <Gain value={p.unrealized_pnl_pct} as="points" arrow={false} why="no price yet" /> },
  { head: 'Stop', numeric: true, drop: 'phone', cell: (p) => <Price value={p.stop_loss} why="no stop set" /> },
  { head: 'Target', numeric: true, drop: 'tablet', cell: (p) => <Price value={p.take_profit} why="no target set" /> },
  { head: 'Open for', numeric: true, drop: 'phone', cell: (p) => <Age of={p.opened_at} /> },
];

/** More than these are scrolled in their card. */
const MANY = 10;

const ONE_BOT = [...COLUMNS, ...STOPS];

const close = (onClose: (p: Position) => void): Column<Position> => ({
  head: ' ',
  numeric: true,
  cell: (p) => <button type="button" class="mini" aria-label={`Close ${p.symbol}`} onClick={() => onClose(p)}>Close…</button>,
});

interface Props {
  positions: readonly Position[];
  /** Of one bot: stops and ages instead of the bot's name. */
  single?: boolean;
  /** Whose they are, where one may be closed. */
  bot?: string;
  class?: string;
}

export function Positions({ positions, single = false, bot: of, class: cls }: Props) {
  const [closing, setClosing] = useState<Position | null>(null);
  const acting = of !== undefined && mayAct.value;
  const columns = useMemo(() => (acting ? [...ONE_BOT, close(setClosing)] : single ? ONE_BOT : FLEET), [acting, single]);
  return (
    <Card title="Open positions" note={positions.length || ''} class={cls ?? ''}>
      {positions.length === 0 ? (
        <Blank title="No open position.">A position shows here as soon as a bot reports it.</Blank>
      ) : (
        <Table
          tall={positions.length > MANY}
          caption="Open positions"
          columns={columns}
          rows={positions}
          keyOf={(p) => `${p.bot ?? ''}/${p.symbol}/${p.side ?? ''}/${p.opened_at ?? ''}`}
        />
      )}
      {of !== undefined && closing !== null && <ActDialog act={{ kind: 'close', bot: of, symbol: closing.symbol }} onClose={() => setClosing(null)} />}
    </Card>
  );
}
