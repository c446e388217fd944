/* From the wire to the types of alerts, in the same spirit as `decode`: odd fields become null, and nothing throws. */
import type * as T from './alert-types';
import type { Raw } from './decode';
import { flag, isRecord, list, map, nullable, number, record, text } from './decode';

const LEVELS: readonly string[] = ['info', 'warning', 'critical'] satisfies T.Level[];
const STATES: readonly string[] = ['pending', 'firing', 'no_data', 'flapping', 'resolved', 'ended'] satisfies T.AlertState[];

/** A level that this version does not know is better taken too seriously than not enough. */
const level = (value: unknown): T.Level => (LEVELS.includes(String(value)) ? (value as T.Level) : 'critical');
const state = (value: unknown): T.AlertState | null => (STATES.includes(String(value)) ? (value as T.AlertState) : null);
const words = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []);
const amount = (value: unknown): number => number(value) ?? 0;

const evidence = (raw: Raw): T.Evidence => ({ at: text(raw['at']), what: text(raw['what']) ?? '?', value: text(raw['value']) ?? '' });

const acknowledged = (raw: Raw): T.Acknowledged => ({
  owner: text(raw['owner']) ?? 'somebody',
  comment: text(raw['comment']),
  at: text(raw['at']),
  until: text(raw['until']),
});

export const alert = (raw: Raw): T.Alert => ({
  id: text(raw['id']) ?? '',
  rule: text(raw['rule']) ?? '?',
  subject: text(raw['subject']) ?? text(raw['bot']) ?? 'fleet',
  bot: text(raw['bot']),
  part: text(raw['part']),
  level: level(raw['level']),
  state: state(raw['state']) ?? 'firing',
  begun: text(raw['begun']),
  since: text(raw['since']),
  value: number(raw['value']),
  threshold: number(raw['threshold']),
  reason: text(raw['reason']) ?? '',
  evidence: list(raw['evidence'], evidence),
  labels: map(raw['labels'], text),
  runbook: link(raw['runbook']),
  advice: advice(raw['runbook']),
  acknowledged: nullable(raw['acknowledged'], acknowledged),
  silenced: words(raw['silenced']),
});

