/*
 * Live configuration as it came over the wire. Unlike a figure, half a configuration is worth nothing: without its version, hash, format,
 * text or values it is refused as a whole (null), so that nobody edits what is not there. What stands beside it may be missing; lists
 * lose what does not fit.
 */
import type * as C from './config-types';
import type { Raw } from './decode';
import { isRecord, number, record, text } from './decode';

const DEEPEST = 64;

export const whole = (value: unknown): number | null => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null);
const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);
export const list = <A>(value: unknown, each: (raw: Raw) => A | null): A[] =>
  Array.isArray(value) ? value.filter(isRecord).map(each).filter((one): one is A & {} => one !== null) : [];
const oneOf =
  <A extends string>(...words: readonly A[]) =>
  (value: unknown): A | null =>
    words.find((word) => word === value) ?? null;

const apply = oneOf<C.Apply>('hot', 'next_trade', 'when_flat', 'market_closed', 'restart');
const format = oneOf<C.Format>('json', 'yaml', 'python');
const status = oneOf<C.Status>('active', 'degraded', 'source_missing', 'refusing');
export const outcome = oneOf<C.Outcome>('accepted', 'refused', 'deferred', 'unchanged', 'rolled_back', 'superseded', 'expired', 'canary');
const instanceState = oneOf<C.InstanceState>('applied', 'pending', 'refused', 'lagging', 'canary');
const comparedRole = oneOf<C.Compared['role']>('canary', 'before', 'other', 'others', 'difference');
const canaryState = oneOf<C.Canary['state']>('running', 'promoted', 'rolled_back');

/** Whether this is JSON and nothing else, and no deeper than a person can have meant. */
export function isJson(value: unknown, depth = 0): value is C.Json {
  if (depth > DEEPEST) return false;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every((one) => isJson(one, depth + 1));
  return isRecord(value) && Object.values(value).every((one) => isJson(one, depth + 1));
}

const json = (value: unknown): C.Json => (isJson(value) ? value : null);
export const jsonRecord = (value: unknown): C.JsonRecord | null => (isRecord(value) && isJson(value) ? (value as C.JsonRecord) : null);

/** "/risk/stop" as "risk.stop". */
export const dotted = (pointer: string): string => pointer.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');

function change(raw: Raw): C.Change | null {
  const pointer = typeof raw['pointer'] === 'string' ? raw['pointer'] : null;
  if (pointer === null) return null;
  return { pointer, name: text(raw['name']) ?? dotted(pointer), before: json(raw['before']), after: json(raw['after']) };
}

export const changes = (value: unknown): C.Change[] => list(value, change);

function problem(raw: Raw): C.Problem | null {
  const message = text(raw['message']);
  if (message === null) return null;
  return {
    pointer: typeof raw['pointer'] === 'string' ? raw['pointer'] : null,
    rule: text(raw['rule']),
    message,
    remedy: text(raw['remedy']),
    file: text(raw['file']),
    line: whole(raw['line']),
    column: whole(raw['column']),
  };
}

/** Where only words came, the words. */
export const problems = (value: unknown): C.Problem[] =>
  list(Array.isArray(value) ? value.map((one: unknown) => (typeof one === 'string' ? { message: one } : one)) : [], problem);

/** The rules that a refusal says were broken. */
export const refused = (document: unknown): C.Problem[] => problems(record(document)['errors']);

function pending(value: unknown): C.Pending | null {
  const raw = record(value);
  const id = text(raw['id']);
  const mode = apply(raw['mode']);
  if (id === null || mode === null) return null;
  return {
    id,
    mode,
    version: whole(raw['version']),
    reason: text(raw['reason']),
    since: text(raw['since']),
    expires_at: text(raw['expires_at']),
    who: text(raw['who']),
    changes: changes(raw['changes']),
  };
}

function instance(raw: Raw): C.ConfigInstance | null {
  const name = text(raw['instance']);
  if (name === null) return null;
  return {
    instance: name,
    version: whole(raw['version']),
    hash: text(raw['hash']),
    state: instanceState(raw['state']),
    at: text(raw['at']),
    reason: text(raw['reason']),
  };
}

function canary(value: unknown): C.Canary | null {
  const raw = record(value);
  const id = text(raw['id']);
  const state = canaryState(raw['state']);
  if (id === null || state === null) return null;
  return {
    id,
    state,
    instance: text(raw['instance']),
    hash: text(raw['hash']),
    who: text(raw['who']),
    reason: text(raw['reason']),
    since: text(raw['since']),
    until: text(raw['until']),
    verdict: text(raw['verdict']),
    changes: changes(raw['changes']),
    comparison: list(raw['comparison'], compared),
  };
}

function compared(raw: Raw): C.Compared | null {
  const role = comparedRole(raw['role']);
  if (role === null) return null;
  return {
    role,
    instance: text(raw['instance']),
    version: whole(raw['version']),
    hash: text(raw['hash']),
    since: text(raw['since']),
    seconds: number(raw['seconds']),
    trades: number(raw['trades']),
    losses: number(raw['losses']),
    net_profit: text(raw['net_profit']),
    currency: text(raw['currency']),
    errors: number(raw['errors']),
    refused_orders: number(raw['refused_orders']),
    equity: text(raw['equity']),
    equity_currency: text(raw['equity_currency']),
    samples: number(raw['samples']),
    too_few_trades: raw['too_few_trades'] === true,
  };
}

