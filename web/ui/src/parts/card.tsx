import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Props {
  title: string;
  /** A few quiet words beside the title: what is counted, in which unit. */
  note?: ComponentChildren;
  /** Controls at the right. */
  tools?: ComponentChildren;
  class?: string;
  children: ComponentChildren;
}

/** One question and its answer, with a heading. */
export function Card({ title, note, tools, class: cls = '', children }: Props) {
  const id = useId();
  return (
    <section class={`card ${cls}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {note !== undefined && note !== null && note !== '' && <small>{note}</small>}
        {tools && <span class="grow" />}
        {tools}
      </header>
      {children}
    </section>
  );
}

/** Where a list is empty: what would be here, and what makes it come. */
export function Blank({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="blank">
      <span class="soft">{title}</span>
      {children && <span>{children}</span>}
    </div>
  );
}

/** A place held for a figure that is on its way. */
export function Bone({ width = 8 }: { width?: number }) {
  return (
    <span class="bone" style={{ width: `${width}ch` }} aria-hidden="true">
      0
    </span>
  );
}

/** Places held for the rows of a list, so that nothing jumps when they come. */
export function Bones({ rows }: { rows: number }) {
  return (
    <div aria-busy="true" class="bones">
      <span class="sr">Loading</span>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i}>
          <Bone width={14} /> <Bone width={8} /> <Bone width={10} />
        </div>
      ))}
    </div>
  );
}
