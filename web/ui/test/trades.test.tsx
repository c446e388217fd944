// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fleet } from '../src/live/fleet';
import { go } from '../src/router';
import { Trades } from '../src/views/trades';
import { aFleet, aTrade } from './made';

const box = document.createElement('div');
let asked: string[] = [];
let pages: Record<string, object> = {};

const row = (id: string, over = {}) => aTrade({ trade_id: id, closed_at: `2026-01-05T11:${id.slice(1).padStart(2, '0')}:00Z`, ...over });

beforeEach(() => {
  document.body.append(box);
  asked = [];
  vi.stubGlobal('scrollTo', () => undefined);
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    const page = Object.entries(pages).find(([part]) => path.includes(part))?.[1];
    return page ? Promise.resolve(new Response(JSON.stringify(page))) : Promise.reject(new TypeError('gone'));
  });
  fleet.value = aFleet();
});

afterEach(() => {
  render(null, box);
  fleet.value = null;
  vi.unstubAllGlobals();
});

const settle = (): Promise<void> => act(() => new Promise((resolve) => setTimeout(resolve, 20)));
const rows = (): number => box.querySelectorAll('tbody tr').length;
const press = (word: string): Promise<void> =>
  act(() => [...box.querySelectorAll('button')].find((button) => button.textContent === word)?.click());

async function show(path: string): Promise<void> {
  await act(() => {
    go(path);
    render(<Trades />, box);
  });
  await settle();
}

test('shows a page, then older ones, until that is all', async () => {
  pages = { 'cursor=c2': { trades: [row('t1')], next: null }, 'trades?limit=50': { trades: [row('t3'), row('t2')], next: 'c2' } };

  await show('/trades');
  expect(rows()).toBe(2);
  await press('Older');
  await settle();

  expect(rows()).toBe(3);
  expect(box.textContent).toContain('That is all.');
});

test('asks for one bot where one is chosen', async () => {
  pages = { '/bots/btc-grid/trades': { trades: [row('t3', { bot: null })], next: null } };

  await show('/trades?bot=btc-grid');

  expect(asked.every((path) => path.startsWith('/api/v1/bots/btc-grid/trades'))).toBe(true);
  expect(box.querySelector('tbody a')?.textContent).toBe('btc-grid');
});

test('looks through several pages for a rare symbol', async () => {
  pages = {
    'cursor=c3': { trades: [row('t1', { symbol: 'ETH/USD' })], next: null },
    'cursor=c2': { trades: [row('t2')], next: 'c3' },
    'trades?limit=50': { trades: [row('t3')], next: 'c2' },
  };

  await show('/trades?symbol=ETH%2FUSD');

  expect(rows()).toBe(1);
  expect(box.querySelector('tbody')?.textContent).toContain('ETH/USD');
});

test('says why nothing could be loaded, and tries again', async () => {
  pages = {};
  await show('/trades');
  expect(box.textContent).toContain('The server cannot be reached.');

  pages = { 'trades?limit=50': { trades: [row('t3')], next: null } };
  await press('Try again');
  await settle();

  expect(rows()).toBe(1);
});

test('an empty list says what would be there', async () => {
  pages = { trades: { trades: [], next: null } };

  await show('/trades');

  expect(box.textContent).toContain('No trade.');
});
