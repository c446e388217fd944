import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { Scroll } from './scroll';

export interface Column<A> {
  head: string;
  cell: (row: A) => ComponentChildren;
  numeric?: boolean;
  /** Left out where there is no room for it. */
  drop?: 'phone' | 'tablet' | undefined;
  /** What the figure means, on the head. */
  title?: string;
  /** The column's name for sorting; without it the column does not sort. */
  sort?: string;
}

export interface Order {
  by: string;
  down: boolean;
}

interface Props<A> {
  caption: string;
  columns: readonly Column<A>[];
  rows: readonly A[];
  keyOf: (row: A, index: number) => string;
  classOf?: (row: A) => string;
  order?: Order;
  onOrder?: (order: Order) => void;
  /** Whether it scrolls inside its card. */
  tall?: boolean;
}

const classes = <A,>({ numeric, drop }: Column<A>): string => `${numeric ? 'num' : ''}${drop ? ` drop-${drop}` : ''}`;

/** A row is drawn again only when its own state is another object; cells that follow a clock or a choice are components of their own. */
function Row<A>({ row, columns, cls }: { row: A; columns: readonly Column<A>[]; cls: string }) {
  return useMemo(
    () => (
      <tr class={cls}>
        {columns.map((column) => (
          <td key={column.head} class={classes(column)}>
            {column.cell(row)}
          </td>
        ))}
      </tr>
    ),
    [row, columns, cls],
  );
}

export function Table<A>({ caption, columns, rows, keyOf, classOf, order, onOrder, tall = false }: Props<A>) {
  return (
    <Scroll label={caption} tall={tall}>
      <table>
        <caption class="sr">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.head} column={column} order={order} onOrder={onOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <Row key={keyOf(row, i)} row={row} columns={columns} cls={classOf?.(row) ?? ''} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

interface HeadProps<A> {
  column: Column<A>;
  order: Order | undefined;
  onOrder: ((order: Order) => void) | undefined;
}

function Head<A>({ column, order, onOrder }: HeadProps<A>) {
  const { sort, head, title } = column;
  if (sort === undefined || !onOrder) {
    return (
      <th scope="col" class={classes(column)} title={title}>
        {head}
      </th>
    );
  }
  const mine = order?.by === sort;
  const down = mine ? !order.down : column.numeric === true;
  return (
    <th scope="col" class={classes(column)} title={title} aria-sort={mine ? (order.down ? 'descending' : 'ascending') : undefined}>
      <button type="button" onClick={() => onOrder({ by: sort, down })}>
        {head}
      </button>
    </th>
  );
}
