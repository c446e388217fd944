/** The configurations of all bots: which version runs, what waits, who is behind. */
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { loadBriefs } from '../api/config';
import type { Brief } from '../api/config-types';
import { reasonOf, Refusal } from '../api/http';
import { State } from '../config/pieces';
import '../config/styles';
import { formatWord, outcomeTone, shortHash, statusTone } from '../config/words';
import { plural } from '../format/number';
import { plainly } from '../format/words';
import { followConfig } from '../live/config';
import { botIds, isEmpty } from '../live/fleet';
import { resyncs } from '../live/live';
import { Blank, Bones, Card } from '../parts/card';
import { cards } from '../parts/narrow';
import type { Column } from '../parts/table';
import { Table } from '../parts/table';
import { useThrottled } from '../parts/use-throttled';
import { Clock } from '../parts/when';
import { configPath } from '../router';
import { FirstBot } from './first-bot';
import { FirstConfig } from './first-config';

/** The last list stays for the next look. */
const all = signal<readonly Brief[] | null>(null);
const trouble = signal<string | null>(null);

/** After news the list is asked for again, at most this often. */
const AGAIN = 1_000;

async function load(): Promise<void> {
  try {
    all.value = await loadBriefs();
    trouble.value = null;
  } catch (error) {
    // A server that knows of no configuration at all has none.
    if (error instanceof Refusal && error.status === 404) all.value = [];
    else trouble.value = reasonOf(error);
  }
}

const COLUMNS: Column<Brief>[] = [
  { head: 'Bot', cell: (row) => <a class="name" href={configPath(row.bot)}>{row.bot}</a> },
  { head: 'Version', cell: (row) => <Version of={row} /> },
  { head: 'Hash', drop: 'tablet', cell: (row) => <code title={row.hash ?? undefined}>{shortHash(row.hash)}</code> },
  { head: 'Format', cell: (row) => (row.format === null ? <span class="muted">–</span> : formatWord[row.format]) },
  { head: 'Kept by', drop: 'tablet', cell: (row) => keeper(row) },
  { head: 'Status', cell: (row) => <State tone={statusTone[row.status]}>{plainly(row.status)}</State> },
  { head: 'Pending', cell: (row) => (row.pending || row.canary !== null ? <><Pending of={row} /><Tries of={row} /></> : <span class="muted">–</span>) },
  { head: 'Instances', cell: (row) => <Step of={row} /> },
  { head: 'Last attempt', cell: (row) => <Last of={row} /> },
];

const Version = ({ of }: { of: Brief }) => (of.version === null ? <span class="muted">none yet</span> : <b>v{of.version}</b>);

const keeper = (row: Brief): string => (row.source === 'offered' ? 'the bot' : row.source === 'managed' ? 'this server' : plainly(row.source));

function Step({ of: { instances_behind: behind } }: { of: Brief }) {
  if (behind === null) return <span class="muted">–</span>;
  return behind === 0 ? <State tone="good">in step</State> : <State tone="warn">{`${behind} out of step`}</State>;
}

const Pending = ({ of: { pending, pending_reason: why } }: { of: Brief }) =>
  pending ? <div><span class="badge waits">a version waits</span>{why !== null && <span class="sub" title={why}>{why}</span>}</div> : null;

function Tries({ of: { canary } }: { of: Brief }) {
  if (canary === null) return null;
  return (
    <div>
      <span class="badge waits">canary: {canary.instance}</span>{canary.until !== null && <> until <Clock at={canary.until} /></>}
      {canary.verdict !== null && canary.verdict !== '' && <span class="sub" title={canary.verdict}>{canary.verdict}</span>}
    </div>
  );
}

function Last({ of: { last } }: { of: Brief }) {
  if (last === null) return <span class="muted">–</span>;
  return (
    <>
      <State tone={outcomeTone[last.outcome]}>{plainly(last.outcome)}</State> <Clock at={last.at} /> <span class="soft">by {last.who ?? 'unknown'}</span>
      {last.reason !== null && <span class="sub" title={last.reason}>{last.reason}</span>}
    </>
  );
}

export function Configs() {
  const [news, setNews] = useState(0);
  useEffect(() => followConfig(() => setNews((before) => before + 1)), []);
  useThrottled(() => void load(), [news, resyncs.value], AGAIN);
  const rows = all.value;
  const lacking = botIds.value.split('\n').filter((id) => id !== '' && rows !== null && !rows.some((row) => row.bot === id));
  if (isEmpty.value && (rows === null || rows.length === 0)) return <><h1 class="sr">Config</h1><FirstBot /></>;
  return (
    <>
      <div class="head c12"><h1>Config</h1></div>
      {trouble.value !== null && rows !== null && <p class="notice warn c12" role="status">This may be old. {trouble.value}</p>}
      {rows === null && (
        <Card title="Configurations" class="c12">
          {trouble.value === null ? <Bones rows={4} /> : <Blank title="The configurations could not be loaded.">{trouble.value} <button type="button" class="button" onClick={() => void load()}>Try again</button></Blank>}
        </Card>
      )}
      {rows?.length === 0 && <FirstConfig bot={null} />}
      {rows !== null && rows.length > 0 && (
        <Card title="Configurations" note={plural(rows.length, 'bot')} class="c12">
          {cards.value ? <Cards rows={rows} /> : <Table caption="Configurations of the bots" columns={COLUMNS} rows={rows} keyOf={(row) => row.bot} />}
        </Card>
      )}
      {rows !== null && rows.length > 0 && lacking.length > 0 && (
        <Card title="Without a live configuration" class="c12">
          <ul class="others">{lacking.map((bot) => <li key={bot}><a href={configPath(bot)}>{bot}</a></li>)}</ul>
        </Card>
      )}
    </>
  );
}

function Cards({ rows }: { rows: readonly Brief[] }) {
  return (
    <ul class="entry-cards">
      {rows.map((row) => (
        <li key={row.bot}>
          <div class="line">
            <a class="name" href={configPath(row.bot)}>{row.bot}</a>
            <Version of={row} />
            <span class="grow" />
            <State tone={statusTone[row.status]}>{plainly(row.status)}</State>
          </div>
          <div class="line muted"><code>{shortHash(row.hash)}</code>{row.format !== null && <span>{formatWord[row.format]}</span>}<span>by {keeper(row)}</span><span class="grow" /><Step of={row} /></div>
          {(row.pending || row.canary !== null) && <div><Pending of={row} /><Tries of={row} /></div>}
          <div class="small"><Last of={row} /></div>
        </li>
      ))}
    </ul>
  );
}
