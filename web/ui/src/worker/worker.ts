/**
 * Runs while no page is open: shows what is pushed, and opens the page about it. It keeps no copy of any page or answer:
 * yesterday's figures in the place of today's would be worse than none.
 */
import { shown } from './notice';

declare const self: ServiceWorkerGlobalScope;

/** What the page noted when it subscribed: by it the worker can subscribe anew. */
const NOTE = { cache: 'binnacle-push', path: '/push-note' };

interface Note {
  channel: string;
  device: string;
  key: string;
  endpoint: string;
}

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  const { title, options } = shown(parsed(event.data), Date.now());
  event.waitUntil(self.registration.showNotification(title, options));
});

function parsed(data: PushMessageData | null): unknown {
  try {
    return data?.json();
  } catch {
    return { body: data?.text() };
  }
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { path } = (event.notification.data ?? {}) as { path?: unknown };
  event.waitUntil(open(typeof path === 'string' && path.startsWith('/') ? path : '/'));
});

/** In a page that is open already, where there is one. */
async function open(path: string): Promise<void> {
  const [page] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (page === undefined) {
    await self.clients.openWindow(path);
    return;
  }
  await page.focus();
  page.postMessage({ type: 'go', path });
}

/** A browser may give a page another address at any time. */
self.addEventListener('pushsubscriptionchange', (event) => {
  const { oldSubscription, newSubscription } = event as Event & { oldSubscription?: PushSubscription | null; newSubscription?: PushSubscription | null };
  (event as ExtendableEvent).waitUntil(renew(oldSubscription ?? null, newSubscription ?? null));
});

async function renew(before: PushSubscription | null, given: PushSubscription | null): Promise<void> {
  const cache = await caches.open(NOTE.cache);
  const kept = await cache.match(NOTE.path);
  if (kept === undefined) return;
  const note = (await kept.json()) as Note;
  const after = given ?? (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: note.key }));
  const { endpoint, keys } = after.toJSON();
  const body = { endpoint, p256dh: keys?.['p256dh'], auth: keys?.['auth'], channel: note.channel, device: note.device, replaces: before?.endpoint ?? note.endpoint };
  const answer = await fetch('/api/v1/push/devices', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  // Who is signed out finds it off on the page, and switches it on again.
  if (answer.ok) await cache.put(NOTE.path, Response.json({ ...note, endpoint }));
}
