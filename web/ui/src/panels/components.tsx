import type { Component } from '../api/types';
import { took } from '../format/number';
import { healthRank, healthTone, plainly } from '../format/words';
import { Blank, Card } from '../parts/card';
import { Dot } from '../parts/status';
import { Age } from '../parts/when';
import { botPath } from '../router';

/** The worst first, then by name: what is healthy keeps its place. */
export const byHealth = (components: readonly Component[]): Component[] =>
  [...components].sort(
    (a, b) => healthRank[a.health] - healthRank[b.health] || (a.bot ?? '').localeCompare(b.bot ?? '') || a.name.localeCompare(b.name),
  );

interface Props {
  components: readonly Component[];
  rows?: number;
  class?: string;
}

export function Components({ components, rows = 8, class: cls }: Props) {
  const ill = components.filter((one) => one.health === 'failed' || one.health === 'degraded').length;
  const sorted = byHealth(components);
  const note = components.length === 0 ? '' : ill === 0 ? `all ${components.length} healthy or unknown` : `${ill} of ${components.length} not well`;
  return (
    <Card title="Component health" note={note} class={cls ?? ''}>
      {sorted.length === 0 && <Blank title="No component reported.">A bot reports its order gateway, feed or database with a health event.</Blank>}
      <ul class="components">
        {sorted.slice(0, rows).map((one) => (
          <Line key={`${one.bot ?? ''}/${one.name}`} component={one} />
        ))}
      </ul>
      {sorted.length > rows && <p class="muted more">and {sorted.length - rows} more, none worse</p>}
    </Card>
  );
}

function Line({ component: one }: { component: Component }) {
  const tone = healthTone[one.health];
  return (
    <li>
      <Dot tone={tone} />
      <span class="what">
        {plainly(one.name)}
        {one.bot && (
          <>
            {' '}
            <a class="of" href={botPath(one.bot)}>
              {one.bot}
            </a>
          </>
        )}
        {one.critical && one.health !== 'healthy' && <span class="pill bad">critical</span>}
        {one.message && one.health !== 'healthy' && <span class="sub">{one.message}</span>}
      </span>
      <span class="soft nowrap">
        {one.health === 'healthy' ? <span class="sr">Healthy</span> : <span class={`status ${tone}`}>{plainly(one.health)} <Age of={one.since} /></span>}{' '}
        {one.response_time_ms !== null && took(one.response_time_ms)}
      </span>
    </li>
  );
}
