/** Live monitor: what happens to the configuration, as it happens, and whether it arrives. */
import type { Config, Consumer } from '../api/config-types';
import { span } from '../format/time';
import { plainly } from '../format/words';
import { count, NONE } from '../format/number';
import { connection } from '../live/live';
import { Blank, Card } from '../parts/card';
import { Scroll } from '../parts/scroll';
import { Dot } from '../parts/status';
import { Age, Clock } from '../parts/when';
import { Problems, State } from './pieces';
import type { Happening, OpenConfig } from './store';
import { changeLine, outcomeTone } from './words';

export function MonitorTab({ open, config }: { open: OpenConfig; config: Config }) {
  return (
    <div class="stack">
      <HealthCard config={config} />
      <Feed open={open} config={config} />
      <ConsumersCard config={config} />
    </div>
  );
}

const WHERE = { connecting: 'connecting…', live: 'live', polling: 'asked for every 5 s', lost: 'offline' } as const;

function Feed({ open, config }: { open: OpenConfig; config: Config }) {
  const all = open.happenings.value;
  const state = connection.value;
  return (
    <Card title="What happens" note="the newest first" class="feed" tools={<span class="status"><Dot tone={state === 'live' ? 'good' : state === 'lost' ? 'bad' : 'warn'} />{WHERE[state]}</span>}>
      {all.length === 0 && <Blank title="Nothing yet.">Save the file, or change a value here: it shows at once.</Blank>}
      <div role="log" aria-label="Updates of the configuration" tabIndex={0}>
        <ol>{all.map((one) => <Line key={one.key} of={one} file={config.file} />)}</ol>
      </div>
      {open.dropped.value > 0 && <p class="muted">{count(open.dropped.value)} older ones are in the history.</p>}
    </Card>
  );
}

function Line({ of, file }: { of: Happening; file: string | null }) {
  const lines = of.changes.length > 0 ? of.changes.map(changeLine) : of.line !== null ? [of.line] : [];
  return (
    <li class={of.event}>
      <Clock at={new Date(of.at).toISOString()} />
      <State tone={outcomeTone[of.event]}>{plainly(of.event)}</State>
      <div>
        {lines.map((line) => <code key={line} class="say">{line}</code>)}
        <Problems problems={of.problems} at={file} />
        <span class="muted">{[of.version !== null && `v${of.version}`, of.who !== null && `by ${of.who}`, of.reason].filter(Boolean).join(' · ')}</span>
      </div>
    </li>
  );
}

function HealthCard({ config: { health } }: { config: Config }) {
  const figures = [
    ['Reloads', health.reloads], ['Refused', health.refusals], ['Without change', health.no_ops], ['Deferred', health.deferred],
  ] as const;
  const failing = (health.failures_running ?? 0) > 0;
  return (
    <Card title="Reloading" tools={health.watching === null ? undefined : <State tone={health.watching ? 'good' : 'bad'}>{health.watching ? 'watching the file' : 'not watching'}</State>}>
      <dl class="tallies">
        {figures.map(([name, value]) => (
          <div key={name} class={name === 'Refused' && failing ? 'bad' : ''}><dt>{name}</dt><dd>{value === null ? NONE : count(value)}</dd></div>
        ))}
        <div><dt>Last reload</dt><dd><Age of={health.last_reload} /></dd></div>
      </dl>
      {failing && <p class="notice bad" role="status">{health.failures_running === 1 ? 'The last save was refused' : `The last ${health.failures_running} saves were refused`}; what was active before is still active.</p>}
      {health.listeners.map((one) => <p key={one.name} class="notice warn" role="status">{one.name}: {one.reason}</p>)}
      {health.degraded !== null && <p class="notice warn" role="status">{health.degraded}</p>}
    </Card>
  );
}

const LAGS = 1;

function ConsumersCard({ config }: { config: Config }) {
  const { consumers } = config.health;
  const late = (one: Consumer): boolean => (one.lag_seconds ?? 0) > LAGS || (one.seen_version !== null && one.seen_version < config.version);
  return (
    <Card title="Who reads it" note="parts of the bot that report which version they use">
      {consumers.length === 0 ? <Blank title="No part has reported.">A part that keeps values of its own reports the version that it has seen, so that a change is never silently unused.</Blank> : (
        <Scroll label="Who reads the configuration">
          <table>
            <caption class="sr">Who reads the configuration</caption>
            <thead><tr><th scope="col">Part</th><th scope="col">Has seen</th><th scope="col" class="num">Behind</th></tr></thead>
            <tbody>
              {consumers.map((one) => (
                <tr key={one.name}>
                  <td>{one.name}</td>
                  <td>{late(one) ? <State tone="warn">{`v${one.seen_version ?? '?'}, active is v${config.version}`}</State> : <State tone="good">{`v${one.seen_version ?? '?'}`}</State>}</td>
                  <td class="num">{one.lag_seconds === null ? NONE : late(one) ? span(one.lag_seconds * 1000) : 'in step'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Card>
  );
}
