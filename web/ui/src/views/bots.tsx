/** All bots as a list that can be sorted and narrowed down. */
import { useState } from 'preact/hooks';
import type { BotRow, BotStatus } from '../api/types';
import { plural } from '../format/number';
import { plainly } from '../format/words';
import { bots, fleet, fleetTopic, isEmpty } from '../live/fleet';
import { FleetList } from '../panels/fleet-table';
import { Blank, Bones, Card } from '../parts/card';
import { cards } from '../parts/narrow';
import type { Order } from '../parts/table';
import { keep, search } from '../router';
import { FirstBot } from './first-bot';

const STATUSES: readonly BotStatus[] = ['online', 'stale', 'error', 'halted', 'offline'];
const SORTS = { id: 'name', status: 'status', equity: 'value', today: 'today', profit: 'profit', drawdown: 'drawdown', errors: 'errors' } as const;

export function narrowed(rows: readonly BotRow[], text: string, status: string): readonly BotRow[] {
  const wanted = text.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (status === '' || row.status === status) &&
      (wanted === '' || [row.id, row.venue, row.strategy].some((word) => word?.toLowerCase().includes(wanted))),
  );
}

function orderIn(text: string | null): Order {
  const [by = 'id', way] = (text ?? 'id').split('.');
  return { by, down: way === 'down' };
}

export function Bots() {
  const [text, setText] = useState('');
  const status = search.value.get('status') ?? '';
  const order = orderIn(search.value.get('sort'));
  const rows = bots.value;
  const shown = narrowed(rows, text, status);
  const sortBy = (next: Order): void => keep({ sort: next.by === 'id' && !next.down ? null : `${next.by}${next.down ? '.down' : ''}` });

  if (isEmpty.value) return <><h1 class="sr">Bots</h1><FirstBot /></>;
  return (
    <>
      <div class="head c12">
        <h1>Bots</h1>
        <span class="grow" />
        <label class="field"><span class="sr">Find</span>
          <input type="search" placeholder="Name, venue or strategy" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <label class="field"><span class="sr">Status</span>
          <select value={status} onChange={(event) => keep({ status: event.currentTarget.value })}>
            <option value="">Any status</option>
            {STATUSES.map((one) => <option key={one} value={one}>{plainly(one)} ({rows.filter((row) => row.status === one).length})</option>)}
          </select>
        </label>
        {cards.value && (
          <label class="field"><span class="sr">Sort</span>
            <select value={order.by} onChange={(event) => sortBy({ by: event.currentTarget.value, down: !['id', 'status', 'drawdown'].includes(event.currentTarget.value) })}>
              {Object.entries(SORTS).map(([by, word]) => <option key={by} value={by}>By {word}</option>)}
            </select>
          </label>
        )}
      </div>
      <Card title="Bots" note={shown.length === rows.length ? plural(rows.length, 'bot') : `${shown.length} of ${plural(rows.length, 'bot')}`} class="c12">
        {fleet.value === null ? <Loading /> : shown.length === 0 ? <Blank title="No bot matches.">Clear the filter to see all {rows.length}.</Blank> : <FleetList rows={shown} order={order} onOrder={sortBy} />}
      </Card>
    </>
  );
}

function Loading() {
  const problem = fleetTopic.problem.value;
  return problem ? <Blank title="No figures yet.">{problem.message}</Blank> : <Bones rows={4} />;
}
