// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, describe, expect, test, vi } from 'vitest';
import groups from 'virtual:runbooks';
import { runbooks } from '../runbooks.mjs';
import { icons, manifest } from '../icons.mjs';
import { decodePush } from '../src/api/push';
import type { Surroundings } from '../src/push/browser';
import { hindrance, idOf, nameOf } from '../src/push/browser';
import { DevicesCard } from '../src/push/card';
import { shown } from '../src/worker/notice';

const MESSAGE = {
  title: '🔴 CRITICAL: drawdown on btc-trend', body: 'Value: -12.40%', tag: 't-1', level: 'critical', tone: 'bad', kind: 'alert',
  at: '2026-01-05T14:30:00Z', silent: false, alerts: ['a-7'],
};

describe('a notification', () => {
  test('says what was pushed, and leads to the alert', () => {
    expect(shown(MESSAGE, 0)).toEqual({
      title: '🔴 CRITICAL: drawdown on btc-trend',
      options: {
        body: 'Value: -12.40%', tag: 't-1', renotify: true, silent: false, timestamp: Date.UTC(2026, 0, 5, 14, 30), requireInteraction: true,
        icon: '/icon-192.png', badge: '/badge-96.png', data: { path: '/alerts?alert=a-7' },
      },
    });
  });

  test('does not stay on the screen when it is good news or must not ring', () => {
    expect(shown({ ...MESSAGE, tone: 'good' }, 0).options.requireInteraction).toBe(false);
    expect(shown({ ...MESSAGE, silent: true }, 0).options).toMatchObject({ requireInteraction: false, silent: true, renotify: false });
  });

  test.each([
    [{ ...MESSAGE, alerts: ['a', 'b'] }, '/alerts'],
    [{ kind: 'alert', alerts: [] }, '/alerts'],
    [{ kind: 'trade_closed' }, '/trades'],
    [{ kind: 'test' }, '/notifications'],
    [{ kind: 'daily_summary', alerts: 'x' }, '/'],
    [{ kind: 'alert', alerts: ['../../evil?x=1'] }, '/alerts?alert=..%2F..%2Fevil%3Fx%3D1'],
  ])('%# leads to the page that says more', (message, path) => {
    expect(shown(message, 0).options.data.path).toBe(path);
  });

  test.each([[undefined], [null], ['text'], [7], [[]], [{ title: 3, at: 'never' }]])('is shown whatever comes: %j', (message) => {
    expect(shown(message, 99)).toMatchObject({ title: 'Binnacle', options: { timestamp: 99, tag: 'binnacle' } });
  });
});

describe('a browser', () => {
  const able: Surroundings = { secure: true, worker: true, push: true, permission: 'default', agent: 'Mozilla/5.0 (X11; Linux) Chrome/156', installed: false };

  test.each([
    [{}, null],
    [{ permission: 'granted' as const }, null],
    [{ permission: 'denied' as const }, 'denied'],
    [{ secure: false, worker: false, push: false }, 'insecure'],
    [{ push: false }, 'unsupported'],
    [{ worker: false }, 'unsupported'],
    [{ push: false, agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/604.1' }, 'home-screen'],
    [{ agent: 'Mozilla/5.0 (iPhone) Safari/604.1', installed: true }, null],
  ])('%j is hindered by %s', (changes, expected) => {
    expect(hindrance({ ...able, ...changes })).toBe(expected);
  });

  test('is called by what a person calls it', () => {
    expect(nameOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox on Linux');
    expect(nameOf('Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36')).toBe('Chrome on Android');
    expect(nameOf('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1')).toBe('Safari on iPhone');
    expect(nameOf('curl')).toBe('A browser');
  });

  /** SHA-256 of "abc", FIPS 180-2. */
  test('names itself as the server does', async () => {
    expect(await idOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('the card of devices', () => {
  const DEVICE = { id: 'd-1', device: 'Chrome on Android', channel: 'browsers', operator: 'anna', own: true, service: 'fcm.googleapis.com', added: '2026-01-05T12:00:00Z', last_reached: null };
  const root = document.createElement('div');

  afterEach(() => {
    render(null, root);
    vi.unstubAllGlobals();
  });

  async function card(push: unknown, secure = true): Promise<string> {
    vi.stubGlobal('isSecureContext', secure);
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(push))));
    render(<DevicesCard />, root);
    await vi.waitFor(() => expect(root.querySelector('[aria-busy]')).toBeNull());
    return root.textContent ?? '';
  }

  test('says how to get a channel where there is none', async () => {
    expect(await card({ channels: [], devices: [] })).toContain('type: webpush');
  });

  test('says why nothing can be switched on', async () => {
    expect(await card({ channels: [{ name: 'browsers', public_key: 'B' }], devices: [] }, false)).toContain('This address is not secure.');
    expect(root.querySelector('.primary')).toBeNull();
  });

  test('lists other devices with whose they are', async () => {
    const text = await card({ channels: [{ name: 'browsers', public_key: 'B' }], devices: [DEVICE, { ...DEVICE, id: 'd-2', own: false }] }, false);

    expect(text).toContain('Chrome on Android by browsers, last reached never');
    expect(text).toContain('of anna, by browsers');
  });

  test('takes an answer that is odd', () => {
    expect(decodePush({ channels: 1, devices: [{}] })).toMatchObject({ channels: [], devices: [{ id: '', own: false, last_reached: null }] });
  });
});

describe('what is made in the build', () => {
  test('an icon is a PNG of its size', () => {
    const icon = icons()['icon-192.png'] ?? new Uint8Array();
    const view = new DataView(icon.buffer, icon.byteOffset);

    expect([...icon.slice(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([192, 192]);
  });

  test('every icon of the manifest is drawn', () => {
    const { icons: named } = JSON.parse(manifest()) as { icons: { src: string }[] };

    expect(named.map((one) => one.src.slice(1)).filter((name) => !(name in icons()))).toEqual([]);
  });

  test('raw HTML and scripts of a runbook are text, and paths of the repository lead nowhere', () => {
    const [group] = runbooks('# Title\n\nhello\n\n# Group\n\n## a-rule\n\n<b onclick=x>hi</b> [a](javascript:alert(1)) [b](other.md) [c](https://x.example)\n');

    expect(group?.rules).toEqual([{
      name: 'a-rule',
      text: [{
        tag: 'p', href: null, children: [
          '<b onclick=x>hi</b> ', { tag: '', href: null, children: ['a'] }, ' ', { tag: '', href: null, children: ['b'] }, ' ', { tag: 'a', href: 'https://x.example', children: ['c'] },
        ],
      }],
    }]);
  });

  test('every rule of the repository has its text', () => {
    const rules = groups.flatMap((group) => group.rules);

    expect(rules.length).toBeGreaterThan(40);
    expect(rules.filter((rule) => !/^[a-z-]+$/.test(rule.name) || rule.text.length === 0)).toEqual([]);
  });
});
