/** The halts in force, live: every page says that trading is stopped, and how far the stop has come. */
import { computed } from '@preact/signals';
import * as decode from '../api/halt-decode';
import type { BotGuard, Halt, HaltsNow } from '../api/halt-types';
import { url } from '../api/http';
import { applied } from './fleet';
import { topic } from './topic';

export const haltsTopic = topic<HaltsNow>({ key: 'halts', path: url.haltsNow, decode: decode.haltsNow }, applied);

export const halts = computed<readonly Halt[]>(() => haltsTopic.state.value?.halts ?? []);
export const released = computed<readonly Halt[]>(() => haltsTopic.state.value?.released ?? []);
export const guards = computed<readonly BotGuard[]>(() => haltsTopic.state.value?.bots ?? []);

export const guardOf = (bot: string): BotGuard | null => guards.value.find((one) => one.bot === bot) ?? null;

/** Whether the halt holds this bot, whole or in part. */
export const holds = (halt: Halt, bot: string): boolean => halt.bots.some((one) => one.bot === bot);
