/** One bot, live: the bot whose page is open. */
import { computed, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import * as decode from '../api/decode';
import { url } from '../api/http';
import type { Bot } from '../api/types';
import { applied } from './fleet';
import type { Topic } from './topic';
import { topic } from './topic';

export interface Watched {
  id: string;
  topic: Topic<Bot>;
}

/** The one that is looked at; a page that is left takes its state along. */
export const watched = signal<Watched | null>(null);

export function watch(id: string | null): void {
  if (watched.peek()?.id === (id ?? undefined)) return;
  watched.value =
    id === null ? null : { id, topic: topic<Bot>({ key: `bot/${id}`, path: url.bot(id), decode: decode.bot }, applied) };
}

export const bot = computed<Bot | null>(() => watched.value?.topic.state.value ?? null);

/** Keeps a bot's topic open for as long as a view shows it. */
export function useBot(id: string | null): void {
  useEffect(() => {
    watch(id);
    void watched.peek()?.topic.refresh();
    return () => watch(null);
  }, [id]);
}
