/* How something is: always a shape and a word, never a colour alone. */
import type { BotStatus, Health } from '../api/types';
import type { Tone } from '../format/words';
import { healthTone, plainly, statusTone } from '../format/words';

export function Dot({ tone }: { tone: Tone }) {
  return <span class={`dot ${tone}`} aria-hidden="true" />;
}

export function Status({ status }: { status: BotStatus }) {
  const tone = statusTone[status];
  return (
    <span class={`status ${tone}`}>
      <Dot tone={tone} />
      {plainly(status)}
    </span>
  );
}

export function HealthMark({ health }: { health: Health }) {
  return (
    <span class={`status ${healthTone[health]}`}>
      <Dot tone={healthTone[health]} />
      {plainly(health)}
    </span>
  );
}
