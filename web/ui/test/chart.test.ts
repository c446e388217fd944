// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { tickLabel } from '../src/chart/canvas';
import { markers } from '../src/chart/markers';
import { stateTone, stretches } from '../src/chart/metric';
import { extremes, MOST_SLOTS, resample, sample, stepFor } from '../src/chart/resample';
import { faded } from '../src/chart/paint';
import { startOf } from '../src/live/history';
import { sumFromTheEnd } from '../src/live/sparks';
import { sparkPath } from '../src/parts/spark';
import type { Trade } from '../src/api/types';
import { keysOf, onTop } from '../src/api/trades';
import { aTrade } from './made';

const T0 = Date.parse('2026-01-05T10:00:00Z');
const at = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString();
const point = (seconds: number, value: number, min: number | null = null) => ({ at: at(seconds), value, min, max: null });

describe('resampling', () => {
  test('a step is round and gives at most as many slots as asked for', () => {
    expect(stepFor(3600)).toBe(5);
    expect(stepFor(86_400)).toBe(120);
    expect(stepFor(7 * 86_400)).toBe(900);
    expect(stepFor(30 * 86_400)).toBe(3600);
    expect(stepFor(1)).toBe(1);
    expect(4e9 / stepFor(4e9)).toBeLessThanOrEqual(MOST_SLOTS);
  });

  test('the last point of a slot stands for it, and a gap stays a gap', () => {
    const { slots } = resample([point(0, 1), point(4, 2), point(25, 3)], T0, T0 + 30_000, 'last', 10);

    expect(slots).toEqual([{ time: T0 / 1000, value: 2 }, { time: T0 / 1000 + 10 }, { time: T0 / 1000 + 20, value: 3 }, { time: T0 / 1000 + 30 }]);
  });

  test('after a long silence the last word holds until the next, instead of a slope', () => {
    const { slots } = resample([point(0, 5), point(100, 9)], T0, T0 + 100_000, 'last', 10);

    expect(slots.map((slot) => slot.value ?? null)).toEqual([5, null, null, null, null, null, null, null, null, 5, 9]);
  });

  test('of drawdowns the worst of a slot stands for it', () => {
    const { slots } = resample([point(0, -0.01, -0.05), point(4, -0.02)], T0, T0 + 9_000, 'min', 10);

    expect(slots).toEqual([{ time: T0 / 1000, value: -0.05 }]);
  });

  test('the grid begins with the first point: a young fleet fills the chart', () => {
    const { slots, step } = resample([point(86_000, 1), point(86_400, 2)], T0, T0 + 86_400_000);

    expect(step).toBe(1);
    expect(slots[0]).toEqual({ time: T0 / 1000 + 86_000, value: 1 });
  });

  test('points need not come in order, and the future is left out', () => {
    const { slots } = resample([point(20, 3), point(0, 1), point(90, 9)], T0, T0 + 30_000, 'last', 10);

    expect(slots.filter((slot) => slot.value !== undefined).map((slot) => slot.value)).toEqual([1, 3]);
  });

  test('nothing makes nothing', () => expect(resample([], T0, T0 + 1000).slots).toEqual([]));

  test('times that are no times are left out', () => expect(resample([{ at: 'x', value: 1, min: null, max: null }], T0, T0 + 1000).slots).toEqual([]));
});

describe('beside the chart', () => {
  const slots = Array.from({ length: 100 }, (_, i) => (i % 10 === 5 ? { time: i } : { time: i, value: i }));

  test('the table has at most as many rows as asked for, the first and the last among them', () => {
    const rows = sample(slots, 24);

    expect(rows).toHaveLength(24);
    expect(rows[0]?.value).toBe(0);
    expect(rows.at(-1)?.value).toBe(99);
    expect(sample(slots.slice(0, 3), 24)).toHaveLength(3);
  });

  test('extremes pass over gaps', () => {
    expect(extremes([{ time: 0 }, { time: 1, value: 5 }, { time: 2, value: -2 }, { time: 3 }])).toEqual({ first: 5, last: -2, low: -2, high: 5 });
    expect(extremes([{ time: 0 }])).toBeNull();
  });

  test('a tick says the day where a day begins, in the zone of the reader', () => {
    expect(tickLabel(T0 / 1000, 'utc')).toBe('10:00');
    expect(tickLabel(Date.parse('2026-01-05T00:00:00Z') / 1000, 'utc')).toBe('05 Jan');
    expect(tickLabel(T0 / 1000 + 5, 'utc')).toBe('10:00:05');
  });

  test('colours are faded as the browser writes them', () => {
    expect(faded('rgb(45, 212, 167)', 0.2)).toBe('rgba(45, 212, 167, 0.2)');
    expect(faded('color(srgb 1 1 1)', 0.2)).toBe('rgba(1, 1, 1, 0.2)');
    expect(faded('teal', 0.2)).toBe('teal');
  });

  test('ranges begin where they say; all begins with the first bot', () => {
    expect(startOf('1H', T0, null)).toBe(T0 - 3_600_000);
    expect(startOf('All', T0, T0 - 86_400_000 * 90)).toBe(T0 - 86_400_000 * 90);
    expect(startOf('All', T0, T0)).toBe(T0 - 60_000);
    expect(startOf('All', T0, null)).toBeLessThan(T0);
  });
});

