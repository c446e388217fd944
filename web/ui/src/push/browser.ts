/** What this browser can do about notifications, and how it is had to do it. */
import type { PushChannel } from '../api/push';
import { addDevice, removeDevice } from '../api/push';
import { go } from '../router';

/** What stands in the way of notifications here, if anything does. */
export type Hindrance = 'insecure' | 'home-screen' | 'unsupported' | 'denied' | null;

const NOTE = { cache: 'binnacle-push', path: '/push-note' };

export interface Surroundings {
  secure: boolean;
  worker: boolean;
  push: boolean;
  permission: NotificationPermission | null;
  agent: string;
  /** Whether it runs as an app of its own and not in a tab. */
  installed: boolean;
}

export const surroundings = (): Surroundings => ({
  secure: window.isSecureContext,
  worker: 'serviceWorker' in navigator,
  push: 'PushManager' in window && 'Notification' in window,
  permission: 'Notification' in window ? Notification.permission : null,
  agent: navigator.userAgent,
  installed: window.matchMedia('(display-mode: standalone)').matches,
});

export function hindrance({ secure, worker, push, permission, agent, installed }: Surroundings): Hindrance {
  if (!secure) return 'insecure';
  // Safari on a phone offers push to what is on the home screen alone.
  if (/iPhone|iPad/.test(agent) && !installed && !push) return 'home-screen';
  if (!worker || !push) return 'unsupported';
  return permission === 'denied' ? 'denied' : null;
}

/** Such as "Firefox on Linux". */
export function nameOf(agent: string): string {
  const pick = (words: readonly (readonly [RegExp, string])[], other: string): string => words.find(([pattern]) => pattern.test(agent))?.[1] ?? other;
  const browser = pick([[/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox\//, 'Firefox'], [/Chrom(e|ium)\//, 'Chrome'], [/Safari\//, 'Safari']], 'A browser');
  const system = pick([[/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS X/, 'Mac'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux']], '');
  return system === '' ? browser : `${browser} on ${system}`;
}

/** As the server names a device. */
export async function idOf(endpoint: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint)));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const present = async (): Promise<PushSubscription | null> => (await (await navigator.serviceWorker.getRegistration('/'))?.pushManager.getSubscription()) ?? null;

/** The id under which the server knows this browser, if it does; null where nothing is switched on. */
export async function presentId(): Promise<string | null> {
  const subscription = await present();
  return subscription === null ? null : idOf(subscription.endpoint);
}

/** Asks the reader for leave, the browser for an address, and the server to write to it. */
export async function switchOn(channel: PushChannel): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new Error('The browser was not given leave to show notifications.');
  await navigator.serviceWorker.register('/worker.js', { updateViaCache: 'none' });
  const { pushManager } = await navigator.serviceWorker.ready;
  // One that was asked for with another key would be refused by its push service for ever.
  await (await pushManager.getSubscription())?.unsubscribe();
  const subscription = await subscribed(pushManager, channel.key);
  const { endpoint, keys } = subscription.toJSON();
  const device = nameOf(navigator.userAgent);
  await addDevice({ endpoint: endpoint ?? '', p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '', channel: channel.name, device });
  await (await caches.open(NOTE.cache)).put(NOTE.path, Response.json({ channel: channel.name, device, key: channel.key, endpoint }));
}

async function subscribed(pushManager: PushManager, key: string): Promise<PushSubscription> {
  try {
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  } catch (error) {
    throw new Error(`The browser's push service gave no address: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The server first: what it does not know it cannot write to, and a browser that fails here asks for nothing more. */
export async function switchOff(id: string): Promise<void> {
  await removeDevice(id);
  await (await present())?.unsubscribe();
  await caches.delete(NOTE.cache);
}

/** A notification that was clicked leads to a page; one that is open already goes there. */
export function followNotifications(): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', (event: MessageEvent<unknown>) => {
    const { type, path } = (event.data ?? {}) as { type?: unknown; path?: unknown };
    if (type === 'go' && typeof path === 'string' && path.startsWith('/')) go(path);
  });
}
