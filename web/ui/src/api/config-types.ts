/* What the API says of live configuration, in its own words. null is "not known" or "not set", never a default. */
import type { Instant } from './types';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonRecord = { readonly [key: string]: Json };

/** When a change may take effect, the quickest first. */
export type Apply = 'hot' | 'next_trade' | 'when_flat' | 'market_closed' | 'restart';

export type Format = 'json' | 'yaml' | 'python';
export type Status = 'active' | 'degraded' | 'source_missing' | 'refusing';
export type Outcome = 'accepted' | 'refused' | 'deferred' | 'unchanged' | 'rolled_back' | 'superseded' | 'expired' | 'canary';
export type InstanceState = 'applied' | 'pending' | 'refused' | 'lagging' | 'canary';

export interface Change {
  pointer: string;
  name: string;
  before: Json;
  after: Json;
}

export interface Problem {
  pointer: string | null;
  rule: string | null;
  message: string;
  remedy: string | null;
  file: string | null;
  line: number | null;
  column: number | null;
}

export interface Pending {
  id: string;
  version: number | null;
  mode: Apply;
  reason: string | null;
  since: Instant | null;
  expires_at: Instant | null;
  who: string | null;
  changes: readonly Change[];
}

export interface ConfigInstance {
  instance: string;
  version: number | null;
  hash: string | null;
  state: InstanceState | null;
  at: Instant | null;
  reason: string | null;
}

export interface Canary {
  id: string;
  instance: string | null;
  hash: string | null;
  who: string | null;
  reason: string | null;
  since: Instant | null;
  until: Instant | null;
  state: 'running' | 'promoted' | 'rolled_back';
  verdict: string | null;
  changes: readonly Change[];
  comparison: readonly Compared[];
}

/** One row of a canary's comparison. `others` is their mean in as long, `difference` the canary less that. */
export interface Compared {
  role: 'canary' | 'before' | 'other' | 'others' | 'difference';
  instance: string | null;
  version: number | null;
  hash: string | null;
  since: Instant | null;
  seconds: number | null;
  trades: number | null;
  losses: number | null;
  net_profit: string | null;
  currency: string | null;
  errors: number | null;
  refused_orders: number | null;
  equity: string | null;
  equity_currency: string | null;
  samples: number | null;
  too_few_trades: boolean;
}

export interface Consumer {
  name: string;
  seen_version: number | null;
  lag_seconds: number | null;
}

export interface ConfigHealth {
  reloads: number | null;
  refusals: number | null;
  no_ops: number | null;
  deferred: number | null;
  last_reload: Instant | null;
  failures_running: number | null;
  watching: boolean | null;
  degraded: string | null;
  consumers: readonly Consumer[];
  /** Parts that are told of each version and failed at it. */
  listeners: readonly { name: string; reason: string }[];
}

export interface Config {
  bot: string;
  version: number;
  hash: string;
  parent: string | null;
  format: Format;
  file: string | null;
  content: string;
  values: JsonRecord;
  schema: JsonRecord;
  status: Status;
  status_reason: string | null;
  source: string | null;
  editable: boolean;
  pending: Pending | null;
  instances: readonly ConfigInstance[];
  canary: Canary | null;
  health: ConfigHealth;
  origins: Readonly<Record<string, string>>;
}

/** A configuration in the list of all. */
export interface Brief {
  bot: string;
  version: number | null;
  hash: string | null;
  format: Format | null;
  /** `offline`: who keeps it cannot be asked. */
  status: Status | 'offline';
  /** Whether a version waits for its time. */
  pending: boolean;
  /** What it waits for. */
  pending_reason: string | null;
  /** What an instance tries out now. */
  canary: { instance: string; until: Instant | null; verdict: string | null } | null;
  instances_behind: number | null;
  source: string | null;
  /** What was tried last. */
  last: { outcome: Outcome; who: string | null; at: Instant | null; reason: string | null } | null;
}

/** What became of a change, or would become of it. */
export interface Verdict {
  outcome: Outcome;
  version: number | null;
  changes: readonly Change[];
  mode: Apply | null;
  pending: Pending | null;
}

export interface Validation {
  valid: boolean;
  problems: readonly Problem[];
  changes: readonly Change[];
  mode: Apply | null;
}

/** One line of the history: an attempt, and what became of it. */
export interface Entry {
  id: number;
  version: number | null;
  outcome: Outcome;
  at: Instant | null;
  who: string | null;
  /** Whether it is proved who it was; a file may be saved by anybody. */
  proved: boolean;
  reason: string | null;
  source: string | null;
  hash: string | null;
  parent: string | null;
  rollback_of: number | null;
  changes: readonly Change[];
  problems: readonly Problem[];
  chain: string | null;
}

export interface Difference {
  from: number;
  to: number;
  changes: readonly Change[];
  text: string;
}

export interface OldVersion {
  version: number;
  hash: string | null;
  content: string;
  at: Instant | null;
  who: string | null;
  reason: string | null;
}

/** What the socket tells of a configuration. */
export interface Update {
  event: Outcome;
  version: number | null;
  who: string | null;
  reason: string | null;
  changes: readonly Change[];
  problems: readonly Problem[];
  line: string | null;
}

/** What a refused change says when its base is no longer the newest. */
export interface Stale {
  version: number | null;
  changes: readonly Change[];
}

export interface Edit {
  pointer: string;
  value?: Json;
  remove?: true;
}