/** The page that a runbook names among its words: an address, or one of the dashboard's own; and nothing that a browser would run. */
function link(value: unknown): string | null {
  return /(?<!\S)(?:https?:\/\/\S+|\/runbooks#[\w.-]+)/i.exec(text(value) ?? '')?.[0] ?? null;
}

/** What a runbook says besides; null when it says no more than where to read. */
function advice(value: unknown): string | null {
  const words = (text(value) ?? '').replace(/\s*(?:More:\s*)?(?<!\S)(?:https?:\/\/\S+|\/runbooks#[\w.-]+)/i, '').trim();
  return words === '' ? null : words;
}

const silence = (raw: Raw): T.Silence => ({
  id: text(raw['id']) ?? '',
  matcher: map(raw['matcher'], text),
  from: text(raw['from']),
  until: text(raw['until']),
  until_resolved: raw['until_resolved'] === true,
  owner: text(raw['owner']) ?? '?',
  comment: text(raw['comment']) ?? '',
  hidden: amount(raw['hidden']),
  ended: text(raw['ended']),
  ended_by: text(raw['ended_by']),
});

export function alertsNow(value: unknown): T.AlertsNow {
  const raw = record(value);
  const counted = record(raw['counts']);
  const count = (name: string): number => amount(counted[name]);
  return {
    counts: {
      open: count('open'), critical: count('critical'), warning: count('warning'), info: count('info'),
      acknowledged: count('acknowledged'), silenced: count('silenced'), pending: count('pending'),
    },
    open: list(raw['open'], alert),
    pending: list(raw['pending'], alert),
    recent: list(raw['recent'], alert),
    silences: list(raw['silences'], silence),
  };
}

/** One alert out of a message; null where there is none. */
export const oneAlert = (value: unknown): T.Alert | null => (isRecord(value) && text(value['id']) !== null ? alert(value) : null);

const page = <A>(value: unknown, name: string, each: (raw: Raw) => A): T.Paged<A> => ({
  items: list(record(value)[name], each),
  next: text(record(value)['next']),
});

export const alerts = (value: unknown): T.Paged<T.Alert> => page(value, 'alerts', alert);
export const deliveries = (value: unknown): T.Paged<T.Delivery> => page(value, 'notifications', delivery);

export const hidden = (value: unknown): { matches: number; alerts: T.Alert[] } => ({
  matches: amount(record(value)['matches']),
  alerts: list(record(value)['alerts'], alert),
});

const KINDS: readonly string[] = ['changed', 'acknowledged', 'unacknowledged', 'told', 'hidden'] satisfies T.Step['kind'][];

const step = (raw: Raw): T.Step => ({
  at: text(raw['at']),
  kind: KINDS.includes(String(raw['kind'])) ? (raw['kind'] as T.Step['kind']) : 'changed',
  from: state(raw['from']),
  state: state(raw['state']),
  level: raw['level'] === null || raw['level'] === undefined ? null : level(raw['level']),
  value: number(raw['value']),
  who: text(raw['who']),
  words: text(raw['words']),
  until: text(raw['until']),
  notice: text(raw['notice']),
  name: text(raw['name']),
});

const DELIVERY: readonly string[] = ['waiting', 'attempting', 'delivered', 'dead'] satisfies T.DeliveryState[];

const delivery = (raw: Raw): T.Delivery => ({
  id: text(raw['id']) ?? '',
  message: text(raw['message']) ?? text(raw['id']) ?? '',
  channel: text(raw['channel']) ?? '?',
  kind: text(raw['kind']) ?? '?',
  level: level(raw['level']),
  bot: text(raw['bot']),
  alerts: words(raw['alerts']),
  at: text(raw['at']),
  title: text(raw['title']) ?? '',
  state: DELIVERY.includes(String(raw['state'])) ? (raw['state'] as T.DeliveryState) : 'waiting',
  attempts: amount(raw['attempts']),
  next: text(raw['next']),
  done: text(raw['done']),
  why: text(raw['why']),
  perhaps_repeated: flag(raw['perhaps_repeated']),
});

export function life(value: unknown): T.Life | null {
  const raw = record(value);
  const of = oneAlert(raw['alert']);
  return of && { alert: of, steps: list(raw['steps'], step), deliveries: list(raw['deliveries'], delivery) };
}

const STANDINGS: readonly string[] = ['waiting', 'good', 'pending', 'no_data', 'flapping', 'firing'] satisfies T.Standing[];

const rule = (raw: Raw): T.Rule => ({
  name: text(raw['name']) ?? '?',
  what: text(raw['what']) ?? '',
  breaches: text(raw['breaches']),
  level: level(raw['level']),
  for_seconds: amount(raw['for_seconds']),
  keep_firing_for_seconds: amount(raw['keep_firing_for_seconds']),
  scope: text(raw['scope']) ?? '',
  labels: map(raw['labels'], text),
  runbook: link(raw['runbook']),
  advice: advice(raw['runbook']),
  channels: words(raw['channels']),
  source: text(raw['source']) ?? 'stock',
  place: text(raw['place']),
  yaml: text(raw['yaml']),
  hash: text(raw['hash']) ?? '',
  state: STANDINGS.includes(String(raw['state'])) ? (raw['state'] as T.Standing) : 'waiting',
  matches_nothing: text(raw['matches_nothing']),
  last_reason: text(raw['last_reason']),
  subjects: amount(raw['subjects']),
  pending: amount(raw['pending']),
  open: amount(raw['open']),
  last_fired: text(raw['last_fired']),
});

export function rules(value: unknown): T.Rules {
  const raw = record(value);
  const editing = record(raw['editing']);
  return { rules: list(raw['rules'], rule), editing: { possible: flag(editing['possible']), reason: text(editing['reason']) ?? '' } };
}

export const thresholds = (value: unknown): T.Threshold[] =>
  list(record(value)['thresholds'], (raw) => ({
    name: text(raw['name']) ?? '?',
    metric: text(raw['metric']) ?? '?',
    limit: amount(raw['limit']),
    fires: raw['fires'] === 'below' ? 'below' : 'above',
    level: level(raw['level']),
    rule: text(raw['rule']) ?? '',
    present: list(raw['present'], (one) => ({ bot: text(one['bot']) ?? '?', value: amount(one['value']) })),
  }));

export const rulePreview = (value: unknown): T.RulePreview => {
  const raw = record(value);
  return {
    alerts: amount(raw['alerts']),
    notices: amount(raw['notices']),
    fired: list(raw['fired'], (one) => ({
      subject: text(one['subject']) ?? '?',
      level: level(one['level']),
      from: text(one['from']),
      until: text(one['until']),
      value: number(one['value']),
      reason: text(one['reason']) ?? '',
    })),
  };
};

const CHANNEL: readonly string[] = ['working', 'waiting', 'broken', 'off'] satisfies T.Channel['state'][];

export const channels = (value: unknown): T.Channel[] =>
  list(record(value)['channels'], (raw) => ({
    name: text(raw['name']) ?? '?',
    type: text(raw['type']) ?? '?',
    state: CHANNEL.includes(String(raw['state'])) ? (raw['state'] as T.Channel['state']) : 'broken',
    reason: text(raw['reason']),
    target: text(raw['target']),
    hears: text(raw['hears']),
    waiting: amount(raw['waiting']),
    oldest: text(raw['oldest']),
    delivered: amount(raw['delivered']),
    dead: amount(raw['dead']),
    retried: amount(raw['retried']),
    last_delivered: text(raw['last_delivered']),
    latency: { p50: number(record(raw['latency'])['p50_ms']), p99: number(record(raw['latency'])['p99_ms']) },
  }));

const embed = (raw: Raw): T.Embed => ({
  title: text(raw['title']),
  description: text(raw['description']),
  color: number(raw['color']),
  fields: list(raw['fields'], (one) => ({ name: text(one['name']) ?? '', value: text(one['value']) ?? '', inline: flag(one['inline']) })),
  footer: text(raw['footer']),
  timestamp: text(raw['timestamp']),
});

export const previews = (value: unknown): T.Preview[] =>
  list(record(value)['messages'], (raw) => {
    const telegram = record(raw['telegram']);
    const discord = record(raw['discord']);
    return {
      kind: text(raw['kind']) ?? '?',
      level: level(raw['level']),
      sample: flag(raw['sample']),
      at: text(raw['at']),
      title: text(raw['title']) ?? '',
      plain: text(raw['plain']) ?? '',
      telegram: { html: text(telegram['html']) ?? '', buttons: Array.isArray(telegram['buttons']) ? telegram['buttons'].map(words) : [] },
      discord: { username: text(discord['username']), content: text(discord['content']), embeds: list(discord['embeds'], embed) },
      chart_png: text(raw['chart_png']),
    };
  });
