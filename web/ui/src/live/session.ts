/** Who looks: what may be changed depends on it. */
import { computed, signal } from '@preact/signals';
import * as decode from '../api/decode';
import { get, url } from '../api/http';
import type { Session } from '../api/types';

export const session = signal<Session | null>(null);

export async function loadSession(): Promise<void> {
  if (session.peek() !== null) return;
  try {
    session.value = decode.session(await get(url.session));
  } catch {
    // Unknown: the server decides, and says so.
  }
}

const ACTING: readonly string[] = ['operator', 'trader', 'admin'];

export const mayAct = computed(() => {
  const role = session.value?.role ?? null;
  return role === null || ACTING.includes(role);
});

/** Only who is known to be a trader: a form that is refused in the end helps nobody. */
export const mayTrade = computed(() => session.value?.role === 'trader' || session.value?.role === 'admin');

export const isAdmin = computed(() => session.value?.role === 'admin');
