/* Alerts, rules and notifications as the views rely on them; see the server's OpenAPI document for what each field means. */
import type { Instant } from './types';

export type Level = 'info' | 'warning' | 'critical';
export type AlertState = 'pending' | 'firing' | 'no_data' | 'flapping' | 'resolved' | 'ended';

export interface Evidence {
  at: Instant | null;
  what: string;
  value: string;
}

export interface Acknowledged {
  owner: string;
  comment: string | null;
  at: Instant | null;
  until: Instant | null;
}

export interface Alert {
  id: string;
  rule: string;
  subject: string;
  bot: string | null;
  part: string | null;
  level: Level;
  state: AlertState;
  begun: Instant | null;
  since: Instant | null;
  value: number | null;
  threshold: number | null;
  reason: string;
  evidence: Evidence[];
  labels: Readonly<Record<string, string>>;
  /** Where it says what to do. */
  runbook: string | null;
  /** What to do, in a sentence. */
  advice: string | null;
  acknowledged: Acknowledged | null;
  silenced: string[];
}

export interface Silence {
  id: string;
  matcher: Readonly<Record<string, string>>;
  from: Instant | null;
  until: Instant | null;
  until_resolved: boolean;
  owner: string;
  comment: string;
  hidden: number;
  ended: Instant | null;
  ended_by: string | null;
}

export interface Counts {
  open: number;
  critical: number;
  warning: number;
  info: number;
  acknowledged: number;
  silenced: number;
  pending: number;
}

export interface AlertsNow {
  counts: Counts;
  open: Alert[];
  pending: Alert[];
  recent: Alert[];
  silences: Silence[];
}

export interface Step {
  at: Instant | null;
  kind: 'changed' | 'acknowledged' | 'unacknowledged' | 'told' | 'hidden';
  from: AlertState | null;
  state: AlertState | null;
  level: Level | null;
  value: number | null;
  who: string | null;
  words: string | null;
  until: Instant | null;
  notice: string | null;
  name: string | null;
}

export type DeliveryState = 'waiting' | 'attempting' | 'delivered' | 'dead';

export interface Delivery {
  id: string;
  message: string;
  channel: string;
  kind: string;
  level: Level;
  bot: string | null;
  alerts: string[];
  at: Instant | null;
  title: string;
  state: DeliveryState;
  attempts: number;
  next: Instant | null;
  done: Instant | null;
  why: string | null;
  perhaps_repeated: boolean;
}

export interface Life {
  alert: Alert;
  steps: Step[];
  deliveries: Delivery[];
}

export interface Paged<A> {
  items: A[];
  next: string | null;
}

export type Standing = 'waiting' | 'good' | 'pending' | 'no_data' | 'flapping' | 'firing';

export interface Rule {
  name: string;
  what: string;
  /** How many of the last samples must meet it, such as "3 of 5"; null for the last one alone. */
  breaches: string | null;
  level: Level;
  for_seconds: number;
  keep_firing_for_seconds: number;
  scope: string;
  labels: Readonly<Record<string, string>>;
  /** Where it says what to do. */
  runbook: string | null;
  /** What to do, in a sentence. */
  advice: string | null;
  channels: string[];
  source: string;
  place: string | null;
  /** Null when nobody has it as a text. */
  yaml: string | null;
  hash: string;
  state: Standing;
  matches_nothing: string | null;
  last_reason: string | null;
  subjects: number;
  pending: number;
  open: number;
  last_fired: Instant | null;
}

export interface Rules {
  rules: Rule[];
  editing: { possible: boolean; reason: string };
}

export interface Threshold {
  name: string;
  metric: string;
  limit: number;
  fires: 'above' | 'below';
  level: Level;
  rule: string;
  present: { bot: string; value: number }[];
}

export interface Would {
  subject: string;
  level: Level;
  from: Instant | null;
  until: Instant | null;
  value: number | null;
  reason: string;
}

export interface RulePreview {
  alerts: number;
  notices: number;
  fired: Would[];
}

export interface Channel {
  name: string;
  type: string;
  state: 'working' | 'waiting' | 'broken' | 'off';
  reason: string | null;
  target: string | null;
  hears: string | null;
  waiting: number;
  oldest: Instant | null;
  delivered: number;
  dead: number;
  retried: number;
  last_delivered: Instant | null;
  /** In ms; null where nothing was delivered since the channel was opened. */
  latency: { p50: number | null; p99: number | null };
}

export interface Embed {
  title: string | null;
  description: string | null;
  color: number | null;
  fields: { name: string; value: string; inline: boolean }[];
  footer: string | null;
  timestamp: Instant | null;
}

export interface Preview {
  kind: string;
  level: Level;
  sample: boolean;
  at: Instant | null;
  title: string;
  plain: string;
  telegram: { html: string; buttons: string[][] };
  discord: { username: string | null; content: string | null; embeds: Embed[] };
  chart_png: string | null;
}
