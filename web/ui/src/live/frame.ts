/**
 * One state update per animation frame: of each topic the newest state only. Nothing is applied while the page is hidden; whoever
 * comes back asks anew (`Live` resyncs).
 */
import { batch } from '@preact/signals';

export interface Frames {
  /** Apply this at the next frame, instead of what waits under the same key. */
  put(key: string, apply: () => void): void;
  /** States that a newer one replaced, or that came while the page was hidden. */
  readonly skipped: () => number;
}

export interface Screen {
  hidden(): boolean;
  nextFrame(run: () => void): void;
}

const browser: Screen = {
  hidden: () => document.hidden,
  nextFrame: (run) => void requestAnimationFrame(run),
};

export function frames(screen: Screen = browser): Frames {
  const waiting = new Map<string, () => void>();
  let asked = false;
  let skipped = 0;

  function apply(): void {
    asked = false;
    const all = [...waiting.values()];
    waiting.clear();
    if (screen.hidden()) {
      skipped += all.length;
      return;
    }
    batch(() => all.forEach((one) => one()));
  }

  return {
    put(key, run) {
      if (screen.hidden()) {
        skipped++;
        return;
      }
      if (waiting.has(key)) skipped++;
      waiting.set(key, run);
      if (!asked) {
        asked = true;
        screen.nextFrame(apply);
      }
    },
    skipped: () => skipped,
  };
}
