import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface Props {
  /** What it holds, for who hears that he stands on it. */
  label: string;
  tall?: boolean;
  children: ComponentChildren;
}

const isOver = (box: HTMLElement): boolean => box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;

/** Holds what may be wider than the window. Where it is, the arrow keys must reach the rest: it takes the focus then, and is no stop otherwise. */
export function Scroll({ label, tall = false, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const held = box.current;
    if (held === null || typeof ResizeObserver !== 'function') return undefined;
    const observer = new ResizeObserver(() => setOver(isOver(held)));
    observer.observe(held);
    for (const child of held.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} class={tall ? 'scroll tall-table' : 'scroll'} {...(tall || over ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}>
      {children}
    </div>
  );
}
