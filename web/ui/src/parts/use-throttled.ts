import { useEffect, useRef } from 'preact/hooks';

/** Calls at once and then at most this often, the newest call always. */
export function useThrottled(run: () => void, changed: readonly unknown[], milliseconds = 250): void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const last = useRef(0);
  const newest = useRef(run);
  newest.current = run;
  useEffect(() => {
    if (timer.current !== null) return;
    const wait = Math.max(0, last.current + milliseconds - performance.now());
    timer.current = setTimeout(() => {
      timer.current = null;
      last.current = performance.now();
      newest.current();
    }, wait);
  }, changed);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
}
