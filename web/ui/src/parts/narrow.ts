import { signal } from '@preact/signals';

const query = typeof matchMedia === 'function' ? matchMedia('(max-width: 760px)') : null;

/** Whether this is a phone's width: tables become cards. The same width as in the style sheets. */
export const narrow = signal(query?.matches ?? false);
query?.addEventListener('change', (event) => (narrow.value = event.matches));
