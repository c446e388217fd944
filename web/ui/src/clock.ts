/** One clock for all views, corrected to the server's, ticking once a second while somebody looks. */
import { computed, signal } from '@preact/signals';
import { settings } from './settings';
import type { Zone } from './format/time';

const RESYNC_AFTER = 60_000;
let offset = 0;
let best = Number.POSITIVE_INFINITY;
let bestAt = 0;

export const serverNow = (): number => Date.now() + offset;

/** Ticks each second, and with each state that is applied, so that an age never lags what is shown beside it. */
export const now = signal(Date.now());

export function tick(): void {
  now.value = serverNow();
}

/**
 * The server said that it is `stamp` now. The message that travelled least says it best: the smallest difference of the last minute.
 */
export function heardServerTime(stamp: number, local = Date.now()): void {
  const lag = local - stamp;
  if (lag < best || local - bestAt > RESYNC_AFTER) {
    best = lag;
    bestAt = local;
    offset = Math.abs(lag) < 250 ? 0 : -lag;
  }
}

export function startClock(): void {
  setInterval(() => {
    if (!document.hidden) tick();
  }, 1000);
}

export const zone = computed<Zone>(() => settings.value.zone);
