/** Requests to the server that served this page. Who is not signed in is sent to the log-in page. */

/** An answer that was no success, with the server's own words (RFC 9457). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const TIMEOUT = 15_000;

/** Where to sign in, and back to this page afterwards. */
export const loginPath = (here: string): string => (here === '/' ? '/login' : `/login?next=${encodeURIComponent(here)}`);

export const leave = { toLogin: (): void => window.location.assign(loginPath(location.pathname + location.search)) };

export async function request(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
  const timeout = AbortSignal.timeout(TIMEOUT);
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.status === 401) {
    leave.toLogin();
    throw new Refusal(401, 'You are signed out.');
  }
  const text = await response.text();
  if (!response.ok) throw new Refusal(response.status, words(text) ?? `The server answered ${response.status} to ${method} ${path}.`);
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal(response.status, `The server's answer to ${method} ${path} is not JSON.`);
  }
}

export const get = (path: string, signal?: AbortSignal): Promise<unknown> => request('GET', path, undefined, signal);

function words(text: string): string | null {
  try {
    const problem = JSON.parse(text) as { detail?: unknown; title?: unknown };
    const said = problem.detail ?? problem.title;
    return typeof said === 'string' ? said : null;
  } catch {
    return null;
  }
}

/** What went wrong, for a person. */
export function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'The server did not answer within 15 s.';
  return 'The server cannot be reached.';
}

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

const query = (fields: Record<string, string | number | null>): string =>
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
  system: '/api/v1/system',
  session: '/api/v1/session',
  tokens: '/api/v1/tokens',
  loginLinks: '/api/v1/login-links',
};
