import { expect, test } from 'vitest';
import * as decode from '../src/api/decode';
import { sampling } from '../src/api/figures';
import { price, quantity } from '../src/format/number';

test('an average price has the digits that matter', () => {
  expect(price('831.00779905')).toBe('831.01');
  expect(price('24.1')).toBe('24.10');
  expect(price('24.123456')).toBe('24.1235');
  expect(price('0.00001234')).toBe('0.00001234');
  expect(price(null)).toBe('–');
});

test('a quantity has the digits that matter', () => {
  expect(quantity('0.41629682')).toBe('0.416297');
  expect(quantity('1.5')).toBe('1.5000');
  expect(quantity('250000')).toBe('250,000');
});

test('a convention is readable', () => {
  const of = (conventions: object): string | null => sampling(decode.performance({ conventions }));

  expect(of({ sampling: 'daily', periods_per_year: 365 })).toBe('daily, 365 a year');
  expect(of({ sampling: 'PT1H', periods_per_year: 8760 })).toBe('every 1 h, 8,760 a year');
  expect(of({ sampling: 'PT1H30M' })).toBe('every 1 h 30 min');
  expect(of({})).toBeNull();
});
