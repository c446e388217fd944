/**
 * Short histories for sparklines: asked for once when somebody sees them, again every few minutes, four at a time, and kept for as long
 * as the page lives. The newest value is drawn from the live state, so that a line always ends where its figure is.
 */
import type { Signal } from '@preact/signals';
import { signal } from '@preact/signals';
import { serverNow } from '../clock';
import { loadHistory } from './history';

const POINTS = 60;
const DAY = 86_400_000;
const AGAIN = 180_000;
const AT_ONCE = 4;
const MOST = 500;

interface Spark {
  values: Signal<readonly number[]>;
  asked: number;
}

const kept = new Map<string, Spark>();
const queue: (() => Promise<void>)[] = [];
let running = 0;

function next(): void {
  while (running < AT_ONCE) {
    const job = queue.shift();
    if (!job) return;
    running++;
    void job().finally(() => {
      running--;
      next();
    });
  }
}

/** The last day of a metric as at most 60 values, oldest first; empty until it came, and where there is none. */
export function spark(bot: string | null, metric: string, span = DAY): Signal<readonly number[]> {
  const key = `${bot ?? ''}/${metric}/${span}`;
  let found = kept.get(key);
  if (!found) {
    if (kept.size >= MOST) kept.clear();
    found = { values: signal([]), asked: 0 };
    kept.set(key, found);
  }
  const mine = found;
  const now = serverNow();
  if (now - mine.asked > AGAIN) {
    mine.asked = now;
    queue.push(async () => {
      try {
        const history = await loadHistory(bot, metric, now - span, now, POINTS);
        mine.values.value = history.points.map((point) => point.value);
      } catch {
        // A sparkline is an ornament: the figure beside it stands, and the next look asks again.
      }
    });
    next();
  }
  return mine.values;
}

/** The sum over several bots, as far as all of them have a past: matched from the newest value back. */
export function summedSpark(bots: readonly string[], metric: string, span = DAY): number[] {
  return sumFromTheEnd(bots.map((bot) => spark(bot, metric, span).value));
}

export function sumFromTheEnd(all: readonly (readonly number[])[]): number[] {
  const known = all.filter((values) => values.length > 0);
  if (known.length === 0) return [];
  const length = Math.min(...known.map((values) => values.length));
  return Array.from({ length }, (_, i) => known.reduce((sum, values) => sum + values[values.length - length + i]!, 0));
}
