/** The server and this page: what was taken in, how the connection is, who may come in, how it looks. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import * as decode from '../api/decode';
import { get, url } from '../api/http';
import type { ServerState, Session } from '../api/types';
import { now } from '../clock';
import { count, megabytes, NONE, plural } from '../format/number';
import { span } from '../format/time';
import { plainly } from '../format/words';
import { applied, fleet } from '../live/fleet';
import { connection, socket } from '../live/live';
import { Card } from '../parts/card';
import { Choice } from '../parts/choice';
import { choose, settings } from '../settings';
import { About } from './about';
import { Access } from './access';
import { AutomaticStops } from './triggers';
import { Command, curlLine } from './first-bot';
import { HealthCheckCard } from './health';
import { Tokens } from './tokens';

const AGAIN = 5_000;

/** What an address answers, asked again while somebody looks; null until it has. */
function useAsked<A>(path: string, read: (raw: unknown) => A, again: number | null): A | null {
  const [answer, setAnswer] = useState<A | null>(null);
  useEffect(() => {
    const ask = (): void => {
      if (!document.hidden) get(path).then((raw) => setAnswer(read(raw))).catch(() => undefined);
    };
    ask();
    if (again === null) return;
    const timer = setInterval(ask, again);
    return () => clearInterval(timer);
  }, [path]);
  return answer;
}

export function System() {
  const server = useAsked<ServerState>(url.system, decode.serverState, AGAIN);
  const session = useAsked<Session>(url.session, decode.session, null);
  const admin = session?.role === 'admin';
  return (
    <>
      <div class="head c12">
        <h1>System</h1>
      </div>
      <Server of={server} />
      <Intake />
      <Sockets of={server} />
      <AutomaticStops mayRearm={admin || session?.role === 'operator' || session?.role === 'trader'} />
      <HealthCheckCard mayCheck={admin || session?.role === 'operator' || session?.role === 'trader'} />
      <ThisPage />
      <Look />
      {session && <Access of={session} class="c4" />}
      {admin && <Tokens class="c12" />}
      <Connect admin={admin} />
      <About />
    </>
  );
}

function Fact({ name, children, title }: { name: string; children: ComponentChildren; title?: string }) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const asMegabytes = (bytes: number | null | undefined): string => (bytes === null || bytes === undefined ? NONE : megabytes(bytes / 1_048_576));

function Server({ of }: { of: ServerState | null }) {
  const { storage = {} } = of ?? {};
  return (
    <Card title="Server" note={location.host} class="c4">
      <dl class="facts">
        <Fact name="State">{of === null ? NONE : of.ready ? 'ready' : <span class="pill warn" title={of.reason ?? ''}>{of.reason ?? 'not ready'}</span>}</Fact>
        <Fact name="Version">{of?.version ?? NONE}</Fact>
        <Fact name="Up for">{of?.uptime_seconds == null ? NONE : span(of.uptime_seconds * 1000)}</Fact>
        <Fact name="Java heap" title="used, of the most that there may be">{asMegabytes(of?.heap_used_bytes)} of {asMegabytes(of?.heap_max_bytes)}</Fact>
        <Fact name="On disk">{asMegabytes(storage['bytes'])}</Fact>
        <Fact name="Series" title="metrics that are kept over time">{count(storage['series'] ?? null)}</Fact>
        <Fact name="Waiting for the disk" title="journal entries that are not written yet">{count(storage['journal_backlog'] ?? null)}</Fact>
        <Fact name="History behind by">{storage['history_lag_ms'] === undefined ? NONE : span(storage['history_lag_ms'])}</Fact>
      </dl>
    </Card>
  );
}

const COUNTERS = [
  ['accepted', 'Events accepted', 'durable events taken and on disk'],
  ['samples', 'Samples', 'metrics, heartbeats, marks and log lines'],
  ['duplicates', 'Sent again', 'known already; counted once'],
  ['unkeyed', 'Without a key', 'durable events without instance and number: a repetition would count twice'],
  ['rejected', 'Refused', 'events that broke a rule; the sender was told which'],
  ['gaps', 'Gaps', 'numbers that never came'],
  ['fenced', 'Set aside', 'from an older instance of a bot that has a newer one'],
] as const;

const TROUBLE = new Set(['rejected', 'gaps', 'fenced']);

