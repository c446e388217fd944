/** Requests to the server that served this page. Who is not signed in is sent to the log-in page. */

/** An answer that was no success, with the server's own words (RFC 9457). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** The whole problem document, where one came. */
    readonly problem: unknown = null,
  ) {
    super(message);
  }
}

const TIMEOUT = 15_000;

/** Where to sign in, and back to this page afterwards. */
export const loginPath = (here: string): string => (here === '/' ? '/login' : `/login?next=${encodeURIComponent(here)}`);

export const leave = { toLogin: (): void => window.location.assign(loginPath(location.pathname + location.search)) };

export interface Sent {
  /** The body as it travels, with its media type. */
  body?: { text: string; type: string } | undefined;
  /** The version that a change is based on: the server refuses the change when there is a newer one. */
  basedOn?: number | undefined;
  /** Under which the server knows a repetition: it is done once. */
  key?: string | undefined;
  signal?: AbortSignal | undefined;
}

export async function send(method: string, path: string, { body, basedOn, key, signal }: Sent = {}): Promise<unknown> {
  const timeout = AbortSignal.timeout(TIMEOUT);
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': body.type }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(basedOn === undefined ? {} : { 'if-match': `"${basedOn}"` }),
    },
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    ...(body === undefined ? {} : { body: body.text }),
  });
  if (response.status === 401) {
    leave.toLogin();
    throw new Refusal(401, 'You are signed out.');
  }
  const text = await response.text();
  if (!response.ok) {
    const problem = parsed(text);
    throw new Refusal(response.status, words(problem) ?? `The server answered ${response.status} to ${method} ${path}.`, problem);
  }
  if (text === '') return null;
  const value = parsed(text);
  if (value === undefined) throw new Refusal(response.status, `The server's answer to ${method} ${path} is not JSON.`);
  return value;
}

const JSON_TYPE = 'application/json';

export const request = (method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> =>
  send(method, path, { signal, body: body === undefined ? undefined : { text: JSON.stringify(body), type: JSON_TYPE } });

export const get = (path: string, signal?: AbortSignal): Promise<unknown> => request('GET', path, undefined, signal);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function words(problem: unknown): string | null {
  const { detail, title } = (problem ?? {}) as { detail?: unknown; title?: unknown };
  const said = detail ?? title;
  return typeof said === 'string' ? said : null;
}

/** What went wrong, for a person. */
export function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'The server did not answer within 15 s.';
  return 'The server cannot be reached.';
}

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

export const query = (fields: Record<string, string | number | null>): string =>
  Object.entries(fields)
    .filter((field): field is [string, string | number] => field[1] !== null)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');

const part = encodeURIComponent;

/** The addresses that this page uses. */
export const url = {
  fleet: '/api/v1/fleet',
  bot: (bot: string) => `/api/v1/bots/${part(bot)}`,
  /** Of all bots without a name. */
  trades: (bot: string | null, of: { limit: number; cursor?: string | null; from?: string | null }) =>
    `/api/v1/${bot === null ? '' : `bots/${part(bot)}/`}trades?${query({ limit: of.limit, cursor: of.cursor ?? null, from: of.from ?? null })}`,
  metrics: (bot: string | null) => `/api/metrics${bot === null ? '' : `?${query({ bot })}`}`,
  history: (bot: string | null, metric: string, from: string, to: string, points: number) =>
    bot === null
      ? `/api/metrics/history?${query({ metric, from, to, points })}`
      : `/api/v1/bots/${part(bot)}/metrics/${part(metric)}/history?${query({ from, to, points })}`,
  /** Of all bots, in brief. */
  configs: '/api/v1/config',
  alertsNow: '/api/v1/alerts/now',
  haltsNow: '/api/v1/halts/now',
  system: '/api/v1/system',
  session: '/api/v1/session',
  tokens: '/api/v1/tokens',
  loginLinks: '/api/v1/login-links',
};
