/** Where to: at the left, on a phone at the bottom. Only what works is here. */
import { Badge } from './bell';
import { BellIcon, BotsIcon, ConfigIcon, DeckIcon, MetricsIcon, StopIcon, SystemIcon, TradesIcon } from '../parts/icons';
import type { Place } from '../router';
import { place } from '../router';

const WAYS = [
  { view: 'deck', path: '/', word: 'Deck', Icon: DeckIcon },
  { view: 'bots', path: '/bots', word: 'Bots', Icon: BotsIcon },
  { view: 'trades', path: '/trades', word: 'Trades', Icon: TradesIcon },
  { view: 'metrics', path: '/charts', word: 'Metrics', Icon: MetricsIcon },
  { view: 'alerts', path: '/alerts', word: 'Alerts', Icon: BellIcon },
  { view: 'configs', path: '/config', word: 'Config', Icon: ConfigIcon },
  { view: 'halts', path: '/halts', word: 'Halts', Icon: StopIcon },
  { view: 'system', path: '/system', word: 'System', Icon: SystemIcon },
] as const;

const OF_ALERTS: readonly Place['view'][] = ['rules', 'notifications', 'messages', 'runbooks'];

const isHere = (here: Place['view'], view: string): boolean =>
  here === view || (view === 'alerts' && OF_ALERTS.includes(here)) || (here === 'bot' && view === 'bots') || ((here === 'halt' || here === 'incident') && view === 'halts') || (here === 'config' && view === 'configs');

export function Rail() {
  const here = place.value.view;
  return (
    <nav class="rail" aria-label="Views">
      <ul>
        {WAYS.map(({ view, path, word, Icon }) => (
          <li key={view}>
            <a href={path} aria-current={isHere(here, view) ? 'page' : undefined}>
              {view === 'alerts' ? <span class="belled"><Icon /><Badge /></span> : <Icon />}
              {word}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
