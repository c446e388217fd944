/** Said on every page while the connection is down: since when, what the figures are worth, and when the next try is. */
import { computed } from '@preact/signals';
import { now, zone } from '../clock';
import { at, span } from '../format/time';
import { fleetTopic } from '../live/fleet';
import { connection, outage, socket } from '../live/live';
import { WarnIcon } from '../parts/icons';

/** A short interruption is not worth a word. */
const GRACE = 3_000;

const down = computed(() => {
  const lost = outage.value;
  return lost !== null && now.value - lost.since > GRACE ? lost : null;
});

/** Whether the figures on the page may be old: no socket, and no answer to a request either. */
export const stale = computed(() => down.value !== null && connection.value === 'lost');

export function Banner() {
  const lost = down.value;
  if (!lost) return null;
  const received = fleetTopic.receivedAt.value;
  const polling = connection.value === 'polling';
  return (
    <div class={`banner ${polling ? '' : 'crit'}`} role="status">
      <WarnIcon />
      {polling ? (
        <span><b>The live connection is down.</b> Figures are asked for every 5 s instead.</span>
      ) : (
        <span>
          <b>The server cannot be reached.</b>{' '}
          {received === null ? 'There are no figures yet.' : `Figures are as of ${at('clock', zone.value, received)}; the bots trade on without it.`}
        </span>
      )}
      <span class="grow" />
      {/* Counting seconds aloud helps nobody. */}
      <span class="soft" aria-hidden="true">next try in {span(Math.max(0, Math.ceil((lost.retryAt - now.value) / 1000) * 1000)).replace('.0', '')}</span>
      <button type="button" class="button" onClick={() => socket.value?.retry()}>Try now</button>
    </div>
  );
}
