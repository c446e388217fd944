/* What the bots' processes use. A bar where a limit is known, else the last hour as a line: no limit is made up. */
import { useEffect, useState } from 'preact/hooks';
import * as decode from '../api/decode';
import { get, url } from '../api/http';
import type { Metric } from '../api/types';
import { count, fixed, megabytes } from '../format/number';
import { metricWord } from '../format/words';
import { bots } from '../live/fleet';
import { fleetMetrics } from '../live/live';
import { spark } from '../live/sparks';
import { Blank, Card } from '../parts/card';
import { Meter, Spark } from '../parts/spark';

interface Resource {
  /** The first of these that the bot sends. */
  names: readonly string[];
  label: string;
  write: (value: number) => string;
  /** The most that there can be, or the name of the metric that says so. */
  limit?: number | string;
}

const HOUR = 3_600_000;

const RESOURCES: readonly Resource[] = [
  { names: ['memory_usage_mb'], label: 'Memory', write: megabytes, limit: 'memory_max_mb' },
  { names: ['cpu_usage_percent'], label: 'CPU', write: (value) => `${fixed(value, 1)}\u00a0%`, limit: 100 },
  { names: ['thread_count', 'threads'], label: 'Threads', write: count },
  { names: ['gc_pause_ms', 'gc_pause_time_ms'], label: 'GC pauses', write: (value) => `${fixed(value, 0)}\u00a0ms` },
  { names: ['log_file_size_mb'], label: 'Log file', write: megabytes },
];

type Values = Readonly<Record<string, number | string>>;

interface Found {
  resource: Resource;
  name: string;
  value: number;
  limit: number | null;
}

/** Those of the known resources that the values have. */
export function found(values: Values): Found[] {
  return RESOURCES.flatMap((resource) => {
    const name = resource.names.find((one) => typeof values[one] === 'number');
    if (name === undefined) return [];
    const { limit } = resource;
    const most = typeof limit === 'string' ? values[limit] : limit;
    return [{ resource, name, value: values[name] as number, limit: typeof most === 'number' && most > 0 ? most : null }];
  });
}

function Lines({ bot, values, summed }: { bot: string | null; values: Values; summed: boolean }) {
  return (
    <>
      {found(values).map(({ resource, name, value, limit }) => {
        const most = summed && typeof resource.limit === 'number' ? null : limit;
        const part = most === null ? null : value / most;
        return (
          <Meter
            key={name}
            label={resource.label}
            part={part}
            tone={part !== null && part > 0.9 ? 'bad' : part !== null && part > 0.75 ? 'warn' : ''}
            title={`${metricWord(name)}${most === null ? ', the last hour' : ''}`}
            line={<Spark values={spark(bot, name, HOUR).value} last={value} />}
          >
            {resource.write(value)}
          </Meter>
        );
      })}
    </>
  );
}

const none = (
  <Blank title="No figures of processes yet.">The Java client sends memory, CPU and threads by itself; any bot may send them as metrics.</Blank>
);

export function BotResources({ bot, metrics, class: cls }: { bot: string; metrics: Readonly<Record<string, Metric>>; class?: string }) {
  const values: Record<string, number | string> = {};
  for (const [name, metric] of Object.entries(metrics)) if (metric.value !== null) values[name] = metric.value;
  return (
    <Card title="Resources" note="of this bot's process" class={cls ?? ''}>
      {found(values).length === 0 ? none : <Lines bot={bot} values={values} summed={false} />}
    </Card>
  );
}

const AGAIN = 10_000;

export function FleetResources({ class: cls }: { class?: string }) {
  const [asked, setAsked] = useState<Values>({});
  useEffect(() => {
    const ask = (): void => {
      if (document.hidden) return;
      get(url.metrics(null)).then((raw) => setAsked(decode.metricValues(raw))).catch(() => undefined);
    };
    ask();
    const timer = setInterval(ask, AGAIN);
    return () => clearInterval(timer);
  }, []);
  const values = { ...asked, ...fleetMetrics.value };
  const many = bots.value.length;
  return (
    <Card title="Resources" note={many > 1 ? `sum over ${many} bots` : ''} class={cls ?? ''}>
      {found(values).length === 0 ? none : <Lines bot={null} values={values} summed={many > 1} />}
    </Card>
  );
}
