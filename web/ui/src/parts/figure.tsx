/* A figure on the page: never colour alone, never a bare gap, and a short flash when it changed. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Decimal } from '../api/types';
import { direction, exact, money, moneyDecimals, NONE, percent, percentPoints, price, quantity } from '../format/number';

const calm = (): boolean => typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Between two flashes of one cell: what moves four times a second would else never rest. */
const REST = 1_000;

/** Lights the cell up for under 300 ms when its number moved. */
export function useFlash(value: number | null): RefObject<HTMLSpanElement | null> {
  const ref = useRef<HTMLSpanElement>(null);
  const before = useRef(value);
  const lit = useRef(Number.NEGATIVE_INFINITY);
  useLayoutEffect(() => {
    const was = before.current;
    before.current = value;
    if (was === null || value === null || was === value || calm()) return;
    const at = performance.now();
    if (at - lit.current < REST) return;
    lit.current = at;
    const wash = `var(--${value > was ? 'up' : 'down'}-wash)`;
    ref.current?.animate?.([{ backgroundColor: wash }, { backgroundColor: 'transparent' }], { duration: 280, easing: 'ease-out' });
  }, [value]);
  return ref;
}

/** What is undefined, with the reason on the mark and for those who cannot hover. */
export function Missing({ why }: { why?: string | null | undefined }) {
  return (
    <span class="none" title={why ?? 'not known'}>
      {NONE}
      <span class="sr"> ({why ?? 'not known'})</span>
    </span>
  );
}

interface GainProps {
  value: Decimal | number | null | undefined;
  currency?: string | null | undefined;
  /** How the value is meant: an amount of money, a fraction or percent points. */
  as?: 'money' | 'fraction' | 'points';
  why?: string | null | undefined;
  arrow?: boolean;
}

/** A gain or a loss. */
export function Gain({ value, currency, as = 'money', why, arrow = true }: GainProps) {
  const number = value === null || value === undefined ? null : Number(value);
  const ref = useFlash(number);
  if (number === null || value === null || value === undefined) return <Missing why={why} />;
  const way = as === 'money' ? direction(value, moneyDecimals(value, currency)) : direction(as === 'fraction' ? number * 100 : number, 2);
  const shown =
    as === 'money' ? money(value, currency, { sign: true }) : as === 'fraction' ? percent(number, { sign: true }) : percentPoints(value, { sign: true });
  return (
    <span ref={ref} class={way > 0 ? 'up nowrap' : way < 0 ? 'down nowrap' : 'nowrap'} title={as === 'money' ? exact(value, currency) : undefined}>
      {arrow && way !== 0 && (
        <span class="arrow" aria-hidden="true">
          {way > 0 ? '▲' : '▼'}
        </span>
      )}
      {shown}
    </span>
  );
}

/** A price or a quantity in the digits that matter, all of them on hover. */
export function Price({ value, why }: { value: Decimal | null | undefined; why?: string }) {
  if (value === null || value === undefined) return <Missing why={why} />;
  return <span class="nowrap" title={exact(value, null)}>{price(value)}</span>;
}

export function Quantity({ value }: { value: Decimal | null | undefined }) {
  if (value === null || value === undefined) return <Missing />;
  return <span class="nowrap" title={exact(value, null)}>{quantity(value)}</span>;
}

/** An amount that is neither good nor bad in itself. */
export function Amount({ value, currency, why }: { value: Decimal | null | undefined; currency: string | null | undefined; why?: string | null | undefined }) {
  const ref = useFlash(value === null || value === undefined ? null : Number(value));
  if (value === null || value === undefined) return <Missing why={why} />;
  return (
    <span ref={ref} class="nowrap" title={exact(value, currency)}>
      {money(value, currency)}
    </span>
  );
}
