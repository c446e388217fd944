/** What may halt trading without a person, as the server tells of it. */
import { flag, list, nullable, number, record, text } from './decode';
import { get, request } from './http';
import type { Instant } from './types';

const STAGES = ['armed', 'tripped', 'spent'] as const;
export type Stage = (typeof STAGES)[number];

export interface TriggerSetting {
  name: string;
  on: boolean;
  mode: string;
  samples: number;
  scope: string;
  limit: string;
}

export interface BotTrigger {
  bot: string;
  name: string;
  /** A component or a tier; empty when there is only one. */
  part: string;
  value: string | null;
  limit: string | null;
  /** Of the limit, 1 at it. */
  share: number | null;
  at: Instant | null;
  stage: Stage;
  bad: number;
  halt: string | null;
  locked: boolean;
  rearmed: { by: string; reason: string } | null;
}

export interface Triggers {
  enabled: boolean;
  triggers: readonly TriggerSetting[];
  bots: readonly BotTrigger[];
}

/** A stage that this version does not know is taken for one that has halted. */
const stage = (value: unknown): Stage => STAGES.find((known) => known === value) ?? 'tripped';

export function decodeTriggers(value: unknown): Triggers {
  const raw = record(value);
  return {
    enabled: flag(raw['enabled']),
    triggers: list(raw['triggers'], (one) => ({
      name: text(one['name']) ?? '?', on: flag(one['on']), mode: text(one['mode']) ?? '?', samples: number(one['samples']) ?? 0, scope: text(one['scope']) ?? '?', limit: text(one['limit']) ?? '',
    })),
    bots: list(raw['bots'], (one) => ({
      bot: text(one['bot']) ?? '?', name: text(one['name']) ?? '?', part: text(one['part']) ?? '', value: text(one['value']), limit: text(one['limit']), share: number(one['share']),
      at: text(one['at']), stage: stage(one['stage']), bad: number(one['bad']) ?? 0, halt: text(one['halt']), locked: flag(one['locked']),
      rearmed: nullable(one['rearmed'], (who) => ({ by: text(who['by']) ?? '?', reason: text(who['reason']) ?? '' })),
    })),
  };
}

export const loadTriggers = async (signal?: AbortSignal): Promise<Triggers> => decodeTriggers(await get('/api/v1/triggers', signal));

export const rearm = (trigger: BotTrigger, reason: string): Promise<unknown> =>
  request('POST', `/api/v1/bots/${encodeURIComponent(trigger.bot)}/triggers/${encodeURIComponent(trigger.name)}/rearm`, { reason });
