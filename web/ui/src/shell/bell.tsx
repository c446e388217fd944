/** How many alerts are open, on every page: in the bar as words, on a phone at the dock's bell. */
import { alerts, counts } from '../live/alerts';
import { countWords } from '../format/alerts';

const shown = (many: number): string => (many > 99 ? '99+' : String(many));

/** The count at the bell of the rail; nothing when nothing is open. */
export function Badge() {
  const { open, critical } = counts.value;
  if (open === 0) return null;
  return (
    <span class={`count ${critical > 0 ? 'crit' : ''}`}>
      {shown(open)}
      <span class="sr"> open</span>
    </span>
  );
}

export function Bell() {
  const all = counts.value;
  const { open, critical, acknowledged } = all;
  const known = alerts.value !== null;
  return (
    <a class={`kv bell ${critical > 0 ? 'crit' : open > 0 ? 'some' : ''}`} href="/alerts">
      <b>{!known ? '–' : open === 0 ? 'All quiet' : countWords(all)}</b>
      <span class="under">{open === 0 ? 'no open alert' : acknowledged > 0 ? `open alerts, ${acknowledged} cared for` : 'open alerts'}</span>
    </a>
  );
}
