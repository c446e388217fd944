/** The requests of live configuration. An answer that cannot be understood is refused like any other. */
import * as decode from './config-decode';
import { difference, historyPage, oldVersion } from './config-history-decode';
import type { Brief, Config, Difference, Edit, Format, OldVersion, Validation, Verdict } from './config-types';
import { get, query, Refusal, request, send, url } from './http';

const TYPES: Readonly<Record<Format, string>> = { json: 'application/json', yaml: 'application/yaml', python: 'text/x-python' };

function understood<A>(value: A | null, what: string): A {
  if (value === null) throw new Refusal(200, `The server's answer (${what}) is not understood. It may be newer than this page: load the page anew.`);
  return value;
}

const base = (bot: string): string => `${url.bot(bot)}/config`;
const body = (value: object) => ({ text: JSON.stringify(value), type: TYPES.json });
/** A reason that was not given is none. */
const given = (reason: string): string | undefined => (reason.trim() === '' ? undefined : reason.trim());
const dry = (isDry: boolean): string => (isDry ? 'true' : 'false');

export async function loadConfig(bot: string, signal?: AbortSignal): Promise<Config> {
  const raw = await get(base(bot), signal);
  const why = decode.unopened(raw);
  if (why !== null) throw new Refusal(200, why);
  return understood(decode.config(raw), 'configuration');
}

export const loadBriefs = async (signal?: AbortSignal): Promise<Brief[]> => understood(decode.briefs(await get(url.configs, signal)), 'list of configurations');

export interface Wanted {
  basedOn: number;
  reason: string;
  /** Only says what would become of it. */
  dry: boolean;
  signal?: AbortSignal | undefined;
}

/** Edits of single values; the server keeps the file's comments and order. */
export async function patchConfig(bot: string, edits: readonly Edit[], { basedOn, reason, dry: isDry, signal }: Wanted): Promise<Verdict> {
  const raw = await send('PATCH', `${base(bot)}?dry_run=${dry(isDry)}`, { basedOn, signal, body: body({ edits, reason: given(reason) }) });
  return understood(decode.verdict(raw), 'verdict');
}

/** The whole document anew. */
export async function putConfig(bot: string, text: string, format: Format, { basedOn, reason, dry: isDry, signal }: Wanted): Promise<Verdict> {
  const path = `${base(bot)}?${query({ reason: given(reason) ?? null, dry_run: dry(isDry) })}`;
  return understood(decode.verdict(await send('PUT', path, { basedOn, signal, body: { text, type: TYPES[format] } })), 'verdict');
}

export async function validateConfig(bot: string, text: string, format: Format, signal?: AbortSignal): Promise<Validation> {
  const raw = await send('POST', `${base(bot)}/validate`, { signal, body: { text, type: TYPES[format] } });
  return understood(decode.validation(raw), 'validation');
}

export interface Asked {
  limit: number;
  cursor?: string | null;
  outcome?: string | null;
}

export async function loadEntries(bot: string, { limit, cursor = null, outcome = null }: Asked, signal?: AbortSignal) {
  return historyPage(await get(`${base(bot)}/history?${query({ limit, cursor, outcome })}`, signal));
}

export const loadVersion = async (bot: string, version: number): Promise<OldVersion> =>
  understood(oldVersion(await get(`${base(bot)}/history/${version}`)), 'version');

export const loadDifference = async (bot: string, from: number, to: number): Promise<Difference> =>
  understood(difference(await get(`${base(bot)}/diff?${query({ from, to })}`)), 'difference');

export async function rollBack(bot: string, version: number, reason: string, basedOn: number): Promise<Verdict> {
  return understood(decode.verdict(await send('POST', `${base(bot)}/rollback`, { basedOn, body: body({ version, reason: given(reason) }) })), 'verdict');
}

export const dropPending = (bot: string, reason: string): Promise<unknown> =>
  request('DELETE', `${base(bot)}/pending${given(reason) === undefined ? '' : `?${query({ reason: reason.trim() })}`}`);

export interface CanaryWanted {
  instance: string;
  lasting: string;
  reason: string;
  basedOn: number;
}

export const startCanary = (bot: string, what: { edits: readonly Edit[] } | { content: string }, { instance, lasting, reason, basedOn }: CanaryWanted): Promise<unknown> =>
  send('POST', `${base(bot)}/canary`, { basedOn, body: body({ instance, ...what, for: lasting, reason: given(reason) }) });

export const endCanary = (bot: string, how: 'promote' | 'abort', reason: string): Promise<unknown> => request('POST', `${base(bot)}/canary/${how}`, { reason: given(reason) });

export const exportPath = (bot: string, format: 'json' | 'jsonl' | 'csv'): string => `${base(bot)}/export?format=${format}`;
