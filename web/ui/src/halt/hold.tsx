/** A button that acts only when it is held for a moment, by finger, mouse or key: no slip stops a fleet. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Long enough that nobody does it by chance, short enough for the worst day. */
export const HOLD = 1_000;

interface Props {
  disabled?: boolean;
  onHeld: () => void;
  children: ComponentChildren;
}

export function HoldButton({ disabled = false, onHeld, children }: Props) {
  const [holding, setHolding] = useState(false);
  const timer = useRef<number | undefined>(undefined);
  const stop = (): void => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setHolding(false);
  };
  const start = (): void => {
    if (disabled || timer.current !== undefined) return;
    setHolding(true);
    timer.current = window.setTimeout(() => {
      stop();
      onHeld();
    }, HOLD);
  };
  useEffect(() => stop, []);
  const isKey = (event: KeyboardEvent): boolean => event.key === 'Enter' || event.key === ' ';
  return (
    <button
      type="button" class={`hold ${holding ? 'holding' : ''}`} disabled={disabled} aria-description="Hold for one second to confirm"
      onPointerDown={(event) => { if (event.button === 0) start(); }} onPointerUp={stop} onPointerLeave={stop} onPointerCancel={stop} onBlur={stop}
      onKeyDown={(event) => { if (isKey(event)) { event.preventDefault(); if (!event.repeat) start(); } }} onKeyUp={(event) => { if (isKey(event)) stop(); }}
      onContextMenu={(event) => event.preventDefault()}
    >
      <span class="hold-fill" aria-hidden="true" />
      <span class="hold-word">{children}</span>
    </button>
  );
}
