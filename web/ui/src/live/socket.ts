/**
 * The live socket: opens, asks for topics, answers pings, and when it is gone tries again with backoff and jitter, for ever.
 * A socket that says nothing for two pings is taken for dead.
 */
import type { Signal } from '@preact/signals';
import { signal } from '@preact/signals';
import { isRecord } from '../api/decode';

export interface Message {
  type: string;
  [field: string]: unknown;
}

export type Link =
  | { state: 'connecting'; attempt: number }
  | { state: 'live'; since: number }
  | { state: 'lost'; since: number; retryAt: number; attempt: number };

/** What the socket needs of the world; tests bring their own. */
export interface World {
  open(): WebSocketLike;
  now(): number;
  random(): number;
  after(milliseconds: number, run: () => void): () => void;
}

export interface WebSocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

export interface LiveSocket {
  readonly link: Signal<Link>;
  readonly received: () => number;
  readonly reconnects: () => number;
  /** Replaces what was asked for before, also after every reconnect. */
  subscribe(topics: readonly string[], interval: number): void;
  /** Tries at once instead of when the backoff ends. */
  retry(): void;
  stop(): void;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
/** The server pings every 15 s. */
export const SILENCE = 35_000;

export const backoff = (attempt: number, random: number): number =>
  Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(attempt, 10)) * (0.75 + random * 0.5);

export function liveSocket(world: World, hear: (message: Message) => void): LiveSocket {
  const link = signal<Link>({ state: 'connecting', attempt: 0 });
  let asked = '';
  let socket: WebSocketLike | null = null;
  let attempt = 0;
  let received = 0;
  let reconnects = 0;
  let stopped = false;
  let cancelRetry = (): void => undefined;
  let cancelWatch = (): void => undefined;

  function connect(): void {
    cancelRetry();
    if (stopped || socket) return;
    if (link.peek().state !== 'lost') link.value = { state: 'connecting', attempt };
    const opened = world.open();
    socket = opened;
    opened.onopen = () => {
      if (attempt > 0) reconnects++;
      attempt = 0;
      link.value = { state: 'live', since: world.now() };
      ask();
      watch();
    };
    opened.onmessage = (event) => {
      if (opened === socket) receive(event.data);
    };
    opened.onclose = () => lost(opened);
    watch();
  }

  function watch(): void {
    cancelWatch();
    const watched = socket;
    cancelWatch = world.after(SILENCE, () => {
      if (!watched || watched !== socket) return;
      lost(watched);
      watched.close();
    });
  }

  function lost(gone: WebSocketLike): void {
    if (gone !== socket) return;
    gone.onopen = gone.onmessage = gone.onclose = null;
    socket = null;
    cancelWatch();
    if (stopped) return;
    const wait = backoff(attempt++, world.random());
    const before = link.peek();
    const since = before.state === 'lost' ? before.since : world.now();
    link.value = { state: 'lost', since, retryAt: world.now() + wait, attempt };
    cancelRetry = world.after(wait, connect);
  }

  function ask(): void {
    if (socket && asked !== '' && link.peek().state === 'live') socket.send(asked);
  }

  function receive(data: unknown): void {
    watch();
    received++;
    const message = parse(data);
    if (!message) return;
    if (message.type === 'ping') socket?.send('{"type":"pong"}');
    else hear(message);
  }

  connect();
  return {
    link,
    received: () => received,
    reconnects: () => reconnects,
    subscribe(topics, interval) {
      const wanted = JSON.stringify({ type: 'subscribe', topics, interval_ms: interval });
      if (wanted === asked) return;
      asked = wanted;
      ask();
    },
    retry() {
      if (!socket) connect();
    },
    stop() {
      stopped = true;
      cancelRetry();
      cancelWatch();
      socket?.close();
      socket = null;
    },
  };
}

function parse(data: unknown): Message | null {
  if (typeof data !== 'string') return null;
  try {
    const value: unknown = JSON.parse(data);
    return isRecord(value) && typeof value['type'] === 'string' ? (value as Message) : null;
  } catch {
    return null;
  }
}
