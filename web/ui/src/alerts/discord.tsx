/** A message as Discord shows it: a name, a line, and cards with a coloured edge. */
import type { Embed, Preview } from '../api/alert-types';
import { zone } from '../clock';
import { at, millis } from '../format/time';
import { Mark } from '../parts/icons';
import type { ComponentChildren } from 'preact';
import { discord } from './markup';
import { Picture } from './picture';

export const hex = (colour: number | null): string => `#${((colour ?? 0x202225) & 0xffffff).toString(16).padStart(6, '0')}`;

export function DiscordMessage({ of: { discord: message, chart_png: chart, at: said, title } }: { of: Preview }) {
  const when = millis(said);
  return (
    <div class="discord">
      <span class="avatar"><Mark /></span>
      <div>
        <p><b>{message.username ?? 'Binnacle'}</b> <span class="tag">APP</span> <span class="stamp">{when === null ? '' : at('minute', zone.value, when)}</span></p>
        {message.content !== null && <p class="text">{discord(message.content)}</p>}
        {message.embeds.map((one, i) => (
          <Card key={i} of={one}>{i === 0 && chart !== null && <Picture png={chart} label={`Chart of ${title}`} />}</Card>
        ))}
        {message.embeds.length === 0 && chart !== null && <Picture png={chart} label={`Chart of ${title}`} />}
      </div>
    </div>
  );
}

function Card({ of: embed, children }: { of: Embed; children: ComponentChildren }) {
  const when = millis(embed.timestamp);
  const foot = [embed.footer, when === null ? null : at('dayMinute', zone.value, when)].filter(Boolean).join(' • ');
  return (
    <div class="embed" style={{ borderLeftColor: hex(embed.color) }}>
      {embed.title !== null && <b class="title">{discord(embed.title)}</b>}
      {embed.description !== null && <p class="text">{discord(embed.description)}</p>}
      {embed.fields.length > 0 && (
        <dl>{embed.fields.map((field, i) => <div key={i} class={field.inline ? 'inline' : ''}><dt>{discord(field.name)}</dt><dd class="text">{discord(field.value)}</dd></div>)}</dl>
      )}
      {children}
      {foot !== '' && <span class="stamp">{foot}</span>}
    </div>
  );
}
