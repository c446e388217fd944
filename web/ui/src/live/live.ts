/**
 * Brings the stores and the socket together: which topics are asked for, what happens when the connection goes and comes back, and
 * when somebody looks again at a page that was hidden.
 */
import { computed, effect, signal } from '@preact/signals';
import { heardServerTime, tick } from '../clock';
import { millis } from '../format/time';
import { alertsTopic, hearAlert } from './alerts';
import { watched } from './bot';
import { hearConfig } from './config';
import { bots, fleetTopic } from './fleet';
import { haltsTopic } from './halts';
import type { LiveSocket, Message, World } from './socket';
import { liveSocket } from './socket';

/** Without a socket the figures are asked for, this often. */
const POLL = 5_000;
/** A hidden page asks for next to nothing after this long. */
const DOZE = 30_000;
const ASLEEP = 600_000;

/** The time between two states: four a second, and less of a fleet that nobody can read that fast. */
export const intervalFor = (count: number): number => Math.min(2_000, 250 * Math.max(1, Math.ceil(count / 25)));

const world: World = {
  open: () => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`) as never,
  now: () => Date.now(),
  random: () => Math.random(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

export const socket = signal<LiveSocket | null>(null);

/** Counts up when what was missed must be asked for again: charts load anew. */
export const resyncs = signal(0);

export type Connection = 'connecting' | 'live' | 'polling' | 'lost';

/** Whether the last request was answered; the socket may be gone while requests work. */
const reachable = signal(true);

export const connection = computed<Connection>(() => {
  const link = socket.value?.link.value;
  if (!link || link.state === 'connecting') return 'connecting';
  if (link.state === 'live') return 'live';
  return reachable.value ? 'polling' : 'lost';
});

/** Since when there has been no socket, and when the next try is. */
export const outage = computed(() => {
  const link = socket.value?.link.value;
  return link?.state === 'lost' ? link : null;
});

function hear(message: Message): void {
  const stamp = stampOf(message['timestamp']);
  if (stamp !== null) heardServerTime(stamp);
  if (message.type === 'fleet_update') fleetTopic.offer(message['fleet']);
  else if (message.type === 'halts_update') haltsTopic.offer(message['halts']);
  else if (message.type === 'halt_update') void haltsTopic.refresh();
  else if (message.type === 'alerts_update') alertsTopic.offer(message['alerts']);
  else if (message.type === 'alert_update') hearAlert(message['alert']);
  else if (message.type === 'bot_update') {
    const open = watched.peek();
    if (open && open.id === message['bot']) open.topic.offer(message['state']);
  } else if (message.type === 'config_update') hearConfig(message, stamp);
  else if (message.type === 'resync') resync();
}

/** Epoch seconds, or an ISO time; in milliseconds. */
export function stampOf(value: unknown): number | null {
  if (typeof value === 'number' && Number.isFinite(value)) return value * 1000;
  return typeof value === 'string' ? millis(value) : null;
}

async function refresh(): Promise<void> {
  const open = watched.peek();
  const answers = await Promise.all([fleetTopic.refresh(), alertsTopic.refresh(), haltsTopic.refresh(), open ? open.topic.refresh() : true]);
  reachable.value = answers[0] || fleetTopic.problem.peek()?.status !== 0;
}

function resync(): void {
  void refresh();
  resyncs.value++;
}

export function startLive(): void {
  void refresh();
  const opened = liveSocket(world, hear);
  socket.value = opened;
  const dozing = signal(false);
  const size = computed(() => bots.value.length);

  effect(() => {
    const open = watched.value;
    opened.subscribe(['fleet', 'alerts', 'halts', ...(open ? [`bot/${open.id}`] : [])], dozing.value ? ASLEEP : intervalFor(size.value));
  });
  effect(() => {
    if (fleetTopic.receivedAt.value !== null) tick();
  });

  let wasLost = false;
  effect(() => {
    const { state } = opened.link.value;
    if (state === 'live' && wasLost) resync();
    if (state !== 'connecting') wasLost = state === 'lost';
  });
  setInterval(() => {
    if (opened.link.peek().state === 'lost' && !document.hidden) void refresh();
  }, POLL);

  let doze: number | undefined;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(doze);
    if (document.hidden) {
      doze = window.setTimeout(() => (dozing.value = true), DOZE);
      return;
    }
    dozing.value = false;
    tick();
    opened.retry();
    resync();
  });
  window.addEventListener('online', () => opened.retry());
}
