// @vitest-environment happy-dom
import { render } from 'preact';
import type { ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as decode from '../src/api/halt-decode';
import { progress, residueOf } from '../src/format/halts';
import { HaltBanners } from '../src/halt/banner';
import { HOLD } from '../src/halt/hold';
import { Stop } from '../src/halt/stop';
import { fleetTopic } from '../src/live/fleet';
import { haltsTopic } from '../src/live/halts';
import { session } from '../src/live/session';
import { go, place } from '../src/router';
import { HaltPage, Halts } from '../src/views/halts';
import { aFleet, noFleet } from './made';

const ORDER = { order_id: 'o-1', symbol: 'BTC/USD', outcome: 'cancelled', proved: true, residue: false, detail: null };
const BOT = {
  bot: 'btc-trend', state: 'halted', since: '2026-01-05T11:58:00Z', reason: 'all that rested is gone', proof: 'exchange',
  guards: [{ instance: 'i1', stage: 'confirmed', since: '2026-01-05T11:57:01Z', in_flight: 0, unknown: [] }],
  orders: [ORDER], orders_in_all: 1, positions: [{ symbol: 'BTC/USD', before: '0.5', after: '0', outcome: 'flat', residue: false, detail: null }], residue: [],
};
const RAW = {
  id: 'h7', epoch: 3, scope: { kind: 'fleet', group: null, bot: null, symbol: null, words: 'fleet' }, mode: 'cancel', liquidation: null, state: 'halted', since: '2026-01-05T11:58:00Z',
  begun: '2026-01-05T11:57:00Z', by: 'anna', reason: 'odd <b>fills</b>', requests: [{ at: '2026-01-05T11:57:00Z', origin: 'person', by: 'anna', reason: 'odd fills' }], bots: [BOT], released: null,
};
const FAILED = { ...RAW, id: 'h8', state: 'failed', bots: [{ ...BOT, state: 'failed', orders: [ORDER, { ...ORDER, order_id: 'o-2', outcome: 'still_open', residue: true }], residue: ['order o-2 of BTC/USD is still open'] }] };
const now = (...halts: unknown[]) => ({ halts, released: [], bots: [] });

let sent: { method: string; path: string; body: unknown }[] = [];
let answers: Record<string, unknown> = {};
const page = document.createElement('div');

function serve(path: string, init?: RequestInit): Promise<Response> {
  const method = init?.method ?? 'GET';
  sent.push({ method, path, body: init?.body ? JSON.parse(String(init.body)) : undefined });
  const found = answers[`${method} ${path.split('?')[0] ?? ''}`];
  if (found === undefined) return Promise.resolve(new Response(JSON.stringify({ detail: `nothing at ${path}` }), { status: 409 }));
  return Promise.resolve(new Response(found === null ? null : JSON.stringify(found), { status: found === null ? 204 : 200 }));
}

const settled = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await act(async () => new Promise((done) => setTimeout(done)));
};
const show = async (view: ComponentChildren): Promise<void> => {
  await act(() => render(view, page));
  await settled();
};
const button = (name: RegExp): HTMLButtonElement => {
  const found = [...page.querySelectorAll('button')].find((one) => name.test(one.getAttribute('aria-label') ?? one.textContent ?? ''));
  if (!found) throw new Error(`no button ${String(name)} in ${page.textContent ?? ''}`);
  return found;
};
const press = async (name: RegExp): Promise<void> => {
  await act(() => button(name).click());
  await settled();
};
const wishes = () => sent.filter((one) => one.method === 'POST');
const pointer = (type: string): Event => new PointerEvent(type, { bubbles: true, button: 0 });

beforeEach(() => {
  sent = [];
  answers = { 'GET /api/v1/halts/now': now(RAW), 'GET /api/v1/session': { name: 'op', role: 'operator' }, 'GET /api/v1/halts': { halts: [], next: null } };
  vi.stubGlobal('fetch', serve);
  document.body.append(page);
  session.value = { name: 'op', role: 'operator', via: 'session', expires_at: null };
  fleetTopic.state.value = aFleet();
  haltsTopic.state.value = decode.haltsNow(now());
  go('/');
});

