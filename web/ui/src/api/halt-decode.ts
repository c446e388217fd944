/* From the wire to the types of halts. A word that this version does not know is never taken for good news. */
import type { Raw } from './decode';
import { decimal, flag, isRecord, list, nullable, number, record, text } from './decode';
import type * as T from './halt-types';

const MODES: readonly string[] = ['pause', 'stop', 'cancel', 'liquidate'] satisfies T.HaltMode[];
const STATES: readonly string[] = ['requested', 'stopping', 'cancelling', 'flattening', 'verifying', 'halted', 'failed', 'released'] satisfies T.HaltState[];
const STAGES: readonly string[] = ['requested', 'delivered', 'confirmed', 'unconfirmed'] satisfies T.GuardStage[];
const LEVELS: readonly string[] = ['open', 'reducing', 'closed'] satisfies T.GuardLevel[];
const PROOFS: readonly string[] = ['none', 'bot', 'exchange'] satisfies T.Proof[];

const one = <A extends string>(words: readonly string[], value: unknown, otherwise: A): A => (words.includes(String(value)) ? (value as A) : otherwise);
const words = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []);
const state = (value: unknown): T.HaltState => one(STATES, value, 'failed');

const scope = (raw: Raw): T.HaltScope => ({
  kind: text(raw['kind']) ?? 'fleet',
  group: text(raw['group']),
  bot: text(raw['bot']),
  symbol: text(raw['symbol']),
  words: text(raw['words']) ?? text(raw['bot']) ?? 'fleet',
});

const asked = (raw: Raw): T.HaltRequest => ({
  at: text(raw['at']),
  origin: text(raw['origin']) ?? '?',
  by: text(raw['by']) ?? '?',
  reason: text(raw['reason']) ?? '',
});

const guard = (raw: Raw): T.HaltedGuard => ({
  instance: text(raw['instance']) ?? '?',
  stage: one(STAGES, raw['stage'], 'unconfirmed'),
  since: text(raw['since']),
  in_flight: number(raw['in_flight']) ?? 0,
  unknown: words(raw['unknown']),
});

const order = (raw: Raw): T.HaltedOrder => ({
  order_id: text(raw['order_id']) ?? '?',
  symbol: text(raw['symbol']),
  outcome: text(raw['outcome']) ?? 'unknown',
  proved: flag(raw['proved']),
  residue: raw['residue'] !== false,
  detail: text(raw['detail']),
});

const position = (raw: Raw): T.HaltedPosition => ({
  symbol: text(raw['symbol']) ?? '?',
  before: decimal(raw['before']),
  after: decimal(raw['after']),
  outcome: text(raw['outcome']) ?? 'unknown',
  residue: raw['residue'] !== false,
  detail: text(raw['detail']),
});

const bot = (raw: Raw): T.BotHalt => ({
  bot: text(raw['bot']) ?? '?',
  state: state(raw['state']),
  since: text(raw['since']),
  reason: text(raw['reason']) ?? '',
  proof: one(PROOFS, raw['proof'], 'none'),
  guards: list(raw['guards'], guard),
  orders: list(raw['orders'], order),
  orders_in_all: number(raw['orders_in_all']) ?? 0,
  positions: list(raw['positions'], position),
  residue: words(raw['residue']),
});

export const halt = (raw: Raw): T.Halt => ({
  id: text(raw['id']) ?? '',
  epoch: number(raw['epoch']) ?? 0,
  scope: scope(record(raw['scope'])),
  mode: one(MODES, raw['mode'], 'stop'),
  liquidation: nullable(raw['liquidation'], (how) => ({
    positions: text(how['positions']) ?? '?',
    collar_pct: decimal(how['collar_pct']),
    deadline_seconds: number(how['deadline_seconds']),
  })),
  state: state(raw['state']),
  since: text(raw['since']),
  begun: text(raw['begun']),
  by: text(raw['by']) ?? '?',
  reason: text(raw['reason']) ?? '',
  requests: list(raw['requests'], asked),
  bots: list(raw['bots'], bot),
  released: nullable(raw['released'], (end) => ({ at: text(end['at']), by: text(end['by']) ?? '?', reason: text(end['reason']) ?? '' })),
});

export function haltsNow(value: unknown): T.HaltsNow {
  const raw = record(value);
  return {
    halts: list(raw['halts'], halt),
    released: list(raw['released'], halt),
    bots: list(raw['bots'], (each) => ({
      bot: text(each['bot']) ?? '?',
      wanted: one(LEVELS, each['wanted'], 'closed'),
      reason: text(each['reason']) ?? '',
      confirmed: flag(each['confirmed']),
    })),
  };
}

/** One halt out of an answer or a message; null where there is none. */
export const oneHalt = (value: unknown): T.Halt | null => (isRecord(value) && text(value['id']) !== null ? halt(value) : null);

export const haltPage = (value: unknown): { items: T.Halt[]; next: string | null } => ({
  items: list(record(value)['halts'], halt),
  next: text(record(value)['next']),
});
