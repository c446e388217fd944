/** The requests of halts: plain ones, which need no socket. */
import * as decode from './halt-decode';
import type { Halt, HaltMode } from './halt-types';
import { get, query, Refusal, request } from './http';

const part = encodeURIComponent;

export interface Wish {
  mode: HaltMode;
  reason: string;
  bot: string | null;
  collarPct: string | null;
  deadline: string | null;
}

/** Gives the halt that is in force now: a new one, or one that was joined. */
export async function beginHalt({ mode, reason, bot, collarPct, deadline }: Wish): Promise<Halt> {
  const body = {
    mode,
    reason,
    ...(bot === null ? {} : { bot }),
    ...(mode === 'liquidate' && collarPct !== null ? { collar_pct: collarPct, deadline: deadline ?? '30s' } : {}),
  };
  const begun = decode.oneHalt(await request('POST', '/api/v1/halts', body));
  if (begun === null) throw new Refusal(202, 'The stop was taken, and the server’s answer about it is not understood. Look at the list of halts.');
  return begun;
}

export const resume = (halt: Halt, reason: string, force: boolean): Promise<unknown> =>
  request('POST', `/api/v1/halts/${part(halt.id)}/resume`, { reason, epoch: halt.epoch, ...(force ? { force } : {}) });

export async function loadHalt(id: string, signal?: AbortSignal): Promise<Halt> {
  const halt = decode.oneHalt(await get(`/api/v1/halts/${part(id)}`, signal));
  if (halt === null) throw new Refusal(200, 'The server’s answer about this halt is not understood. It may be newer than this page: load the page anew.');
  return halt;
}

export const loadReleased = async (cursor: string | null, limit: number): Promise<{ items: Halt[]; next: string | null }> =>
  decode.haltPage(await get(`/api/v1/halts?${query({ state: 'released', cursor, limit })}`));
