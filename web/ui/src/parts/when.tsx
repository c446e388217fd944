/* Times on the page: relative or as a clock, the exact moment on hover, in the zone that the reader chose. */
import type { Instant } from '../api/types';
import { now, serverNow, zone } from '../clock';
import { NONE } from '../format/number';
import { clock, millis, moment, roughly, span } from '../format/time';

/** "2 min": how old something is, kept current. */
export function Age({ of, exactly = false }: { of: Instant | null | undefined; exactly?: boolean }) {
  const then = millis(of);
  if (then === null) return <span class="none">{NONE}</span>;
  const age = now.value - then;
  return (
    <time dateTime={of ?? ''} title={moment(of)} class="nowrap">
      {exactly ? span(age) : roughly(age)}
    </time>
  );
}

const INSTANT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** A sentence of the server, with its times as the reader's clock has them. */
export function Said({ text }: { text: string }) {
  return <>{text.split(INSTANT).map((part, i) => (i % 2 === 1 ? <Clock key={i} at={part} /> : part))}</>;
}

export function Clock({ at }: { at: Instant | null | undefined }) {
  if (millis(at) === null) return <span class="none">{NONE}</span>;
  return (
    <time dateTime={at ?? ''} title={moment(at)} class="nowrap">
      {clock(at, zone.value, serverNow())}
    </time>
  );
}
