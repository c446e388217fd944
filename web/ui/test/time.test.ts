import { describe, expect, test } from 'vitest';
import { at, clock, millis, moment, roughly, span } from '../src/format/time';
import { metricWord, plainly, severityTone, sideWord } from '../src/format/words';

const NBSP = '\u00a0';
const NOON = Date.parse('2026-01-05T12:00:00Z');

describe('a span', () => {
  test.each([
    [300, `0.3${NBSP}s`],
    [9_940, `9.9${NBSP}s`],
    [9_960, `10${NBSP}s`],
    [42_000, `42${NBSP}s`],
    [59_700, `1${NBSP}min`],
    [780_000, `13${NBSP}min`],
    [8_040_000, `2${NBSP}h 14${NBSP}min`],
    [7_200_000, `2${NBSP}h`],
    [273_600_000, `3${NBSP}d 4${NBSP}h`],
  ])('of %d ms', (milliseconds, shown) => expect(span(milliseconds)).toBe(shown));

  test('is never negative: a clock may be a little ahead', () => expect(span(-200)).toBe(`0.0${NBSP}s`));
  test('is a dash where it is unknown', () => expect(span(null)).toBe('–'));
  test('is one unit where there is little room', () => expect(roughly(8_040_000)).toBe(`2${NBSP}h`));
});

describe('a moment', () => {
  test('in UTC', () => expect(at('clock', 'utc', NOON)).toBe('12:00:00'));
  test('of today is a clock', () => expect(clock('2026-01-05T11:59:08Z', 'utc', NOON)).toBe('11:59:08'));
  test('of another day says the day', () => expect(clock('2026-01-02T11:59:08Z', 'utc', NOON)).toBe('02 Jan, 11:59'));
  test('says both zones in its title', () => expect(moment('2026-01-05T12:00:00Z')).toContain('05 Jan 2026, 12:00:00 UTC'));
  test('that is no time is none', () => {
    expect(millis('yesterday')).toBeNull();
    expect(clock(null, 'utc', NOON)).toBe('–');
    expect(moment('')).toBe('–');
  });
});

describe('words', () => {
  test('metrics are readable', () => {
    expect(metricWord('memory_usage_mb')).toBe('Memory usage MB');
    expect(metricWord('cpu_usage_percent')).toBe('CPU usage %');
    expect(metricWord('gc_pause_ms')).toBe('GC pause ms');
  });
  test('sides are those of the opening', () => {
    expect(sideWord('buy')).toBe('Long');
    expect(sideWord('sell')).toBe('Short');
    expect(sideWord(null)).toBe('–');
  });
  test('unknown words are shown as they came', () => expect(plainly('margin_call')).toBe('Margin call'));
  test('a high error is as bad as a critical one', () => {
    expect(severityTone('high')).toBe('bad');
    expect(severityTone('info')).toBe('quiet');
  });
});
