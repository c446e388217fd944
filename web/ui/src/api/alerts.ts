/** The requests of alerts, silences, rules and notifications. */
import * as decode from './alert-decode';
import type { Alert, Channel, Delivery, Life, Paged, Preview, RulePreview, Rules, Threshold } from './alert-types';
import { get, query, Refusal, request } from './http';

const part = encodeURIComponent;

export interface AlertFilter {
  state: string;
  bot?: string | null;
  level?: string | null;
  rule?: string | null;
  cursor?: string | null;
  limit: number;
}

export const loadAlerts = async ({ state, bot = null, level = null, rule = null, cursor = null, limit }: AlertFilter): Promise<Paged<Alert>> =>
  decode.alerts(await get(`/api/v1/alerts?${query({ state, bot, level, rule, cursor, limit })}`));

export async function loadLife(id: string, signal?: AbortSignal): Promise<Life> {
  const life = decode.life(await get(`/api/v1/alerts/${part(id)}`, signal));
  if (life === null) throw new Refusal(200, 'The server’s answer about this alert is not understood. It may be newer than this page: load the page anew.');
  return life;
}

/** A length such as "2h"; null for as long as the alert lasts. */
export const acknowledge = (id: string, comment: string, length: string | null): Promise<unknown> =>
  request('POST', `/api/v1/alerts/${part(id)}/acknowledge`, { ...(comment.trim() === '' ? {} : { comment: comment.trim() }), ...(length === null ? {} : { for: length }) });

export const unacknowledge = (id: string): Promise<unknown> => request('DELETE', `/api/v1/alerts/${part(id)}/acknowledge`);

export type Matcher = Readonly<Record<string, string>>;

/** @param untilResolved whether it ends earlier with the alerts that it hides */
export const beginSilence = (matcher: Matcher, length: string, untilResolved: boolean, comment: string): Promise<unknown> =>
  request('POST', '/api/v1/silences', { matcher, for: length, until_resolved: untilResolved, comment });

export const endSilence = (id: string): Promise<unknown> => request('DELETE', `/api/v1/silences/${part(id)}`);

export const previewSilence = async (matcher: Matcher, signal?: AbortSignal): Promise<{ matches: number; alerts: Alert[] }> =>
  decode.hidden(await request('POST', '/api/v1/silences/preview', { matcher }, signal));

export const loadRules = async (): Promise<Rules> => decode.rules(await get('/api/v1/rules'));
export const loadThresholds = async (): Promise<Threshold[]> => decode.thresholds(await get('/api/v1/thresholds'));
export const previewRule = async (yaml: string): Promise<RulePreview> => decode.rulePreview(await request('POST', '/api/v1/rules/preview', { yaml }));

export const saveRule = (name: string, yaml: string, hash: string): Promise<unknown> =>
  request('PUT', `/api/v1/rules/${part(name)}`, { yaml, hash });

export const loadChannels = async (): Promise<Channel[]> => decode.channels(await get('/api/v1/channels'));

/** Null when it was delivered; else why not. */
export async function testChannel(name: string): Promise<string | null> {
  const answer = (await request('POST', `/api/v1/channels/${part(name)}/test`)) as { delivered?: unknown; reason?: unknown } | null;
  if (answer?.delivered === true) return null;
  return typeof answer?.reason === 'string' ? answer.reason : 'it was not delivered';
}

export interface DeliveryFilter {
  channel?: string | null;
  state?: string | null;
  cursor?: string | null;
  limit: number;
}

export const loadDeliveries = async ({ channel = null, state = null, cursor = null, limit }: DeliveryFilter): Promise<Paged<Delivery>> =>
  decode.deliveries(await get(`/api/v1/notifications?${query({ channel, state, cursor, limit })}`));

export const retryDelivery = (id: string): Promise<unknown> => request('POST', `/api/v1/notifications/${part(id)}/retry`);

export const loadPreviews = async (): Promise<Preview[]> => decode.previews(await get('/api/v1/messages/preview'));