function Intake() {
  const counters = fleet.value?.counters ?? {};
  return (
    <Card title="Intake" note="since the first start" class="c4">
      <dl class="facts">
        {COUNTERS.map(([name, word, means]) => {
          const value = counters[name];
          return (
            <Fact key={name} name={word} title={means}>
              {value === undefined ? NONE : TROUBLE.has(name) && value > 0 ? <span class="pill warn">{count(value)}</span> : count(value)}
            </Fact>
          );
        })}
        <Fact name="Journal" title="the number of the last input that is in the figures">{fleet.value?.index == null ? NONE : `entry ${count(fleet.value.index)}`}</Fact>
      </dl>
    </Card>
  );
}

const SOCKETS = [
  ['live', 'Dashboards', 'open live sockets'],
  ['links', 'Bots', 'open links of bots'],
  ['frames_sent', 'Messages sent', 'to dashboards'],
  ['frames_dropped', 'Messages dropped', 'a dashboard that read too slowly was told to look again'],
  ['cut', 'Sockets cut', 'those that took nothing for ten seconds'],
] as const;

function Sockets({ of }: { of: ServerState | null }) {
  const dropped = Object.entries(of?.dropped ?? {}).filter(([, value]) => value > 0);
  return (
    <Card title="Sockets" note="of the server" class="c4">
      <dl class="facts">
        {SOCKETS.map(([name, word, means]) => <Fact key={name} name={word} title={means}>{count(of?.sockets[name] ?? null)}</Fact>)}
        {dropped.length === 0 && of !== null && <Fact name="Shed elsewhere" title="what a full queue had to drop">nothing</Fact>}
        {dropped.map(([name, value]) => <Fact key={name} name={plainly(name)} title="dropped or shed"><span class="pill warn">{count(value)}</span></Fact>)}
      </dl>
    </Card>
  );
}

const STATES = { connecting: 'connecting', live: 'live', polling: 'down; asking every 5 s', lost: 'down' } as const;

function ThisPage() {
  // Read with the clock, since these are counters and not signals.
  void now.value;
  const open = socket.value;
  const link = open?.link.value;
  return (
    <Card title="This page's connection" class="c4">
      <dl class="facts">
        <Fact name="Live socket">{STATES[connection.value]}</Fact>
        <Fact name="Since">{link?.state === 'live' || link?.state === 'lost' ? span(now.value - link.since) : NONE}</Fact>
        <Fact name="Received">{plural(open?.received() ?? 0, 'message')}</Fact>
        <Fact name="Reconnects">{count(open?.reconnects() ?? 0)}</Fact>
        <Fact name="Skipped" title="states that a newer one replaced before they were drawn, or that came while the page was hidden">{count(applied.skipped())}</Fact>
      </dl>
    </Card>
  );
}

function Look() {
  const { theme, palette, zone } = settings.value;
  return (
    <Card title="Look" note="remembered in this browser" class="c4 look">
      <div><span>Theme</span><Choice label="Theme" options={['system', 'dark', 'light'] as const} value={theme} words={{ system: 'As the system', dark: 'Dark', light: 'Light' }} onChange={(next) => choose({ theme: next })} /></div>
      <div><span>Gain and loss</span><Choice label="Colours of gain and loss" options={['green-red', 'blue-orange'] as const} value={palette} words={{ 'green-red': 'Green, red', 'blue-orange': 'Blue, orange' }} onChange={(next) => choose({ palette: next })} /></div>
      <div><span>Times</span><Choice label="Times" options={['local', 'utc'] as const} value={zone} words={{ local: 'Local', utc: 'UTC' }} onChange={(next) => choose({ zone: next })} /></div>
      <p class="sample"><span class="up"><span class="arrow" aria-hidden="true">▲</span>+182.40</span> <span class="down"><span class="arrow" aria-hidden="true">▼</span>−31.20</span></p>
    </Card>
  );
}

function Connect({ admin }: { admin: boolean }) {
  return (
    <Card title="Connect a bot" note="in any language, with nothing but HTTP" class="c12">
      <Command label="Command that sends a first event" text={curlLine(location.origin)} />
      {admin && <p class="muted hint">$BINNACLE_TOKEN is a token that may send for the bot; make one above.</p>}
    </Card>
  );
}
