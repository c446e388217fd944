/** The requests of what bots claim beside what their exchanges say. */
import { flag, list, record, text } from './decode';
import { get, request } from './http';
import type { Instant } from './types';

export type ReconcileState = 'waiting' | 'agrees' | 'unsure' | 'differs' | 'unknown';

export interface Side {
  what: string;
  bot: string;
  exchange: string;
  agrees: boolean;
}

export interface Difference {
  kind: string;
  subject: string;
  bot: string;
  exchange: string;
  since: Instant | null;
}

export interface Reconciled {
  bot: string;
  exchange: string;
  at: Instant | null;
  state: ReconcileState;
  reason: string;
  sides: readonly Side[];
  differences: readonly Difference[];
}

const STATES: readonly string[] = ['waiting', 'agrees', 'unsure', 'differs', 'unknown'] satisfies ReconcileState[];

/** A state that this version does not know is never taken for good news. */
export const decodeReconciled = (value: unknown): Reconciled[] =>
  list(record(value)['reconciliations'], (raw) => ({
    bot: text(raw['bot']) ?? '?',
    exchange: text(raw['exchange']) ?? '?',
    at: text(raw['at']),
    state: STATES.includes(String(raw['state'])) ? (raw['state'] as ReconcileState) : 'unknown',
    reason: text(raw['reason']) ?? '',
    sides: list(raw['sides'], (side) => ({ what: text(side['what']) ?? '?', bot: text(side['bot']) ?? '?', exchange: text(side['exchange']) ?? '?', agrees: flag(side['agrees']) })),
    differences: list(raw['differences'], (one) => ({
      kind: text(one['kind']) ?? '?', subject: text(one['subject']) ?? '?', bot: text(one['bot']) ?? '?', exchange: text(one['exchange']) ?? '?', since: text(one['since']),
    })),
  }));

const PATH = '/api/v1/reconciliations';

export const loadReconciled = async (signal?: AbortSignal): Promise<Reconciled[]> => decodeReconciled(await get(PATH, signal));

export const reconcileNow = async (bot: string): Promise<Reconciled[]> => decodeReconciled(await request('POST', PATH, { bot }));
