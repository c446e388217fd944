/** What the bot claims beside what its exchange says. Shown only for bots whose exchange the server reaches. */
import { useEffect, useState } from 'preact/hooks';
import { reasonOf } from '../api/http';
import type { Difference, Reconciled, ReconcileState, Side } from '../api/reconcile';
import { loadReconciled, reconcileNow } from '../api/reconcile';
import { exactly } from '../format/number';
import type { Tone } from '../format/words';
import { capital, plainly } from '../format/words';
import { mayAct, session } from '../live/session';
import { Blank, Card } from '../parts/card';
import { Dot } from '../parts/status';
import type { Column } from '../parts/table';
import { Table } from '../parts/table';
import { Age } from '../parts/when';

const EVERY = 15_000;

const SIDES: readonly Column<Side>[] = [
  { head: 'Of', cell: (side) => capital(side.what) },
  { head: 'The bot', numeric: true, cell: (side) => exactly(side.bot) },
  { head: 'The exchange', numeric: true, cell: (side) => exactly(side.exchange) },
  { head: '', cell: (side) => (side.agrees ? <span class="sr">agrees</span> : <span class="pill bad">differs</span>) },
];

const DIFFERENCES: readonly Column<Difference>[] = [
  { head: 'Differs', cell: (one) => <><b>{plainly(one.kind)}</b> <span class="sub">{one.subject}</span></> },
  { head: 'The bot', cell: (one) => exactly(one.bot) },
  { head: 'The exchange', cell: (one) => exactly(one.exchange) },
  { head: 'Since', drop: 'phone', cell: (one) => <Age of={one.since} /> },
];

const TONES: Record<ReconcileState, Tone> = { waiting: 'quiet', agrees: 'good', unsure: 'warn', differs: 'bad', unknown: 'warn' };

export function ReconciledCard({ bot, class: cls }: { bot: string; class?: string }) {
  const [found, setFound] = useState<Reconciled | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const mine = (all: readonly Reconciled[]): void => setFound(all.find((one) => one.bot === bot) ?? null);
  useEffect(() => {
    const away = new AbortController();
    // One that fails is followed by the next; what was shown before says how old it is.
    const look = (): unknown => loadReconciled(away.signal).then(mine, () => undefined);
    setFound(null);
    look();
    const timer = setInterval(look, EVERY);
    return () => {
      clearInterval(timer);
      away.abort();
    };
  }, [bot]);
  if (found === null) return null;
  const may = session.value !== null && mayAct.value;
  const compare = (): void => {
    setBusy(true);
    setFailed(null);
    reconcileNow(bot).then(mine).catch((error: unknown) => setFailed(reasonOf(error))).finally(() => setBusy(false));
  };
  return (
    <Card
      title="Bot and exchange" class={cls ?? ''}
      note={<><span class={`status ${TONES[found.state]}`}><Dot tone={TONES[found.state]} />{found.state === 'agrees' ? 'Agree' : plainly(found.state)}</span> at {found.exchange}{found.at !== null && <>, <Age of={found.at} /></>}</>}
      tools={may && <button type="button" class="button" disabled={busy} onClick={compare}>{busy ? 'Comparing…' : 'Compare now'}</button>}
    >
      <div role="status">{failed !== null && <p class="wrong">{failed}</p>}</div>
      {found.state !== 'agrees' && found.state !== 'waiting' && <p class="soft">{capital(found.reason)}.</p>}
      {found.differences.length > 0 && <Table caption="What differs" columns={DIFFERENCES} rows={found.differences} keyOf={(one) => `${one.kind}/${one.subject}`} />}
      {found.sides.length > 0 && <Table caption="Both sides" columns={SIDES} rows={found.sides} keyOf={(side) => side.what} />}
      {found.sides.length === 0 && found.differences.length === 0 && <Blank title={capital(found.reason)}>Open orders, positions, balance and fills are compared as far as the bot tells of them.</Blank>}
    </Card>
  );
}