describe('markers', () => {
  const from = T0 / 1000;
  const trade = (over: Partial<Trade>): Trade => aTrade({ opened_at: at(0), closed_at: at(60), ...over });

  test('an entry and an exit, each in its slot', () => {
    const found = markers([trade({ side: 'buy', net: '3.18' })], from, from + 3600, 30);

    expect(found.map(({ time, kind }) => [time - from, kind])).toEqual([[0, 'long'], [60, 'gain']]);
  });

  test('a short entry, a loss, and an exit of which the result is not known', () => {
    expect(markers([trade({ side: 'sell', net: '-4.02' })], from, from + 3600, 1).map((mark) => mark.kind)).toEqual(['short', 'loss']);
    expect(markers([trade({ net: null, pnl: null })], from, from + 3600, 1)[1]?.kind).toBe('closed');
  });

  test('an open trade has no exit, and what lies outside is left out', () => {
    expect(markers([trade({ closed_at: null })], from, from + 3600, 1)).toHaveLength(1);
    expect(markers([trade({})], from + 30, from + 3600, 1).map((mark) => mark.kind)).toEqual(['gain']);
  });

  test('of many in one place one is drawn, of each kind', () => {
    const many = Array.from({ length: 500 }, (_, i) => trade({ trade_id: `t${i}`, opened_at: at(i), closed_at: at(i), net: '1' }));

    const found = markers(many, from, from + 499, 1);

    expect(found.filter((mark) => mark.kind === 'long').length).toBeLessThanOrEqual(91);
    expect(found.filter((mark) => mark.kind === 'gain').length).toBeGreaterThan(80);
    expect(markers([trade({}), trade({ trade_id: 't8' })], from, from + 3600, 30)).toHaveLength(2);
  });
});

describe('the list of past trades', () => {
  const closing = (id: string, seconds: number, quantity = '1'): Trade => aTrade({ trade_id: id, closed_at: at(seconds), quantity });
  const open = (id: string): Trade => aTrade({ trade_id: id, closed_at: null });

  test('takes what is new on top, each row once', () => {
    const [c3, c2, c1, c0] = [closing('t3', 3), closing('t2', 2), closing('t1', 1), closing('t0', 0)];

    expect(onTop([c3, c2], [c2, c1, c0])).toEqual([c3, c2, c1, c0]);
  });

  test('loses an opening when its closing is there', () => {
    expect(onTop([closing('t1', 5), closing('t0', 0)], [open('t1'), closing('t0', 0)])).toEqual([closing('t1', 5), closing('t0', 0)]);
  });

  test('keeps parts of one trade that were closed at one time', () => {
    const parts = [closing('t1', 2, '0.1'), closing('t1', 2, '0.3'), closing('t1', 2, '0.1')];

    expect(onTop(parts, parts)).toEqual(parts);
    expect(new Set(keysOf(parts)).size).toBe(3);
  });

  test('begins anew where more came than a page holds', () => {
    expect(onTop([closing('t9', 9)], [closing('t1', 1)])).toBeNull();
    expect(onTop([closing('t9', 9)], [])).toEqual([closing('t9', 9)]);
    expect(onTop([], [closing('t1', 1)], true)).toEqual([closing('t1', 1)]);
  });

  test('tells the trades of two bots apart', () => {
    expect(new Set(keysOf([aTrade({ bot: 'a' }), aTrade({ bot: 'b' })])).size).toBe(2);
  });
});

describe('states', () => {
  test('hold until the next one, the first from the begin of the range', () => {
    const found = stretches([{ at: at(-100), value: 'connected' }, { at: at(10), value: 'reconnecting' }, { at: at(15), value: 'connected' }], T0, T0 + 20_000);

    expect(found).toEqual([
      { state: 'connected', from: T0, to: T0 + 10_000 },
      { state: 'reconnecting', from: T0 + 10_000, to: T0 + 15_000 },
      { state: 'connected', from: T0 + 15_000, to: T0 + 20_000 },
    ]);
  });

  test('have the tone of their word', () => expect(['connected', 'disconnected', 'reconnecting'].map(stateTone)).toEqual(['good', 'bad', 'warn']));
});

describe('sparklines', () => {
  test('go from edge to edge, high values up', () => expect(sparkPath([0, 1], 100, 30, 2)).toBe('M0.0 28.0L100.0 2.0'));
  test('a flat line lies in the middle', () => expect(sparkPath([5, 5], 100, 30)).toBe('M0.0 15.0L100.0 15.0'));
  test('one value is no line', () => {
    expect(sparkPath([1])).toBeNull();
    expect(sparkPath([Number.NaN, 1])).toBeNull();
  });
  test('are summed from the newest value back', () => {
    expect(sumFromTheEnd([[1, 2, 3], [10, 20]])).toEqual([12, 23]);
    expect(sumFromTheEnd([[1], []])).toEqual([1]);
    expect(sumFromTheEnd([])).toEqual([]);
  });
});