function consumer(raw: Raw): C.Consumer | null {
  const name = text(raw['name']);
  return name === null ? null : { name, seen_version: whole(raw['seen_version']), lag_seconds: number(raw['lag_seconds']) };
}

function health(value: unknown): C.ConfigHealth {
  const raw = record(value);
  return {
    reloads: whole(raw['reloads']),
    refusals: whole(raw['refusals']),
    no_ops: whole(raw['no_ops']),
    deferred: whole(raw['deferred']),
    last_reload: text(raw['last_reload']),
    failures_running: whole(raw['failures_running']),
    watching: flag(raw['watching']),
    degraded: text(raw['degraded']),
    consumers: list(raw['consumers'], consumer),
    listeners: list(raw['listeners'], (one) => {
      const [name, reason] = [text(one['name']), text(one['reason'])];
      return name === null || reason === null ? null : { name, reason };
    }),
  };
}

export function config(value: unknown): C.Config | null {
  const raw = record(value);
  const bot = text(raw['bot']);
  const version = whole(raw['version']);
  const hash = text(raw['hash']);
  const written = format(raw['format']);
  const content = typeof raw['content'] === 'string' ? raw['content'] : null;
  const values = jsonRecord(raw['values']);
  if (bot === null || version === null || hash === null || written === null || content === null || values === null) return null;
  return {
    bot,
    version,
    hash,
    content,
    values,
    format: written,
    parent: text(raw['parent']),
    file: text(raw['file']),
    schema: jsonRecord(raw['schema']) ?? {},
    // A status that this page does not know is no good news.
    status: status(raw['status']) ?? 'degraded',
    status_reason: text(raw['status_reason']),
    source: text(raw['source']),
    editable: raw['editable'] === true,
    pending: pending(raw['pending']),
    instances: list(raw['instances'], instance),
    canary: canary(raw['canary']),
    health: health(raw['health']),
    origins: Object.fromEntries(Object.entries(record(raw['origins'])).filter((one): one is [string, string] => typeof one[1] === 'string')),
  };
}

/** Why there is no version at all: the file was refused and nothing came before it. Null where that is not what was said. */
export function unopened(value: unknown): string | null {
  const raw = record(value);
  if (text(raw['bot']) === null || raw['version'] !== null) return null;
  const why = text(raw['status_reason']) ?? 'no reason was given';
  return `No version is active yet: ${text(raw['file']) ?? 'the file'} is refused. ${why}. It is read again as soon as it is saved.`;
}

export function verdict(value: unknown): C.Verdict | null {
  const raw = record(value);
  const became = outcome(raw['outcome']);
  if (became === null) return null;
  return { outcome: became, version: whole(raw['version']), changes: changes(raw['changes']), mode: apply(raw['mode']), pending: pending(raw['pending']) };
}

export function validation(value: unknown): C.Validation | null {
  const raw = record(value);
  const valid = flag(raw['valid']);
  return valid === null ? null : { valid, problems: problems(raw['problems']), changes: changes(raw['changes']), mode: apply(raw['mode']) };
}

export function update(value: unknown): C.Update | null {
  const raw = record(value);
  const event = outcome(raw['event']);
  if (event === null) return null;
  return {
    event,
    version: whole(raw['version']),
    who: text(raw['who']),
    reason: text(raw['reason']),
    changes: changes(raw['changes']),
    problems: problems(raw['problems']),
    line: text(raw['line']),
  };
}

/** The body of a 412: which version there is now, and what changed since the one that the change was based on. */
export function stale(document: unknown): C.Stale {
  const raw = record(document);
  const present = record(raw['present']);
  return { version: whole(raw['version'] ?? present['version']), changes: changes(raw['changes'] ?? present['changes_since']) };
}

function brief(raw: Raw): C.Brief | null {
  const bot = text(raw['bot']);
  if (bot === null) return null;
  const last = record(raw['last']);
  const became = outcome(last['outcome']);
  const canary = record(raw['canary']);
  const tries = text(canary['instance']);
  return {
    bot,
    version: whole(raw['version']),
    hash: text(raw['hash']),
    format: format(raw['format']),
    status: raw['status'] === 'offline' ? 'offline' : (status(raw['status']) ?? 'degraded'),
    pending: raw['pending'] === true,
    pending_reason: text(raw['pending_reason']),
    canary: tries === null ? null : { instance: tries, until: text(canary['until']), verdict: text(canary['verdict']) },
    instances_behind: whole(raw['instances_behind']),
    source: text(raw['source']),
    last: became === null ? null : { outcome: became, who: text(last['who']), at: text(last['at']), reason: text(last['reason']) },
  };
}

/** Of all bots that have a configuration; null where the answer says nothing of that. */
export const briefs = (value: unknown): C.Brief[] | null => {
  const { configurations } = record(value);
  return Array.isArray(configurations) ? list(configurations, brief) : null;
};
