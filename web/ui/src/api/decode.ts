/*
 * From what came over the wire to the types that the views rely on. The server is trusted to mean well, not to be of the same
 * version: a missing or odd field becomes null, an odd list becomes empty, and nothing throws.
 */
import type * as T from './types';

export type Raw = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);

export const record = (value: unknown): Raw => (isRecord(value) ? value : {});
export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
export const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
export const flag = (value: unknown): boolean => value === true;
export const list = <A>(value: unknown, each: (raw: Raw) => A): A[] => (Array.isArray(value) ? value.filter(isRecord).map(each) : []);
export const nullable = <A>(value: unknown, each: (raw: Raw) => A): A | null => (isRecord(value) ? each(value) : null);

const DECIMAL = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** A decimal as its digits; a JSON number is taken as the digits that it shows. */
export function decimal(value: unknown): T.Decimal | null {
  if (typeof value === 'string') return DECIMAL.test(value) ? value : null;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

/** A number, also where it came as a decimal string. */
function plain(value: unknown): number | null {
  const digits = decimal(value);
  return digits === null ? null : Number(digits);
}

export function map<A>(value: unknown, each: (raw: unknown) => A | null): Record<string, A> {
  const result: Record<string, A> = {};
  for (const [key, raw] of Object.entries(record(value))) {
    const one = each(raw);
    if (one !== null) result[key] = one;
  }
  return result;
}

const STATUSES: readonly string[] = ['online', 'halted', 'stale', 'error', 'offline'] satisfies T.BotStatus[];
const HEALTHS: readonly string[] = ['healthy', 'unknown', 'degraded', 'failed'] satisfies T.Health[];

/** A status that this version does not know is no good news: the bot is shown as gone. */
const status = (value: unknown): T.BotStatus => (STATUSES.includes(String(value)) ? (value as T.BotStatus) : 'offline');
export const health = (value: unknown): T.Health => (HEALTHS.includes(String(value)) ? (value as T.Health) : 'unknown');

const balance = (raw: Raw): T.Balance => ({
  total: decimal(raw['total']),
  available: decimal(raw['available']),
  currency: text(raw['currency']),
  at: text(raw['at']),
});

export function performance(value: unknown): T.Performance {
  const { undefined: why, conventions, ...rest } = record(value);
  const figures: Record<string, number | string | boolean | null> = {};
  for (const [key, raw] of Object.entries(rest)) {
    figures[key] = typeof raw === 'string' || typeof raw === 'boolean' ? raw : number(raw);
  }
  return { figures, why: map(why, text), conventions: map(conventions, (raw) => text(raw) ?? number(raw)) };
}

const instance = (raw: Raw): T.Instance => ({
  id: text(raw['id']) ?? '?',
  connected: flag(raw['connected']),
  owner: flag(raw['owner']),
  ended: flag(raw['ended']),
  last_seq: number(raw['last_seq']),
  started_at: text(raw['started_at']),
  last_heard: text(raw['last_heard']),
});

const component = (raw: Raw): T.Component => ({
  bot: text(raw['bot']),
  name: text(raw['name']) ?? '?',
  health: health(raw['health']),
  critical: flag(raw['critical']),
  response_time_ms: plain(raw['response_time_ms']),
  message: text(raw['message']),
  since: text(raw['since']),
  at: text(raw['at']),
});

const position = (raw: Raw): T.Position => ({
  bot: text(raw['bot']),
  symbol: text(raw['symbol']) ?? '?',
  side: text(raw['side']),
  quantity: decimal(raw['quantity']),
  entry_price: decimal(raw['entry_price']),
  current_price: decimal(raw['current_price']),
  currency: text(raw['currency']),
  unrealized_pnl: decimal(raw['unrealized_pnl']),
  unrealized_pnl_pct: decimal(raw['unrealized_pnl_pct']),
  stop_loss: decimal(raw['stop_loss']),
  take_profit: decimal(raw['take_profit']),
  strategy: text(raw['strategy']),
  opened_at: text(raw['opened_at']),
  marked_at: text(raw['marked_at']),
});

const order = (raw: Raw): T.Order => ({
  order_id: text(raw['order_id']) ?? '?',
  symbol: text(raw['symbol']) ?? '?',
  side: text(raw['side']),
  kind: text(raw['kind']),
  status: text(raw['status']),
  quantity: decimal(raw['quantity']),
  filled: decimal(raw['filled']),
  price: decimal(raw['price']),
  average_price: decimal(raw['average_price']),
  currency: text(raw['currency']),
  reason: text(raw['reason']),
  at: text(raw['at']),
});

const trade = (raw: Raw): T.Trade => ({
  bot: text(raw['bot']),
  trade_id: text(raw['trade_id']) ?? '?',
  symbol: text(raw['symbol']) ?? '?',
  side: text(raw['side']),
  entry_price: decimal(raw['entry_price']),
  exit_price: decimal(raw['exit_price']),
  quantity: decimal(raw['quantity']),
  currency: text(raw['currency']),
  pnl: decimal(raw['pnl']),
  pnl_pct: decimal(raw['pnl_pct']),
  fees: decimal(raw['fees']),
  fees_currency: text(raw['fees_currency']),
  net: decimal(raw['net']),
  reason: text(raw['reason']),
  strategy: text(raw['strategy']),
  opened_at: text(raw['opened_at']),
  closed_at: text(raw['closed_at']),
  duration_seconds: plain(raw['duration_seconds']),
  side_mismatch: flag(raw['side_mismatch']),
});

const botError = (raw: Raw): T.BotError => ({
  error: text(raw['error']),
  message: text(raw['message']),
  severity: text(raw['severity']),
  component: text(raw['component']),
  at: text(raw['at']),
});

const usage = (raw: Raw): T.ApiUsage => ({
  venue: text(raw['venue']),
  endpoint: text(raw['endpoint']),
  calls: number(raw['calls']),
  errors: number(raw['errors']),
  throttled: number(raw['throttled']),
  remaining: number(raw['remaining']),
  limit: number(raw['limit']),
  at: text(raw['at']),
});

const log = (raw: Raw): T.LogLine => ({
  level: text(raw['level']),
  logger: text(raw['logger']),
  message: text(raw['message']),
  at: text(raw['at']),
});

const metric = (raw: unknown): T.Metric | null =>
  isRecord(raw) ? { value: text(raw['value']) ?? number(raw['value']), at: text(raw['at']) } : null;

const gap = (raw: Raw): T.Gap => ({
  instance: text(raw['instance']),
  from: number(raw['from']),
  to: number(raw['to']),
  since: text(raw['since']),
});

export const botRow = (raw: Raw): T.BotRow => ({
  id: text(raw['id']) ?? '?',
  status: status(raw['status']),
  reason: text(raw['reason']),
  run_state: text(raw['run_state']),
  mode: text(raw['mode']),
  policy: text(raw['policy']),
  venue: text(raw['venue']),
  strategy: text(raw['strategy']),
  version: text(raw['version']),
  currency: text(raw['currency']),
  first_heard: text(raw['first_heard']),
  started_at: text(raw['started_at']),
  last_heard: text(raw['last_heard']),
  clock_skew_ms: number(raw['clock_skew_ms']),
  error_count: number(raw['error_count']),
  open_positions: number(raw['open_positions']) ?? (Array.isArray(raw['positions']) ? raw['positions'].length : null),
  balance: nullable(raw['balance'], balance),
  equity: decimal(raw['equity']),
  unrealized: decimal(raw['unrealized']),
  performance: performance(raw['performance']),
});

export function bot(value: unknown): T.Bot {
  const raw = record(value);
  return {
    ...botRow(raw),
    instances: list(raw['instances'], instance),
    components: list(raw['components'], component),
    positions: list(raw['positions'], position),
    orders: list(raw['orders'], order),
    trades: list(raw['trades'], trade),
    errors: list(raw['errors'], botError),
    api_usage: list(raw['api_usage'], usage),
    logs: list(raw['logs'], log),
    metrics: map(raw['metrics'], metric),
    gaps: list(raw['gaps'], gap),
    side_mismatches: number(raw['side_mismatches']),
  };
}

export function fleet(value: unknown): T.Fleet {
  const raw = record(value);
  return {
    index: number(raw['index']),
    at: text(raw['at']),
    status: status(raw['status']),
    statuses: map(raw['statuses'], number),
    currency: text(raw['currency']),
    balance: decimal(raw['balance']),
    available: decimal(raw['available']),
    equity: decimal(raw['equity']),
    unrealized: decimal(raw['unrealized']),
    open_positions: number(raw['open_positions']),
    error_count: number(raw['error_count']),
    performance: performance(raw['performance']),
    why_null: map(raw['why_null'], text),
    bots: list(raw['bots'], botRow),
    positions: list(raw['positions'], position),
    trades: list(raw['trades'], trade),
    components: list(raw['components'], component),
    counters: map(raw['counters'], number),
  };
}

export function history(value: unknown): T.History {
  const raw = record(value);
  return {
    metric: text(raw['metric']) ?? '',
    from: text(raw['from']),
    to: text(raw['to']),
    points: list(raw['points'], (point) => ({
      at: text(point['at']) ?? '',
      value: number(point['value']) ?? Number.NaN,
      min: number(point['min']),
      max: number(point['max']),
    })).filter((point) => point.at !== '' && Number.isFinite(point.value)),
    states: list(raw['states'], (state) => ({ at: text(state['at']) ?? '', value: String(state['value'] ?? '') })).filter((s) => s.at !== ''),
  };
}

export function tradePage(value: unknown): T.Page<T.Trade> {
  const raw = record(value);
  return { items: list(raw['trades'], trade), next: text(raw['next']) };
}

/** The newest value of each metric, as the seeds' `/api/metrics` gives them: numbers or words. */
export const metricValues = (value: unknown): Record<string, number | string> =>
  map(record(value)['metrics'], (raw) => text(raw) ?? number(raw));

export const serverState = (value: unknown): T.ServerState => {
  const raw = record(value);
  return {
    version: text(raw['version']),
    ready: flag(raw['ready']),
    reason: text(raw['reason']),
    uptime_seconds: number(raw['uptime_seconds']),
    heap_used_bytes: number(raw['heap_used_bytes']),
    heap_max_bytes: number(raw['heap_max_bytes']),
    storage: map(raw['storage'], number),
    sockets: map(raw['sockets'], number),
    dropped: map(raw['dropped'], number),
  };
};

export const session = (value: unknown): T.Session => {
  const raw = record(value);
  return { name: text(raw['name']), role: text(raw['role']), via: text(raw['via']), expires_at: text(raw['expires_at']) };
};

export const tokens = (value: unknown): T.Token[] =>
  list(record(value)['tokens'], (raw) => ({
    id: text(raw['id']) ?? '',
    name: text(raw['name']),
    role: text(raw['role']),
    bot: text(raw['bot']),
    created_at: text(raw['created_at']),
    created_by: text(raw['created_by']),
    expires_at: text(raw['expires_at']),
  })).filter((one) => one.id !== '');
