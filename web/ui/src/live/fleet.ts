/** The fleet, live: what every page shows in its bar and the deck shows whole. */
import { computed } from '@preact/signals';
import * as decode from '../api/decode';
import { url } from '../api/http';
import type { BotRow, Fleet } from '../api/types';
import { frames } from './frame';
import { topic } from './topic';

export const applied = frames();
export const fleetTopic = topic<Fleet>({ key: 'fleet', path: url.fleet, decode: decode.fleet }, applied);

export const fleet = fleetTopic.state;
export const bots = computed<readonly BotRow[]>(() => fleet.value?.bots ?? []);
export const botIds = computed<string>(() => bots.value.map((bot) => bot.id).join('\n'));
export const positions = computed(() => fleet.value?.positions ?? []);
export const trades = computed(() => fleet.value?.trades ?? []);
export const components = computed(() => fleet.value?.components ?? []);

/** No bot has ever reported. */
export const isEmpty = computed(() => fleet.value !== null && fleet.value.bots.length === 0);

export interface Mode {
  word: 'LIVE' | 'PAPER';
  /** How many bots trade real money, and of how many. */
  live: number;
  of: number;
}

/** One bot with real money makes it live. A bot that does not say counts as live. */
export function modeOf(rows: readonly BotRow[]): Mode | null {
  if (rows.length === 0) return null;
  const live = rows.filter((row) => row.mode !== 'paper').length;
  return { word: live > 0 ? 'LIVE' : 'PAPER', live, of: rows.length };
}
