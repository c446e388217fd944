/* What the bots' processes use. A bar where a limit is known, else the last hour as a line: no limit is made up. */
import { useEffect, useState } from 'preact/hooks';
import * as decode from '../api/decode';
import { get, url } from '../api/http';
import type { Metric } from '../api/types';
import { count, fixed, megabytes } from '../format/number';
import { botIds, bots } from '../live/fleet';
import { spark, summedSpark } from '../live/sparks';
import { Blank, Card } from '../parts/card';
import { Meter, Spark } from '../parts/spark';

interface Resource {
  name: string;
  label: string;
  write: (value: number) => string;
  means: string;
  /** The most that there can be, where that is known. */
  limit?: number;
  /** Whether the fleet's figure is the sum over its bots. */
  adds?: boolean;
}

const HOUR = 3_600_000;
const percent = (value: number): string => `${fixed(value, 1)}\u00a0%`;

const RESOURCES: readonly Resource[] = [
  { name: 'memory_usage_mb', label: 'Memory', write: megabytes, means: 'resident memory of the process', adds: true },
  { name: 'heap_used_mb', label: 'Java heap', write: megabytes, means: 'used part of the Java heap' },
  { name: 'cpu_usage_percent', label: 'CPU', write: percent, means: '100 % is one core', limit: 100, adds: true },
  { name: 'thread_count', label: 'Threads', write: count, means: 'live threads of the process' },
  { name: 'gc_pause_ms', label: 'GC pauses', write: (value) => `${fixed(value, 0)}\u00a0ms`, means: 'collector pauses within the last interval' },
  { name: 'log_file_size_mb', label: 'Log file', write: megabytes, means: 'size of the log file', adds: true },
];

export interface Found {
  resource: Resource;
  value: number;
}

/** Those of the known resources that the values have. */
export function found(values: Readonly<Record<string, number | string>>, onlySums: boolean): Found[] {
  return RESOURCES.flatMap((resource) => {
    const value = values[resource.name];
    return typeof value === 'number' && (!onlySums || resource.adds) ? [{ resource, value }] : [];
  });
}

function Line({ of: { resource, value }, values }: { of: Found; values: readonly number[] }) {
  const part = resource.limit === undefined ? null : value / resource.limit;
  return (
    <Meter
      label={resource.label}
      part={part}
      tone={part !== null && part > 0.9 ? 'bad' : part !== null && part > 0.75 ? 'warn' : ''}
      title={`${resource.means}${part === null ? '; the line is the last hour' : ''}`}
      line={<Spark values={values} last={value} />}
    >
      {resource.write(value)}
    </Meter>
  );
}

const none = (
  <Blank title="No figures of processes yet.">The Java client sends memory, CPU and threads by itself; any bot may send them as metrics.</Blank>
);

export function BotResources({ bot, metrics, class: cls }: { bot: string; metrics: Readonly<Record<string, Metric>>; class?: string }) {
  const values: Record<string, number | string> = {};
  for (const [name, metric] of Object.entries(metrics)) if (metric.value !== null) values[name] = metric.value;
  const shown = found(values, false);
  return (
    <Card title="Resources" note="of this bot's process" class={cls ?? ''}>
      {shown.length === 0 && none}
      {shown.map((one) => <Line key={one.resource.name} of={one} values={spark(bot, one.resource.name, HOUR).value} />)}
    </Card>
  );
}

const AGAIN = 10_000;
/** The lines of more bots than this are too many questions for an ornament. */
const MOST_LINES = 12;

export function FleetResources({ class: cls }: { class?: string }) {
  const [values, setValues] = useState<Readonly<Record<string, number | string>>>({});
  useEffect(() => {
    const ask = (): void => {
      if (document.hidden) return;
      get(url.metrics(null)).then((raw) => setValues(decode.metricValues(raw))).catch(() => undefined);
    };
    ask();
    const timer = setInterval(ask, AGAIN);
    return () => clearInterval(timer);
  }, []);
  const many = bots.value.length;
  const ids = botIds.value.split('\n');
  const shown = found(values, many > 1);
  return (
    <Card title="Resources" note={many > 1 ? `sum over ${many} bots` : ''} class={cls ?? ''}>
      {shown.length === 0 && none}
      {shown.map((one) => (
        <Line
          key={one.resource.name}
          of={many > 1 ? { ...one, resource: unlimited(one.resource) } : one}
          values={many > MOST_LINES ? [] : summedSpark(ids, one.resource.name, HOUR)}
        />
      ))}
    </Card>
  );
}

function unlimited({ limit: _, ...resource }: Resource): Resource {
  return resource;
}
