import { describe, expect, test } from 'vitest';
import * as n from '../src/format/number';

const MINUS = '\u2212';
const NBSP = '\u00a0';

describe('money', () => {
  test('has thousands separators and two decimals', () => expect(n.money('12682.4', 'USD')).toBe('12,682.40'));
  test('has a real minus', () => expect(n.money('-31.2', 'USD')).toBe(`${MINUS}31.20`));
  test('has a plus where a sign is asked for', () => expect(n.money('182.4', 'USD', { sign: true })).toBe('+182.40'));
  test('has no sign at zero', () => {
    expect(n.money('0', 'USD', { sign: true })).toBe('0.00');
    expect(n.money('-0', 'USD', { sign: true })).toBe('0.00');
  });
  test('keeps every digit of a decimal that a double cannot hold', () => expect(n.exact('9007199254740993.000000000000000001', 'BTC')).toBe(`9,007,199,254,740,993.000000000000000001${NBSP}BTC`));
  test('is a dash where it is undefined', () => {
    expect(n.money(null, 'USD')).toBe('–');
    expect(n.money(undefined, null)).toBe('–');
    expect(n.money(Number.NaN, 'USD')).toBe('–');
  });
  test('has the decimals of its currency', () => {
    expect(n.money('1250.4', 'JPY')).toBe('1,250');
    expect(n.money('0.5', 'BTC')).toBe('0.500000');
  });
  test('shows what is less than a cent', () => expect(n.money('0.0042', 'USD', { sign: true })).toBe('+0.0042'));
});

describe('direction', () => {
  test('is flat where the shown figure is zero', () => {
    expect(n.direction('0.004')).toBe(0);
    expect(n.direction('-0.004')).toBe(0);
    expect(n.direction('0.005')).toBe(1);
    expect(n.direction(-0.006)).toBe(-1);
  });
  test('is flat where there is no figure', () => expect(n.direction(null)).toBe(0));
});

describe('percent', () => {
  test('of a fraction', () => expect(n.percent(0.25)).toBe(`25.00${NBSP}%`));
  test('of a drawdown', () => expect(n.percent(-0.0231)).toBe(`${MINUS}2.31${NBSP}%`));
  test('with sign and fewer decimals', () => expect(n.percent(0.648, { sign: true, decimals: 1 })).toBe(`+64.8${NBSP}%`));
  test('of what is in percent already', () => expect(n.percentPoints('2.88')).toBe(`2.88${NBSP}%`));
  test('never writes minus zero', () => expect(n.percent(-0.00001)).toBe(`0.00${NBSP}%`));
  test('of nothing', () => expect(n.percent(null)).toBe('–'));
});

describe('other figures', () => {
  test('a price keeps its own decimals, at least two', () => {
    expect(n.decimal('984.2')).toBe('984.20');
    expect(n.decimal('0.00001234')).toBe('0.00001234');
  });
  test('compact figures have one decimal and a letter', () => {
    expect(n.compact('12682.40')).toBe('12.7k');
    expect(n.compact('1234567')).toBe('1.2M');
    expect(n.compact('-25811')).toBe(`${MINUS}25.8k`);
    expect(n.compact('740')).toBe('740');
  });
  test('memory', () => {
    expect(n.megabytes(312.5)).toBe(`313${NBSP}MB`);
    expect(n.megabytes(2.8)).toBe(`2.8${NBSP}MB`);
    expect(n.megabytes(2048)).toBe(`2.0${NBSP}GB`);
  });
  test('times taken', () => {
    expect(n.took(41)).toBe(`41${NBSP}ms`);
    expect(n.took(5800)).toBe(`5.8${NBSP}s`);
    expect(n.took(null)).toBe('–');
  });
  test('plurals', () => {
    expect(n.plural(1, 'bot')).toBe('1 bot');
    expect(n.plural(1200, 'bot')).toBe('1,200 bots');
  });
});
