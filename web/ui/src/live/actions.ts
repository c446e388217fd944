/** What people had done at exchanges, asked for again while somebody looks at it. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Action } from '../api/acts';
import { loadActions } from '../api/acts';

/** The newest first; null until they are known. */
export const actions = signal<readonly Action[] | null>(null);

const AGAIN = 5_000;

/** One that fails is followed by the next. */
export const refreshActions = (stop?: AbortSignal): Promise<void> =>
  loadActions(stop).then(
    (all) => {
      actions.value = all;
    },
    () => undefined,
  );

export function useActions(): readonly Action[] | null {
  useEffect(() => {
    const away = new AbortController();
    void refreshActions(away.signal);
    const timer = setInterval(() => {
      if (!document.hidden) void refreshActions(away.signal);
    }, AGAIN);
    return () => {
      clearInterval(timer);
      away.abort();
    };
  }, []);
  return actions.value;
}
