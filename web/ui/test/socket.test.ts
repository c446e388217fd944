import { beforeEach, describe, expect, test } from 'vitest';
import type { LiveSocket, Message, WebSocketLike, World } from '../src/live/socket';
import { backoff, liveSocket, SILENCE } from '../src/live/socket';

class FakeSocket implements WebSocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  sent: unknown[] = [];
  closed = false;
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
  }
  say(message: unknown): void {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }
}

class FakeWorld implements World {
  opened: FakeSocket[] = [];
  time = 0;
  timers: { at: number; run: () => void }[] = [];
  open(): FakeSocket {
    const socket = new FakeSocket();
    this.opened.push(socket);
    return socket;
  }
  now(): number {
    return this.time;
  }
  random(): number {
    return 0.5;
  }
  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.time + milliseconds, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((one) => one !== timer);
    };
  }
  pass(milliseconds: number): void {
    const until = this.time + milliseconds;
    for (;;) {
      const next = this.timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((one) => one !== next);
      this.time = next.at;
      next.run();
    }
    this.time = until;
  }
  get last(): FakeSocket {
    return this.opened.at(-1)!;
  }
}

let world: FakeWorld;
let heard: Message[];
let socket: LiveSocket;

beforeEach(() => {
  world = new FakeWorld();
  heard = [];
  socket = liveSocket(world, (message) => heard.push(message));
});

describe('the live socket', () => {
  test('asks for its topics once it is open', () => {
    socket.subscribe(['fleet'], 250);
    expect(world.last.sent).toEqual([]);
    world.last.onopen?.();

    expect(world.last.sent).toEqual([{ type: 'subscribe', topics: ['fleet'], interval_ms: 250 }]);
    expect(socket.link.value.state).toBe('live');
  });

  test('asks again only for something else', () => {
    world.last.onopen?.();
    socket.subscribe(['fleet'], 250);
    socket.subscribe(['fleet'], 250);
    socket.subscribe(['fleet', 'bot/a'], 250);

    expect(world.last.sent).toHaveLength(2);
  });

  test('answers a ping and hands on the rest', () => {
    world.last.onopen?.();
    world.last.say({ type: 'ping', timestamp: 1 });
    world.last.say({ type: 'fleet_update', fleet: {} });

    expect(world.last.sent).toEqual([{ type: 'pong' }]);
    expect(heard.map((message) => message.type)).toEqual(['fleet_update']);
  });

  test('passes over what it does not understand', () => {
    world.last.onopen?.();
    for (const rubbish of ['', 'x', '[]', 'null', '{"type":1}', '{}']) world.last.say(rubbish);
    world.last.onmessage?.({ data: new Uint8Array(3) });

    expect(heard).toEqual([]);
    expect(socket.link.value.state).toBe('live');
  });

  test('comes back by itself and asks for its topics again', () => {
    socket.subscribe(['fleet', 'bot/a'], 250);
    world.last.onopen?.();
    world.last.onclose?.();
    expect(socket.link.value).toEqual({ state: 'lost', since: 0, retryAt: 500, attempt: 1 });

    world.pass(500);
    expect(world.opened).toHaveLength(2);
    world.last.onopen?.();

    expect(world.last.sent).toEqual([{ type: 'subscribe', topics: ['fleet', 'bot/a'], interval_ms: 250 }]);
    expect(socket.link.value.state).toBe('live');
    expect(socket.reconnects()).toBe(1);
  });

  test('waits longer each time, at most 15 s give or take, and remembers since when', () => {
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      world.last.onclose?.();
      const link = socket.link.value;
      if (link.state !== 'lost') throw new Error(link.state);
      expect(link.since).toBe(0);
      waits.push(link.retryAt - world.time);
      world.pass(link.retryAt - world.time);
    }

    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  test('spreads the tries of many dashboards', () => {
    expect(backoff(3, 0)).toBe(3000);
    expect(backoff(3, 1)).toBe(5000);
    expect(backoff(1000, 1)).toBe(18_750);
  });

  test('starts with a short wait again after it was open', () => {
    world.last.onclose?.();
    world.pass(500);
    world.last.onclose?.();
    world.pass(1000);
    world.last.onopen?.();
    world.last.onclose?.();

    expect(socket.link.value).toMatchObject({ state: 'lost', attempt: 1 });
  });

  test('takes a silent connection for dead', () => {
    world.last.onopen?.();
    const silent = world.last;
    world.pass(SILENCE - 1);
    expect(socket.link.value.state).toBe('live');
    world.pass(1);

    expect(socket.link.value.state).toBe('lost');
    expect(silent.closed).toBe(true);
  });

  test('takes a connection that never opens for dead', () => {
    world.pass(SILENCE);

    expect(socket.link.value.state).toBe('lost');
  });

  test('any word keeps it alive', () => {
    world.last.onopen?.();
    for (let i = 0; i < 5; i++) {
      world.pass(SILENCE - 1000);
      world.last.say({ type: 'ping' });
    }

    expect(socket.link.value.state).toBe('live');
  });

  test('does not hear a socket that it has given up', () => {
    world.last.onopen?.();
    const old = world.last;
    const late = old.onmessage;
    world.pass(SILENCE);
    late?.({ data: '{"type":"fleet_update"}' });
    old.onclose?.();

    expect(heard).toEqual([]);
    expect(world.opened).toHaveLength(1);
    world.pass(500);
    expect(world.opened).toHaveLength(2);
  });

  test('tries at once when asked to', () => {
    world.last.onclose?.();
    socket.retry();
    socket.retry();

    expect(world.opened).toHaveLength(2);
  });

  test('is over when it is stopped', () => {
    world.last.onopen?.();
    socket.stop();
    world.pass(100_000);

    expect(world.opened).toHaveLength(1);
  });
});
