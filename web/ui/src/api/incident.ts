/** What happened around a halt: its shape, and how it is asked for. */
import type { Raw } from './decode';
import { isRecord, list, number, record, text } from './decode';
import { oneHalt } from './halt-decode';
import type { Halt } from './halt-types';
import { get, query, Refusal } from './http';
import type { Instant } from './types';

export const KINDS = ['command', 'guard', 'halt', 'order', 'fill', 'trade', 'position', 'alert', 'config', 'error', 'status', 'release'] as const;
export type Kind = (typeof KINDS)[number];

export interface Line {
  at: Instant;
  /** A kind that this page does not know is shown as a status. */
  kind: Kind;
  bot: string | null;
  what: string;
  detail: string | null;
  id: string | null;
  /** A path of this dashboard. */
  link: string;
}

export interface Incident {
  halt: Halt;
  from: Instant;
  to: Instant;
  lines: readonly Line[];
  /** How many were read and are not among the lines. */
  left_out: number;
  whole: boolean;
}

/** Only a path of our own is a link: never another site. */
const path = (value: unknown): string => {
  const link = text(value) ?? '';
  return /^\/(?![/\\])/.test(link) ? link : '/halts';
};

const line = (raw: Raw): Line => ({
  at: text(raw['at']) ?? '',
  kind: KINDS.find((kind) => kind === raw['kind']) ?? 'status',
  bot: text(raw['bot']),
  what: text(raw['what']) ?? '',
  detail: text(raw['detail']),
  id: text(raw['id']),
  link: path(raw['link']),
});

export function incident(value: unknown): Incident | null {
  const raw = record(value);
  const halt = oneHalt(raw['halt']);
  if (!isRecord(value) || halt === null) return null;
  return {
    halt,
    from: text(raw['from']) ?? '',
    to: text(raw['to']) ?? '',
    lines: list(raw['lines'], line).filter((each) => each.at !== ''),
    left_out: number(raw['left_out']) ?? 0,
    whole: raw['whole'] !== false,
  };
}

export const incidentUrl = (halt: string, before: string, format: 'json' | 'csv' | 'markdown'): string =>
  `/api/v1/halts/${encodeURIComponent(halt)}/incident?${query({ before, format: format === 'json' ? null : format })}`;

export async function loadIncident(halt: string, before: string, signal?: AbortSignal): Promise<Incident> {
  const found = incident(await get(incidentUrl(halt, before, 'json'), signal));
  if (found === null) throw new Refusal(200, 'The server’s answer about this incident is not understood. It may be newer than this page: load the page anew.');
  return found;
}
