/*
 * Numbers for people: tabular figures come from the style sheet; here are grouping, a real minus (U+2212), fixed decimals and units.
 * Decimal strings are formatted as they are, never through a double, so that no cent is lost.
 */
import type { Decimal } from '../api/types';

/** What stands where a figure is undefined. */
export const NONE = '–';
const MINUS = '\u2212';
const NBSP = '\u00a0';

const cache = new Map<string, Intl.NumberFormat>();

function formatter(min: number, max: number): Intl.NumberFormat {
  const key = `${min}/${max}`;
  let found = cache.get(key);
  if (!found) {
    found = new Intl.NumberFormat('en-US', { minimumFractionDigits: min, maximumFractionDigits: max });
    cache.set(key, found);
  }
  return found;
}

const compactFormatter = new Intl.NumberFormat('en-US', { notation: 'compact', minimumFractionDigits: 1, maximumFractionDigits: 1 });

function write(value: number | Decimal, min: number, max: number): string {
  const shown = formatter(min, max).format(value as Intl.StringNumericLiteral);
  const unsigned = shown.replace('-', '');
  return shown.startsWith('-') && /[1-9]/.test(unsigned) ? MINUS + unsigned : unsigned;
}

const isNumber = (value: number | Decimal | null | undefined): value is number | Decimal =>
  value !== null && value !== undefined && value !== '' && Number.isFinite(Number(value));

/** −1, 0 or +1: the direction of what is shown at this many decimals, so that "0.00" never has an arrow. */
export function direction(value: number | Decimal | null | undefined, decimals = 2): -1 | 0 | 1 {
  if (!isNumber(value)) return 0;
  const shown = Number(value);
  const half = 0.5 * 10 ** -decimals;
  return Math.abs(shown) < half ? 0 : shown > 0 ? 1 : -1;
}

/** Decimals that the amounts of a currency are shown with. */
export function decimalsOf(currency: string | null | undefined): number {
  if (!currency) return 2;
  if (/^(JPY|KRW|VND|CLP|IDR)$/.test(currency)) return 0;
  if (/^(BTC|XBT|ETH|BNB|SOL)$/.test(currency)) return 6;
  return 2;
}

interface Sign {
  sign?: boolean;
}

const signed = (shown: string, value: number | Decimal, sign: boolean | undefined, decimals: number): string =>
  sign && direction(value, decimals) > 0 ? `+${shown}` : shown;

/** An amount without its currency, which stands beside it or in the header. Tiny amounts keep the digits that make them not zero. */
export function money(value: Decimal | number | null | undefined, currency: string | null | undefined, { sign }: Sign = {}): string {
  if (!isNumber(value)) return NONE;
  const decimals = moneyDecimals(value, currency);
  return signed(write(value, decimalsOf(currency), decimals), value, sign, decimals);
}

export function moneyDecimals(value: Decimal | number | null | undefined, currency: string | null | undefined): number {
  const usual = decimalsOf(currency);
  const size = Math.abs(Number(value ?? 0));
  return size === 0 || size >= 0.5 * 10 ** -usual ? usual : Math.min(8, usual + 4);
}

/** The whole figure for a title: every digit that came, with its currency. */
export const exact = (value: Decimal | number | null | undefined, unit: string | null | undefined): string =>
  isNumber(value) ? `${write(value, 0, 20)}${unit ? NBSP + unit : ''}` : NONE;

/** What the server wrote down, digit by digit, with a real minus. */
export const exactly = (text: string): string => text.replace(/(^|\s)-(?=\d)/g, `$1${MINUS}`);

/** Quantities and prices keep their own decimals: at least `min`, at most 8. */
export function decimal(value: Decimal | number | null | undefined, min = 2): string {
  return isNumber(value) ? write(value, min, 8) : NONE;
}

/** A price in as many digits as tell prices apart: an average may come with twenty. */
export function price(value: Decimal | number | null | undefined): string {
  if (!isNumber(value)) return NONE;
  const size = Math.abs(Number(value));
  return write(value, 2, size >= 100 ? 2 : size >= 1 ? 4 : 8);
}

export function quantity(value: Decimal | number | null | undefined): string {
  if (!isNumber(value)) return NONE;
  const size = Math.abs(Number(value));
  return write(value, size >= 1000 ? 0 : 4, size >= 1000 ? 2 : size >= 1 ? 4 : 6);
}

export function fixed(value: number | Decimal | null | undefined, decimals: number, { sign }: Sign = {}): string {
  if (!isNumber(value)) return NONE;
  return signed(write(value, decimals, decimals), value, sign, decimals);
}

export const count = (value: number | null | undefined): string => (isNumber(value) ? write(value, 0, 0) : NONE);

/** A fraction as percent: 0.25 is "25.00 %". */
export function percent(fraction: number | null | undefined, { sign, decimals = 2 }: Sign & { decimals?: number } = {}): string {
  if (!isNumber(fraction)) return NONE;
  return percentPoints(fraction * 100, { decimals, ...(sign === undefined ? {} : { sign }) });
}

/** What is in percent already: 2.88 is "2.88 %". */
export function percentPoints(value: number | Decimal | null | undefined, { sign, decimals = 2 }: Sign & { decimals?: number } = {}): string {
  if (!isNumber(value)) return NONE;
  return `${signed(write(value, decimals, decimals), value, sign, decimals)}${NBSP}%`;
}

/** 12.7k: for places where the exact figure is in the title. */
export function compact(value: Decimal | number | null | undefined): string {
  if (!isNumber(value)) return NONE;
  const size = Math.abs(Number(value));
  if (size < 1000) return write(value, size < 10 ? 2 : 0, size < 10 ? 2 : 1);
  return compactFormatter.format(Number(value)).replace('-', MINUS).toLowerCase().replace('m', 'M').replace('b', 'B');
}

export function megabytes(value: number | null | undefined): string {
  if (!isNumber(value)) return NONE;
  if (value >= 1024) return `${write(value / 1024, 1, 1)}${NBSP}GB`;
  return `${write(value, value < 10 ? 1 : 0, value < 10 ? 1 : 0)}${NBSP}MB`;
}

/** A time that something took: "41 ms", "5.8 s". */
export function took(milliseconds: number | null | undefined): string {
  if (!isNumber(milliseconds)) return NONE;
  if (milliseconds < 1000) return `${write(milliseconds, 0, milliseconds < 10 ? 1 : 0)}${NBSP}ms`;
  return `${write(milliseconds / 1000, 0, milliseconds < 10_000 ? 1 : 0)}${NBSP}s`;
}

/** The two places: "3 bots", "1 bot". */
export const plural = (many: number, one: string, more = `${one}s`): string => `${count(many)} ${many === 1 ? one : more}`;
