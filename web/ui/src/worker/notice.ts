/** What the server pushes, made into what a browser shows. Nothing here trusts the message to be whole. */

export interface Shown {
  title: string;
  options: {
    body: string;
    /** A repeat takes the place of what it repeats. */
    tag: string;
    renotify: boolean;
    silent: boolean;
    timestamp: number;
    requireInteraction: boolean;
    icon: string;
    badge: string;
    data: { path: string };
  };
}

const word = (value: unknown): string => (typeof value === 'string' ? value : '');

export function shown(message: unknown, now: number): Shown {
  const raw = (typeof message === 'object' && message !== null ? message : {}) as Record<string, unknown>;
  const silent = raw['silent'] === true;
  const at = Date.parse(word(raw['at']));
  return {
    title: word(raw['title']) || 'Binnacle',
    options: {
      body: word(raw['body']),
      tag: word(raw['tag']) || 'binnacle',
      renotify: !silent,
      silent,
      timestamp: Number.isNaN(at) ? now : at,
      // What is urgent stays until somebody looks; that it is over need not.
      requireInteraction: raw['level'] === 'critical' && raw['tone'] !== 'good' && !silent,
      icon: '/icon-192.png',
      badge: '/badge-96.png',
      data: { path: pathOf(word(raw['kind']), raw['alerts']) },
    },
  };
}

/** The page that says more. */
export function pathOf(kind: string, alerts: unknown): string {
  const ids = Array.isArray(alerts) ? alerts.filter((one): one is string => typeof one === 'string') : [];
  const [only] = ids;
  if (only !== undefined) return ids.length === 1 ? `/alerts?alert=${encodeURIComponent(only)}` : '/alerts';
  if (kind === 'alert') return '/alerts';
  if (kind === 'trade_opened' || kind === 'trade_closed') return '/trades';
  return kind === 'test' ? '/notifications' : '/';
}
