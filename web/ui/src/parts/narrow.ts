import type { Signal } from '@preact/signals';
import { signal } from '@preact/signals';

function matches(media: string): Signal<boolean> {
  const query = typeof matchMedia === 'function' ? matchMedia(media) : null;
  const state = signal(query?.matches ?? false);
  query?.addEventListener('change', (event) => (state.value = event.matches));
  return state;
}

/** Whether this is a phone's width: long tables become lists. The same width as in the style sheets. */
export const narrow = matches('(max-width: 760px)');

/** Whether the fleet's table has no room for its columns. */
export const cards = matches('(max-width: 940px)');