afterEach(() => {
  render(null, page);
  page.remove();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the stop', () => {
  const hold = async (milliseconds: number): Promise<void> => {
    vi.useFakeTimers();
    await act(() => void button(/^Hold to/).dispatchEvent(pointer('pointerdown')));
    await act(() => void vi.advanceTimersByTime(milliseconds));
    await act(() => void button(/^(Hold to|Sent)/).dispatchEvent(pointer('pointerup')));
    vi.useRealTimers();
    await settled();
  };

  test('names the bots that it stops, and goes out when it is held', async () => {
    answers['POST /api/v1/halts'] = RAW;
    await show(<Stop />);
    await press(/^Stop \d+ bots/);

    expect([...page.querySelectorAll('.whom b')].map((one) => one.textContent)).toEqual(aFleet().bots.map((bot) => bot.id));
    await hold(HOLD + 10);

    expect(wishes()).toEqual([{ method: 'POST', path: '/api/v1/halts', body: { mode: 'cancel', reason: 'Emergency stop on the dashboard' } }]);
    expect(place.value).toEqual({ view: 'halt', id: 'h7' });
  });

  test('does nothing when it is let go too early', async () => {
    await show(<Stop />);
    await press(/^Stop \d+ bots/);
    await hold(HOLD - 50);

    expect(wishes()).toEqual([]);
  });

  test('is held by a key, too', async () => {
    answers['POST /api/v1/halts'] = RAW;
    await show(<Stop />);
    await press(/^Stop \d+ bots/);
    vi.useFakeTimers();
    await act(() => void button(/^Hold to/).dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, cancelable: true })));
    await act(() => void vi.advanceTimersByTime(HOLD + 10));
    vi.useRealTimers();
    await settled();

    expect(wishes()).toHaveLength(1);
  });

  test('says that the bots may still trade when the server does not take it', async () => {
    await show(<Stop />);
    await press(/^Stop \d+ bots/);
    await hold(HOLD + 10);

    expect(page.querySelector('[role=alert]')?.textContent).toContain('The bots may still trade.');
    expect(button(/^Hold to/).disabled).toBe(false);
  });

  test('stops the one bot that is looked at', async () => {
    answers['POST /api/v1/halts'] = RAW;
    const id = aFleet().bots[0]!.id;
    go(`/bots/${id}`);
    await show(<Stop />);
    await press(new RegExp(`^Stop ${id}`));
    await hold(HOLD + 10);

    expect(wishes()[0]?.body).toMatchObject({ bot: id });
  });

  test('is there for nobody who may not, and not where there is no bot', async () => {
    session.value = { name: 'eve', role: 'viewer', via: 'session', expires_at: null };
    await show(<Stop />);
    expect(button(/^Stop/).disabled).toBe(true);

    fleetTopic.state.value = noFleet();
    await show(<Stop />);
    expect(page.querySelector('button')).toBeNull();
  });
});

