/**
 * The store of one live topic: its newest state, from the socket or, at the start and after a pause, from a request. The answer to a
 * request never replaces what the socket said after the request was made.
 */
import type { Signal } from '@preact/signals';
import { signal } from '@preact/signals';
import { get, isAbort, reasonOf, Refusal } from '../api/http';
import type { Frames } from './frame';
import { share } from './share';

export interface Topic<T> {
  readonly state: Signal<T | null>;
  /** When the state came, by this machine's clock; null before the first. */
  readonly receivedAt: Signal<number | null>;
  /** Why there is no state, or no newer one. */
  readonly problem: Signal<{ status: number; message: string } | null>;
  offer(raw: unknown): void;
  refresh(): Promise<boolean>;
}

export interface Source<T> {
  key: string;
  path: string;
  decode(raw: unknown): T;
  fetch?(path: string): Promise<unknown>;
  now?(): number;
}

export function topic<T>(source: Source<T>, frames: Frames): Topic<T> {
  const state = signal<T | null>(null);
  const receivedAt = signal<number | null>(null);
  const problem = signal<{ status: number; message: string } | null>(null);
  const fetch = source.fetch ?? get;
  const now = source.now ?? Date.now;
  let told = 0;
  let underway: Promise<boolean> | null = null;

  function take(raw: unknown): void {
    const next = source.decode(raw);
    const before = state.peek();
    state.value = before === null ? next : share(before, next);
    receivedAt.value = now();
    problem.value = null;
  }

  async function load(): Promise<boolean> {
    const heard = told;
    try {
      const raw = await fetch(source.path);
      if (told === heard) frames.put(source.key, () => take(raw));
      return true;
    } catch (error) {
      if (!isAbort(error)) problem.value = { status: error instanceof Refusal ? error.status : 0, message: reasonOf(error) };
      return false;
    }
  }

  return {
    state,
    receivedAt,
    problem,
    offer(raw) {
      told++;
      frames.put(source.key, () => take(raw));
    },
    refresh() {
      underway ??= load().finally(() => {
        underway = null;
      });
      return underway;
    },
  };
}
