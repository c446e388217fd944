/** The request to look at the server and the bots now. */
import { health, list, number, record, text } from './decode';
import { request } from './http';
import type { Health, Instant } from './types';

export interface Checked {
  /** The bot that it is of; null for a part of the server. */
  bot: string | null;
  name: string;
  health: Health;
  response_time_ms: number | null;
  message: string | null;
}

export interface HealthCheck {
  at: Instant | null;
  /** Of the server alone. */
  health: Health;
  /** The server's parts, then those of each bot. */
  parts: readonly Checked[];
  bots: number;
}

export function decodeCheck(value: unknown): HealthCheck {
  const raw = record(value);
  const parts = (of: unknown, bot: string | null): Checked[] =>
    list(of, (part) => ({ bot, name: text(part['name']) ?? '?', health: health(part['health']), response_time_ms: number(part['response_time_ms']), message: text(part['message']) }));
  const bots = list(raw['bots'], (one) => parts(one['components'], text(one['bot']) ?? '?'));
  return { at: text(raw['at']), health: health(raw['health']), parts: [...parts(raw['components'], null), ...bots.flat()], bots: bots.length };
}

export const checkHealth = async (): Promise<HealthCheck> => decodeCheck(await request('POST', '/api/v1/health-checks'));
