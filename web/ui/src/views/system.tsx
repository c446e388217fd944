/** The server and this page: what was taken in, how the connection is, who may come in, how it looks. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { abilities, askAbilities, routeOf } from '../api/abilities';
import * as decode from '../api/decode';
import { get, request, url } from '../api/http';
import type { ServerStatus } from '../api/types';
import { now } from '../clock';
import { count, NONE } from '../format/number';
import { span } from '../format/time';
import { plainly } from '../format/words';
import { applied, bots, fleet } from '../live/fleet';
import { connection, socket } from '../live/live';
import { Card } from '../parts/card';
import { Choice } from '../parts/choice';
import { choose, settings } from '../settings';
import { About } from './about';
import { Command, curlLine } from './first-bot';
import { Tokens } from './tokens';

const LOGOUT = ['POST /logout', 'POST /api/v1/logout', 'DELETE /api/v1/session'] as const;

export function System() {
  useEffect(() => void askAbilities(), []);
  const can = abilities.value?.routes ?? new Set<string>();
  const logout = routeOf(can, LOGOUT);
  const hasTokens = can.has('GET /api/v1/tokens');
  return (
    <>
      <div class="head c12">
        <h1>System</h1>
        <span class="grow" />
        {logout && <button type="button" class="button" onClick={() => void signOut(logout)}>Sign out</button>}
      </div>
      <Server version={abilities.value?.version ?? null} />
      <Intake />
      <ThisPage />
      <Look />
      {hasTokens && <Tokens canCreate={can.has('POST /api/v1/tokens')} canRevoke={[...can].some((route) => /^DELETE \/api\/v1\/tokens\/\{/.test(route))} class="c8" />}
      <Connect class={hasTokens ? 'c12' : 'c8'} />
      <About />
    </>
  );
}

async function signOut(route: string): Promise<void> {
  const [method = 'POST', path = '/logout'] = route.split(' ');
  try {
    await request(method, path);
  } finally {
    location.assign('/login');
  }
}

function Fact({ name, children, title }: { name: string; children: ComponentChildren; title?: string }) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Server({ version }: { version: string | null }) {
  const [status, setStatus] = useState<{ of: ServerStatus; at: number } | null>(null);
  useEffect(() => {
    get(url.status).then((raw) => setStatus({ of: decode.serverStatus(raw), at: now.peek() })).catch(() => undefined);
  }, []);
  const up = status?.of.uptime_seconds ?? null;
  return (
    <Card title="Server" class="c4">
      <dl class="facts">
        <Fact name="Address">{location.host}</Fact>
        <Fact name="Version">{version ?? NONE}</Fact>
        <Fact name="Up for">{up === null || !status ? NONE : span(up * 1000 + Math.max(0, now.value - status.at))}</Fact>
        <Fact name="Fleet">{plainly(fleet.value?.status)}</Fact>
        <Fact name="Bots">{count(fleet.value?.bots.length ?? null)}</Fact>
        <Fact name="Journal" title="the number of the last input that is in the figures">{fleet.value?.index == null ? NONE : `entry ${count(fleet.value.index)}`}</Fact>
      </dl>
    </Card>
  );
}

const COUNTERS = [
  ['accepted', 'Events accepted', 'durable events taken and on disk'],
  ['samples', 'Samples', 'metrics, heartbeats, marks and log lines'],
  ['duplicates', 'Sent again', 'known already; counted once'],
  ['unkeyed', 'Without a key', 'durable events without instance and number: taken at least once'],
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
        <Fact name="Messages">{count(open?.received() ?? 0)}</Fact>
        <Fact name="Reconnects">{count(open?.reconnects() ?? 0)}</Fact>
        <Fact name="Skipped" title="states that a newer one replaced before they were drawn, or that came while the page was hidden">{count(applied.skipped())}</Fact>
        <Fact name="Bots followed">{count(bots.value.length)}</Fact>
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

function Connect({ class: cls }: { class: string }) {
  return (
    <Card title="Connect a bot" note="in any language, with nothing but HTTP" class={cls}>
      <Command label="Command that sends a first event" text={curlLine(location.origin)} />
    </Card>
  );
}
