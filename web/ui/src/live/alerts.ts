/** The alerts of the present, live: every page shows their count, and says when a new one comes. */
import { computed, signal } from '@preact/signals';
import * as decode from '../api/alert-decode';
import type { Alert, AlertsNow, Counts, Level } from '../api/alert-types';
import { url } from '../api/http';
import { applied } from './fleet';
import { topic } from './topic';

export const alertsTopic = topic<AlertsNow>({ key: 'alerts', path: url.alertsNow, decode: decode.alertsNow }, applied);

export const alerts = alertsTopic.state;
const NONE: Counts = { open: 0, critical: 0, warning: 0, info: 0, acknowledged: 0, silenced: 0, pending: 0 };
export const counts = computed<Counts>(() => alerts.value?.counts ?? NONE);

export const LEVEL_RANK: Readonly<Record<Level, number>> = { critical: 0, warning: 1, info: 2 };

/** Open alerts of one bot, the most urgent first. */
export const openOf = (bot: string): readonly Alert[] => (alerts.value?.open ?? []).filter((alert) => alert.bot === bot);

/** What came just now and is said at the edge of the page, the newest last. */
export const toasts = signal<readonly Alert[]>([]);

const MOST_TOASTS = 30;
/** What was said already, by the level that it was said at: as alerts end they are forgotten. */
const said = new Map<string, Level>();

const isOpen = (alert: Alert): boolean => alert.state === 'firing' || alert.state === 'no_data' || alert.state === 'flapping';

/** An alert changed. It is said once when it opens and again when its level rises, unless somebody has it or it is silenced. */
export function hearAlert(raw: unknown): void {
  const alert = decode.oneAlert(raw);
  if (alert === null) return;
  if (!isOpen(alert) || alert.acknowledged !== null || alert.silenced.length > 0) {
    if (!isOpen(alert)) said.delete(alert.id);
    dismiss(alert.id);
    return;
  }
  const before = said.get(alert.id);
  const isNew = before === undefined && alerts.peek()?.open.some((one) => one.id === alert.id && one.level === alert.level) !== true;
  const isHigher = before !== undefined && LEVEL_RANK[alert.level] < LEVEL_RANK[before];
  said.set(alert.id, alert.level);
  if (said.size > 1_000) said.delete(said.keys().next().value ?? '');
  if (isNew || isHigher) toasts.value = [...toasts.peek().filter((one) => one.id !== alert.id), alert].slice(-MOST_TOASTS);
  else if (toasts.peek().some((one) => one.id === alert.id)) toasts.value = toasts.peek().map((one) => (one.id === alert.id ? alert : one));
}

export function dismiss(id: string): void {
  if (toasts.peek().some((one) => one.id === id)) toasts.value = toasts.peek().filter((one) => one.id !== id);
}

export function dismissAll(): void {
  toasts.value = [];
}
