/** A message as Telegram shows it: a bubble with its buttons under it. */
import type { Preview } from '../api/alert-types';
import { zone } from '../clock';
import { at, millis } from '../format/time';
import { telegram } from './markup';
import { Picture } from './picture';

export function TelegramMessage({ of: { telegram: message, chart_png: chart, at: said, title } }: { of: Preview }) {
  const when = millis(said);
  return (
    <div class="telegram">
      <div class="bubble">
        {chart !== null && <Picture png={chart} label={`Chart of ${title}`} />}
        <div class="text">{telegram(message.html)}</div>
        {when !== null && <span class="stamp">{at('minute', zone.value, when)}</span>}
      </div>
      {message.buttons.map((row, i) => <div key={i} class="keys">{row.map((word) => <span key={word}>{word}</span>)}</div>)}
    </div>
  );
}