describe('while a halt is in force', () => {
  test('every page says what is stopped, and what is left of a failed one', async () => {
    haltsTopic.state.value = decode.haltsNow(now(RAW, FAILED));
    await show(<HaltBanners />);

    const said = [...page.querySelectorAll('.halt-banner')].map((one) => one.textContent ?? '');
    expect(said[0]).toContain('Halted: fleet');
    expect(said[0]).toContain('1 of 1 bot halted · 1 of 1 order proved gone');
    expect(said[1]).toContain('order o-2 of BTC/USD is still open');
  });

  test('a resume needs a reason and names the epoch that was seen', async () => {
    answers['POST /api/v1/halts/h7/resume'] = null;
    haltsTopic.state.value = decode.haltsNow(now(RAW));
    await show(<HaltBanners />);
    await press(/^Resume/);
    expect(button(/^Let trading go on/).disabled).toBe(true);

    const reason = page.querySelector('textarea')!;
    reason.value = 'looked at it';
    await act(() => void reason.dispatchEvent(new Event('input', { bubbles: true })));
    await press(/^Let trading go on/);

    expect(wishes()).toEqual([{ method: 'POST', path: '/api/v1/halts/h7/resume', body: { reason: 'looked at it', epoch: 3 } }]);
  });

  test('one that is not proved is resumed only by who says that he has looked', async () => {
    answers['POST /api/v1/halts/h8/resume'] = null;
    haltsTopic.state.value = decode.haltsNow(now(FAILED));
    await show(<HaltBanners />);
    await press(/^Resume/);
    const reason = page.querySelector('textarea')!;
    reason.value = 'cancelled by hand';
    await act(() => void reason.dispatchEvent(new Event('input', { bubbles: true })));
    expect(button(/^Let trading go on/).disabled).toBe(true);

    await act(() => page.querySelector<HTMLInputElement>('input[type=checkbox]')!.click());
    await press(/^Let trading go on/);

    expect(wishes()[0]?.body).toEqual({ reason: 'cancelled by hand', epoch: 3, force: true });
  });
});

describe('the page of a halt', () => {
  test('says what became of each guard, order and position', async () => {
    haltsTopic.state.value = decode.haltsNow(now(FAILED));
    await show(<HaltPage id="h8" />);

    const text = page.textContent ?? '';
    for (const word of ['Guard confirmed', 'o-1', 'cancelled', 'o-2', 'still open', 'read again at the exchange', 'What is left', 'Not proved']) expect(text).toContain(word);
    expect(page.innerHTML).toContain('odd &lt;b&gt;fills');
  });

  test('is asked for when the halt is of the past, and says when there is none', async () => {
    answers['GET /api/v1/halts/h1'] = { ...RAW, id: 'h1', state: 'released', released: { at: '2026-01-05T12:10:00Z', by: 'anna', reason: 'all is well' } };
    await show(<HaltPage id="h1" />);
    expect(page.textContent).toContain('all is well');

    await show(<HaltPage key="other" id="h2" />);
    expect(page.textContent).toContain('nothing at /api/v1/halts/h2');
  });

  test('the list is empty in words, or has both kinds', async () => {
    await show(<Halts />);
    expect(page.textContent).toContain('Nothing is stopped.');

    haltsTopic.state.value = decode.haltsNow(now(RAW));
    await settled();
    expect(page.querySelector('.halt-list a')?.getAttribute('href')).toBe('/halts/h7');
  });
});

describe('what comes over the wire', () => {
  test('an unknown word is never good news', () => {
    const odd = decode.oneHalt({ ...RAW, state: 'sleeping', mode: 'dance', bots: [{ ...BOT, state: 7, guards: [{ stage: 'fine' }], orders: [{ order_id: 'o-3' }] }] })!;

    expect([odd.state, odd.mode, odd.bots[0]?.state, odd.bots[0]?.guards[0]?.stage]).toEqual(['failed', 'stop', 'failed', 'unconfirmed']);
    expect(odd.bots[0]?.orders[0]).toMatchObject({ outcome: 'unknown', proved: false, residue: true });
    expect(decode.oneHalt(null)).toBeNull();
    expect(decode.haltsNow('rubbish')).toEqual({ halts: [], released: [], bots: [] });
  });

  test('progress and residue are counted over all bots', () => {
    const two = decode.oneHalt({ ...FAILED, bots: [BOT, { ...FAILED.bots[0], bot: 'btc-grid' }] })!;

    expect(progress(two)).toBe('1 of 2 bots halted · 2 of 3 orders proved gone');
    expect(residueOf(two)).toEqual(['btc-grid: order o-2 of BTC/USD is still open']);
  });
});
