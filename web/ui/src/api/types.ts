/*
 * What the API says (docs/reference/api.md), in its own words. Money and quantities are decimal strings; times are ISO-8601 or,
 * where the name ends in _ms or _seconds, numbers. Ratios are fractions, `_pct` is percent. null is "undefined", never zero.
 */

export type Decimal = string;
export type Instant = string;

export type BotStatus = 'online' | 'halted' | 'stale' | 'error' | 'offline';
export type Health = 'healthy' | 'unknown' | 'degraded' | 'failed';

export interface Balance {
  total: Decimal | null;
  available: Decimal | null;
  currency: string | null;
  at: Instant | null;
}

/** Figures by name. What is null is explained in `undefined` under its name. */
export interface Performance {
  figures: Readonly<Record<string, number | string | boolean | null>>;
  why: Readonly<Record<string, string>>;
  conventions: Readonly<Record<string, string | number | null>>;
}

export interface Instance {
  id: string;
  connected: boolean;
  owner: boolean;
  ended: boolean;
  last_seq: number | null;
  started_at: Instant | null;
  last_heard: Instant | null;
}

export interface Component {
  bot: string | null;
  name: string;
  health: Health;
  critical: boolean;
  response_time_ms: number | null;
  message: string | null;
  since: Instant | null;
  at: Instant | null;
}

export interface Position {
  bot: string | null;
  symbol: string;
  side: string | null;
  quantity: Decimal | null;
  entry_price: Decimal | null;
  current_price: Decimal | null;
  currency: string | null;
  unrealized_pnl: Decimal | null;
  unrealized_pnl_pct: Decimal | null;
  stop_loss: Decimal | null;
  take_profit: Decimal | null;
  strategy: string | null;
  opened_at: Instant | null;
  marked_at: Instant | null;
}

export interface Order {
  order_id: string;
  symbol: string;
  side: string | null;
  kind: string | null;
  status: string | null;
  quantity: Decimal | null;
  filled: Decimal | null;
  price: Decimal | null;
  average_price: Decimal | null;
  currency: string | null;
  reason: string | null;
  at: Instant | null;
}

/** A trade, open while `closed_at` is null. `side` is the opening side: buy is long. */
export interface Trade {
  bot: string | null;
  trade_id: string;
  symbol: string;
  side: string | null;
  entry_price: Decimal | null;
  exit_price: Decimal | null;
  quantity: Decimal | null;
  currency: string | null;
  pnl: Decimal | null;
  pnl_pct: Decimal | null;
  fees: Decimal | null;
  fees_currency: string | null;
  net: Decimal | null;
  reason: string | null;
  strategy: string | null;
  opened_at: Instant | null;
  closed_at: Instant | null;
  duration_seconds: number | null;
  side_mismatch: boolean;
}

export interface BotError {
  error: string | null;
  message: string | null;
  severity: string | null;
  component: string | null;
  at: Instant | null;
}

export interface ApiUsage {
  venue: string | null;
  endpoint: string | null;
  calls: number | null;
  errors: number | null;
  throttled: number | null;
  remaining: number | null;
  limit: number | null;
  at: Instant | null;
}

export interface LogLine {
  level: string | null;
  logger: string | null;
  message: string | null;
  at: Instant | null;
}

export interface Metric {
  value: number | string | null;
  at: Instant | null;
}

export interface Gap {
  instance: string | null;
  from: number | null;
  to: number | null;
  since: Instant | null;
}

/** A bot as a list shows it. */
export interface BotRow {
  id: string;
  status: BotStatus;
  reason: string | null;
  run_state: string | null;
  mode: string | null;
  policy: string | null;
  venue: string | null;
  strategy: string | null;
  version: string | null;
  currency: string | null;
  first_heard: Instant | null;
  started_at: Instant | null;
  last_heard: Instant | null;
  clock_skew_ms: number | null;
  error_count: number | null;
  open_positions: number | null;
  balance: Balance | null;
  equity: Decimal | null;
  unrealized: Decimal | null;
  performance: Performance;
}

/** A bot with everything that is known of it. */
export interface Bot extends BotRow {
  instances: readonly Instance[];
  components: readonly Component[];
  positions: readonly Position[];
  orders: readonly Order[];
  trades: readonly Trade[];
  errors: readonly BotError[];
  api_usage: readonly ApiUsage[];
  logs: readonly LogLine[];
  metrics: Readonly<Record<string, Metric>>;
  gaps: readonly Gap[];
  side_mismatches: number | null;
}

export interface Fleet {
  index: number | null;
  at: Instant | null;
  status: BotStatus;
  statuses: Readonly<Record<string, number>>;
  currency: string | null;
  balance: Decimal | null;
  available: Decimal | null;
  equity: Decimal | null;
  unrealized: Decimal | null;
  open_positions: number | null;
  error_count: number | null;
  performance: Performance;
  why_null: Readonly<Record<string, string>>;
  bots: readonly BotRow[];
  positions: readonly Position[];
  trades: readonly Trade[];
  components: readonly Component[];
  counters: Readonly<Record<string, number>>;
}

export interface HistoryPoint {
  at: Instant;
  value: number;
  min: number | null;
  max: number | null;
}

export interface StateChange {
  at: Instant;
  value: string;
}

export interface History {
  metric: string;
  from: Instant | null;
  to: Instant | null;
  points: readonly HistoryPoint[];
  states: readonly StateChange[];
}

export interface Page<T> {
  items: readonly T[];
  next: string | null;
}

export interface ServerState {
  version: string | null;
  ready: boolean;
  reason: string | null;
  uptime_seconds: number | null;
  heap_used_bytes: number | null;
  heap_max_bytes: number | null;
  storage: Readonly<Record<string, number>>;
  sockets: Readonly<Record<string, number>>;
  dropped: Readonly<Record<string, number>>;
}

export interface Session {
  name: string | null;
  role: string | null;
  /** `session` or `token`. */
  via: string | null;
  expires_at: Instant | null;
}

export interface Token {
  id: string;
  name: string | null;
  role: string | null;
  bot: string | null;
  created_at: Instant | null;
  created_by: string | null;
  expires_at: Instant | null;
}
