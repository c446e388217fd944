/*
 * From the points that the server gave to an even grid of time, so that an hour is as wide as every other hour. Where nothing was
 * said for long, what was said last holds until the next word, instead of a slope that nobody measured. Times are whole seconds, as the chart wants them.
 */
import type { HistoryPoint } from '../api/types';
import { millis } from '../format/time';

export interface Slot {
  /** Start of the slot, in seconds since the epoch. */
  time: number;
  value?: number;
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800] as const;
const LONGEST = 604_800;
export const MOST_SLOTS = 800;

/** The shortest round step, in seconds, that needs at most this many slots for the span. */
export function stepFor(seconds: number, most = MOST_SLOTS): number {
  return STEPS.find((step) => seconds / step <= most) ?? Math.ceil(seconds / most / LONGEST) * LONGEST;
}

/** So many slots without a word are a silence, and not the spacing of the points. */
export const SILENT_SLOTS = 8;

export const slotOf = (milliseconds: number, step: number): number => Math.floor(milliseconds / 1000 / step) * step;

/** How several points in one slot become one: the last stands for its slot, or the worst where the worst is the news. */
export type Merge = 'last' | 'min';

export interface Grid {
  step: number;
  slots: Slot[];
}

/**
 * @param from where the range begins; the grid begins at the first point, if that is later
 * @param to where it ends, both in milliseconds since the epoch
 */
export function resample(points: readonly HistoryPoint[], from: number, to: number, merge: Merge = 'last', step?: number): Grid {
  const timed = points
    .map((point) => ({ at: millis(point.at), value: merge === 'min' ? (point.min ?? point.value) : point.value }))
    .filter((point): point is { at: number; value: number } => point.at !== null && point.at <= to)
    .sort((a, b) => a.at - b.at);
  const first = timed[0];
  if (!first) return { step: step ?? stepFor((to - from) / 1000), slots: [] };
  const begin = Math.max(from, first.at);
  const width = step ?? stepFor((to - begin) / 1000);
  const found = new Map<number, number>();
  for (const point of timed) {
    if (point.at < begin) continue;
    const slot = slotOf(point.at, width);
    const before = found.get(slot);
    found.set(slot, merge === 'min' && before !== undefined ? Math.min(before, point.value) : point.value);
  }
  return { step: width, slots: grid(found, slotOf(begin, width), slotOf(to, width), width) };
}

function grid(found: ReadonlyMap<number, number>, first: number, last: number, step: number): Slot[] {
  const slots: Slot[] = [];
  let spoken = 0;
  for (let time = first; time <= last; time += step) {
    const value = found.get(time);
    if (value !== undefined) {
      const held = slots[spoken]?.value;
      const before = slots.length - 1;
      if (before - spoken >= SILENT_SLOTS && held !== undefined) slots[before] = { time: time - step, value: held };
      spoken = slots.length;
    }
    slots.push(value === undefined ? { time } : { time, value });
  }
  return slots;
}

/** At most this many of the slots that hold a value, evenly chosen, the last always among them: for the table beside a chart. */
export function sample(slots: readonly Slot[], most: number): { time: number; value: number }[] {
  const full = slots.filter((slot): slot is { time: number; value: number } => slot.value !== undefined);
  if (full.length <= most) return full;
  return Array.from({ length: most }, (_, i) => full[Math.round((i * (full.length - 1)) / (most - 1))]!);
}

export interface Extremes {
  first: number;
  last: number;
  low: number;
  high: number;
}

export function extremes(slots: readonly Slot[]): Extremes | null {
  const values = slots.flatMap((slot) => (slot.value === undefined ? [] : [slot.value]));
  const first = values[0];
  const last = values.at(-1);
  if (first === undefined || last === undefined) return null;
  return { first, last, low: Math.min(...values), high: Math.max(...values) };
}
