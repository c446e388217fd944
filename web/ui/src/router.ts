/** Where in the dashboard the reader is: the address, as a signal. Links are ordinary links. */
import { signal } from '@preact/signals';

export type Place =
  | { view: 'deck' }
  | { view: 'bots' }
  | { view: 'bot'; id: string }
  | { view: 'configs' }
  | { view: 'config'; id: string }
  | { view: 'trades' }
  /** Under /charts: /metrics is where Prometheus asks. */
  | { view: 'metrics' }
  | { view: 'alerts' }
  | { view: 'rules' }
  | { view: 'notifications' }
  | { view: 'messages' }
  | { view: 'halts' }
  | { view: 'halt'; id: string }
  | { view: 'incident'; id: string }
  | { view: 'runbooks' }
  | { view: 'system' }
  | { view: 'nowhere'; path: string };

export function placeOf(path: string): Place {
  const [first = '', second, ...more] = path.split('/').filter((part) => part !== '');
  const [third, ...rest] = more;
  if (first === 'bots' && second !== undefined && rest.length === 0 && (third === undefined || third === 'config')) {
    try {
      return { view: third === undefined ? 'bot' : third, id: decodeURIComponent(second) };
    } catch {
      return { view: 'nowhere', path };
    }
  }
  if (first === 'halts' && second !== undefined && rest.length === 0 && (third === undefined || third === 'incident')) {
    try {
      return { view: third === undefined ? 'halt' : third, id: decodeURIComponent(second) };
    } catch {
      return { view: 'nowhere', path };
    }
  }
  if (second !== undefined) return { view: 'nowhere', path };
  switch (first) {
    case '':
      return { view: 'deck' };
    case 'bots':
    case 'trades':
    case 'alerts':
    case 'rules':
    case 'notifications':
    case 'messages':
    case 'halts':
    case 'runbooks':
    case 'system':
      return { view: first };
    case 'config':
      return { view: 'configs' };
    case 'charts':
      return { view: 'metrics' };
    default:
      return { view: 'nowhere', path };
  }
}

export const botPath = (id: string): string => `/bots/${encodeURIComponent(id)}`;
export const haltPath = (id: string): string => `/halts/${encodeURIComponent(id)}`;
export const incidentPath = (id: string): string => `${haltPath(id)}/incident`;
export const configPath = (id: string): string => `${botPath(id)}/config`;

/** The bot that a place is about; null where it is about all. */
export const botAt = (here: Place): string | null => (here.view === 'bot' || here.view === 'config' ? here.id : null);

export const place = signal<Place>(placeOf(location.pathname));
export const search = signal(new URLSearchParams(location.search));

function arrive(): void {
  place.value = placeOf(location.pathname);
  search.value = new URLSearchParams(location.search);
}

export function go(path: string): void {
  history.pushState(null, '', path);
  arrive();
  const [, anchor] = path.split('#');
  if (anchor === undefined) scrollTo(0, 0);
  else requestAnimationFrame(() => document.getElementById(anchor)?.scrollIntoView());
}

/** Keeps a choice of the reader in the address, so that it survives a reload and can be sent to somebody. */
export function keep(fields: Record<string, string | null>): void {
  const next = new URLSearchParams(search.peek());
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  history.replaceState(null, '', location.pathname + (text === '' ? '' : `?${text}`));
  search.value = next;
}

/** Whether a click on a link is for this page and not for a new tab, another site or a file. */
function isOurs(event: MouseEvent, link: HTMLAnchorElement): boolean {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  if (link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) return false;
  if (link.hash !== '' && link.pathname === location.pathname) return false;
  return placeOf(link.pathname).view !== 'nowhere';
}

export function startRouter(): void {
  window.addEventListener('popstate', arrive);
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || !isOurs(event, link)) return;
    event.preventDefault();
    const path = link.pathname + link.search + link.hash;
    if (path !== location.pathname + location.search) go(path);
  });
}
