/** The configurations of all bots: which version runs, what waits, who is out of step. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { loadConfig, loadEntries } from '../api/config';
import type { Config, Entry } from '../api/config-types';
import { reasonOf, Refusal } from '../api/http';
import { Badge, State } from '../config/pieces';
import { formatWord, outOfStep, shortHash, sourceWord, statusTone } from '../config/words';
import { plural } from '../format/number';
import { plainly } from '../format/words';
import { botIds, fleet, isEmpty } from '../live/fleet';
import { followConfig } from '../live/config';
import { resyncs } from '../live/live';
import { Blank, Bones, Card } from '../parts/card';
import { cards } from '../parts/narrow';
import type { Column } from '../parts/table';
import { Table } from '../parts/table';
import { Clock } from '../parts/when';
import { configPath } from '../router';
import { FirstBot } from './first-bot';
import { FirstConfig } from './first-config';
import '../config/styles';

type Row = { bot: string } & ({ is: 'none' } | { is: 'failed'; why: string } | { is: 'there'; config: Config; last: Entry | null });

const AT_ONCE = 4;
const LAST = 10;

const rows = signal<ReadonlyMap<string, Row>>(new Map());

/** The history is asked for first: a bot without a configuration has none, and is asked for nothing more. */
async function rowOf(bot: string): Promise<Row> {
  try {
    const { entries } = await loadEntries(bot, { limit: LAST });
    if (entries.length === 0) return { bot, is: 'none' };
    const last = entries.find((entry) => entry.version !== null && (entry.outcome === 'accepted' || entry.outcome === 'rolled_back')) ?? null;
    return { bot, is: 'there', config: await loadConfig(bot), last };
  } catch (error) {
    return error instanceof Refusal && error.status === 404 ? { bot, is: 'none' } : { bot, is: 'failed', why: reasonOf(error) };
  }
}

async function load(bots: readonly string[], isOver: () => boolean): Promise<void> {
  const queue = [...bots];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let bot = queue.shift(); bot !== undefined && !isOver(); bot = queue.shift()) {
        const row = await rowOf(bot);
        if (!isOver()) rows.value = new Map(rows.peek()).set(bot, row);
      }
    }),
  );
}

function useRows(ids: readonly string[]): void {
  const names = ids.join('\n');
  const again = resyncs.value;
  useEffect(() => {
    let over = false;
    void load(names.split('\n').filter((id) => id !== ''), () => over);
    return () => {
      over = true;
    };
  }, [names, again]);
  useEffect(() => followConfig(({ bot }) => void load([bot], () => false)), []);
}

const COLUMNS: Column<Row>[] = [
  { head: 'Bot', cell: (row) => <a class="name" href={configPath(row.bot)}>{row.bot}</a> },
  { head: 'Version', cell: (row) => (row.is === 'there' ? <b>v{row.config.version}</b> : row.is === 'none' ? <span class="muted">none</span> : <span class="wrong" title={row.why}>not known</span>) },
  { head: 'Hash', drop: 'tablet', cell: (row) => row.is === 'there' && <code title={row.config.hash}>{shortHash(row.config.hash)}</code> },
  { head: 'Format', cell: (row) => row.is === 'there' && <>{formatWord[row.config.format]}{row.config.file !== null && <span class="sub">{row.config.file}</span>}</> },
  { head: 'Status', cell: (row) => row.is === 'there' && <><State tone={statusTone[row.config.status]}>{plainly(row.config.status)}</State>{row.config.status_reason !== null && <span class="sub" title={row.config.status_reason}>{row.config.status_reason}</span>}</> },
  { head: 'Pending', cell: (row) => row.is === 'there' && <Waits config={row.config} /> },
  { head: 'Instances', cell: (row) => row.is === 'there' && <Step config={row.config} /> },
  { head: 'Last change', cell: (row) => row.is === 'there' && <Last entry={row.last} /> },
];

function Waits({ config: { pending, canary } }: { config: Config }) {
  if (canary?.state === 'running') return <><span class="pill warn">canary</span><span class="sub">on {canary.instance}</span></>;
  if (pending === null) return <span class="muted">–</span>;
  return <>{pending.version === null ? '' : `v${pending.version} `}<Badge mode={pending.mode} />{pending.reason !== null && <span class="sub" title={pending.reason}>{pending.reason}</span>}</>;
}

function Step({ config }: { config: Config }) {
  const [all, out] = [config.instances.length, outOfStep(config)];
  if (all === 0) return <span class="muted">none</span>;
  return out === 0 ? <State tone="good">{all === 1 ? 'in step' : `all ${all} in step`}</State> : <State tone="warn">{`${out} of ${all} out of step`}</State>;
}

function Last({ entry }: { entry: Entry | null }) {
  if (entry === null) return <span class="muted">–</span>;
  return (
    <>
      <Clock at={entry.at} /> <span class="soft">{entry.who ?? 'unknown'}</span> {!entry.proved && <span class="pill warn">unproved</span>}
      <span class="sub">{entry.reason ?? `by ${sourceWord(entry.source)}`}</span>
    </>
  );
}

export function Configs() {
  const ids = botIds.value.split('\n').filter((id) => id !== '');
  useRows(ids);
  const known = rows.value;
  const all = ids.flatMap((id) => known.get(id) ?? []);
  const having = all.filter((row) => row.is !== 'none');
  const lacking = all.filter((row) => row.is === 'none');
  const done = fleet.value !== null && all.length === ids.length;
  if (isEmpty.value) return <><h1 class="sr">Config</h1><FirstBot /></>;
  return (
    <>
      <div class="head c12"><h1>Config</h1></div>
      {having.length > 0 && (
        <Card title="Configurations" note={`${plural(having.length, 'bot')}${done ? '' : ', loading…'}`} class="c12">
          {cards.value ? <Cards rows={having} /> : <Table caption="Configurations of the bots" columns={COLUMNS} rows={having} keyOf={(row) => row.bot} />}
        </Card>
      )}
      {having.length === 0 && !done && <Card title="Configurations" class="c12"><Bones rows={4} /></Card>}
      {having.length === 0 && done && <FirstConfig bot={null} />}
      {having.length > 0 && lacking.length > 0 && (
        <Card title="Without a live configuration" class="c12">
          <ul class="others">{lacking.map(({ bot }) => <li key={bot}><a href={configPath(bot)}>{bot}</a></li>)}</ul>
        </Card>
      )}
    </>
  );
}

function Cards({ rows: all }: { rows: readonly Row[] }) {
  return (
    <ul class="entry-cards">
      {all.map((row) => (
        <li key={row.bot}>
          <div class="line">
            <a class="name" href={configPath(row.bot)}>{row.bot}</a>
            {row.is === 'there' && <b>v{row.config.version}</b>}
            <span class="grow" />
            {row.is === 'there' && <State tone={statusTone[row.config.status]}>{plainly(row.config.status)}</State>}
          </div>
          {row.is === 'failed' && <Blank title="Not known.">{row.why}</Blank>}
          {row.is === 'there' && (
            <>
              <div class="line muted"><code>{shortHash(row.config.hash)}</code><span>{row.config.file ?? formatWord[row.config.format]}</span><span class="grow" /><Step config={row.config} /></div>
              {row.config.status_reason !== null && <p class="soft">{row.config.status_reason}</p>}
              {(row.config.pending !== null || row.config.canary?.state === 'running') && <div class="line"><Waits config={row.config} /></div>}
              <div class="soft small"><Last entry={row.last} /></div>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
