/** The life of an alert as a line of time: what was decided, who cared, and what reached whom. */
import type { Delivery, Life, Step } from '../api/alert-types';
import { deliveryTone, deliveryWord, figure, levelWord, noticeWord, stateWord } from '../format/alerts';
import { millis, span } from '../format/time';
import type { Tone } from '../format/words';
import { Clock } from '../parts/when';
import { State } from './pieces';

export interface Entry {
  step: Step;
  deliveries: Delivery[];
}

/** Each notice with what became of it on the channels; what belongs to no step stands by itself. */
export function entriesOf({ steps, deliveries }: Life): { entries: Entry[]; loose: Delivery[] } {
  const told = new Set(steps.filter((step) => step.kind === 'told').map((step) => step.name));
  const entries = steps.map((step) => ({ step, deliveries: step.kind === 'told' ? deliveries.filter((one) => one.message === step.name) : [] }));
  return { entries, loose: deliveries.filter((one) => !told.has(one.message)) };
}

function tone(step: Step): Tone {
  if (step.kind === 'acknowledged') return 'good';
  if (step.kind !== 'changed') return 'quiet';
  if (step.state === 'resolved' || step.state === 'ended') return 'good';
  return step.state === 'firing' || step.state === 'flapping' ? 'bad' : 'warn';
}

export function titleOf(step: Step): string {
  switch (step.kind) {
    case 'changed': {
      const state = step.state === null ? 'changed' : stateWord[step.state];
      if (step.from === null) return `Began, ${state}`;
      return step.from === step.state ? `Changed${step.level === null ? '' : `: ${levelWord[step.level].toLowerCase()}`}` : `${stateWord[step.from]} → ${state}`;
    }
    case 'acknowledged':
      return `${step.who ?? 'Somebody'} takes care`;
    case 'unacknowledged':
      return step.who === null ? 'The acknowledgement ended' : `${step.who} takes care no more`;
    case 'told':
      return `People were told: ${noticeWord[step.notice ?? ''] ?? step.notice ?? ''}`;
    case 'hidden':
      return `Held back by a silence: ${noticeWord[step.notice ?? ''] ?? step.notice ?? ''}`;
  }
}

export function Timeline({ life }: { life: Life }) {
  const { entries, loose } = entriesOf(life);
  return (
    <>
      <ol class="life">
        {entries.map(({ step, deliveries }, i) => (
          <li key={i} class={tone(step)}>
            <span class="muted when"><Clock at={step.at} /></span>
            <div>
              <b>{titleOf(step)}</b>
              {step.kind === 'changed' && step.value !== null && <span class="muted"> at {figure(step.value)}</span>}
              {step.words !== null && step.kind !== 'told' && <p>{step.words}</p>}
              {deliveries.length > 0 && <ul class="reached">{deliveries.map((one) => <Reached key={one.id} of={one} />)}</ul>}
            </div>
          </li>
        ))}
      </ol>
      {entries.length === 0 && <p class="muted">Its history is not written yet, or is kept no more.</p>}
      {loose.length > 0 && <><h3>Messages</h3><ul class="reached">{loose.map((one) => <Reached key={one.id} of={one} />)}</ul></>}
    </>
  );
}

function Reached({ of: one }: { of: Delivery }) {
  const [begun, done] = [millis(one.at), millis(one.done)];
  return (
    <li>
      <State tone={deliveryTone[one.state]}>{one.channel}: {deliveryWord[one.state]}</State>
      {one.state === 'delivered' && begun !== null && done !== null && <span class="muted"> after {span(done - begun)}</span>}
      {one.attempts > 1 && <span class="muted">, {one.attempts} attempts</span>}
      {one.perhaps_repeated && <span class="pill warn">perhaps said twice</span>}
      {one.why !== null && one.state !== 'delivered' && <span class="muted">: {one.why}</span>}
    </li>
  );
}
