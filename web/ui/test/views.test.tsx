// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { App } from '../src/app';
import { watched, watch } from '../src/live/bot';
import { fleet } from '../src/live/fleet';
import { FleetList, heldOrder, inOrder } from '../src/panels/fleet-table';
import { go, place } from '../src/router';
import { lastResults } from '../src/panels/kpis';
import { spread } from '../src/panels/distribution';
import { byHealth } from '../src/panels/components';
import { warnings } from '../src/views/bot';
import { narrowed } from '../src/views/bots';
import { skew } from '../src/panels/diagnostics';
import { Gain } from '../src/parts/figure';
import { Late, late } from '../src/parts/late';
import { Net } from '../src/panels/recent-trades';
import { curlLine } from '../src/views/first-bot';
import { secretIn } from '../src/views/tokens';
import { modeOf } from '../src/live/fleet';
import { aBot, aFleet, anUnknownFleet, aPosition, aRow, aTrade, aTroubledBot, noFleet } from './made';

const box = document.createElement('div');
const MINUS = '\u2212';

/** What the page says, with plain spaces. */
const words = (): string => (box.textContent ?? '').replaceAll('\u00a0', ' ');

async function show(path: string): Promise<void> {
  await act(() => {
    go(path);
    render(<App />, box);
  });
}

beforeEach(() => {
  document.body.append(box);
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
  vi.stubGlobal('scrollTo', () => undefined);
});

afterEach(() => {
  render(null, box);
  fleet.value = null;
  watch(null);
  vi.unstubAllGlobals();
});

describe('the deck', () => {
  test('holds its places while the first state is on its way', async () => {
    await show('/');

    expect(box.querySelectorAll('.kpi')).toHaveLength(7);
    expect(box.querySelector('[aria-busy]')).not.toBeNull();
  });

  test('shows the fleet', async () => {
    fleet.value = aFleet();
    await show('/');

    expect(words()).toContain('2 of 3 online');
    expect(words()).toContain('PAPER');
    expect(box.querySelectorAll('table')).not.toHaveLength(0);
    expect(words()).toMatch(/not heard for 47 s/);
    expect(box.querySelector('.donut')?.getAttribute('aria-label')).toContain('Cash');
  });

  test('without a bot teaches how the first one comes in', async () => {
    fleet.value = noFleet();
    await show('/');

    expect(words()).toContain('./binnacle demo');
    expect(words()).toContain('/api/v1/bots/my-bot/events');
  });

  test('shows a dash and the reason for every figure that is undefined', async () => {
    fleet.value = anUnknownFleet();
    await show('/');

    const kpis = box.querySelector('.kpis')?.textContent ?? '';
    expect(kpis).toContain('needs 2 complete periods, has 0');
    expect(kpis).not.toMatch(/NaN|null|undefined|0\.00/);
    expect(box.querySelector('.kpis .none')?.getAttribute('title')).toBeTruthy();
  });

  test.each(['/', '/bots', '/trades', '/charts', '/config', '/bots/btc-trend/config', '/system', '/nowhere/at/all'])('%s never shows NaN, null or undefined, whatever is missing', async (path) => {
    for (const state of [anUnknownFleet(), noFleet(), aFleet(), aFleet({ performance: { figures: {}, why: {}, conventions: {} }, equity: null, currency: null })]) {
      fleet.value = state;
      await show(path);

      expect(words()).not.toMatch(/NaN|\bnull\b|undefined|\[object/);
      expect(box.querySelectorAll('h1')).toHaveLength(1);
    }
  });

  test('moves when the state moves', async () => {
    fleet.value = aFleet({ equity: '12682.40' });
    await show('/');
    expect(box.querySelector('.kpi.big b')?.textContent).toBe('12,682.40');

    await act(() => {
      fleet.value = { ...fleet.value!, equity: '12690.00' };
    });

    expect(box.querySelector('.kpi.big b')?.textContent).toBe('12,690.00');
  });
});

describe('a bot', () => {
  async function open(bot: ReturnType<typeof aBot>): Promise<void> {
    fleet.value = aFleet();
    await show(`/bots/${bot.id}`);
    await act(() => {
      watched.value!.topic.state.value = bot;
    });
  }

  test('is shown whole', async () => {
    await open(aTroubledBot());

    expect(box.querySelector('h1')?.textContent).toBe('btc-grid');
    expect(words()).toContain('4 events of this bot never arrived');
    expect(words()).toContain('i-7f31: 812 to 815');
    expect(words()).toContain('2 × 429');
    expect(words()).toContain('RiskViolation');
    expect(words()).toContain('VaR 95 %');
    expect(words()).toContain('no trade had a stop loss');
    expect(document.title).toBe('btc-grid · Binnacle');
  });

  test('of which nothing is known yet breaks nothing', async () => {
    await open(aBot({ equity: null, balance: null, currency: null, components: [], positions: [], orders: [], trades: [], api_usage: [], logs: [], metrics: {}, instances: [], performance: { figures: {}, why: {}, conventions: {} }, first_heard: null, started_at: null, last_heard: null, reason: null, mode: null, policy: null }));

    expect(words()).not.toMatch(/NaN|\bnull\b|undefined/);
    expect(words()).toContain('No open position.');
  });

  test('that nobody knows says so and offers the others', async () => {
    fleet.value = aFleet();
    await show('/bots/nobody');
    await act(() => {
      watched.value!.topic.problem.value = { status: 404, message: 'no bot nobody' };
    });

    expect(words()).toContain('No bot of this name');
    expect([...box.querySelectorAll('.others a')].map((link) => link.getAttribute('href'))).toContain('/bots/btc-trend');
  });

  test('warns of what makes its figures worth less', () => {
    expect(warnings(aBot({ gaps: [], side_mismatches: 0, clock_skew_ms: 3 }))).toEqual([]);
    expect(warnings(aBot({ clock_skew_ms: -5000 }))[0]?.title).toBe("The bot's clock is 5 s behind");
    const rival = { id: 'i-old', connected: true, owner: false, ended: false, last_seq: 1, started_at: null, last_heard: null };
    expect(warnings(aBot({ policy: 'single', instances: [rival] })).map((one) => one.tone)).toEqual(['bad']);
    expect(warnings(aBot({ policy: 'shards', instances: [rival] }))).toEqual([]);
  });

  test('has a clock that is ahead, behind or in step', () => {
    expect(skew(300)).toContain('ahead');
    expect(skew(-2500)).toContain('behind');
    expect(skew(0)).toBe('in step');
    expect(skew(null)).toBe('skew not measured');
  });
});

describe('the fleet list', () => {
  const rows = [aRow({ id: 'b', equity: '2', status: 'online' }), aRow({ id: 'a', equity: '10', status: 'error' }), aRow({ id: 'c', equity: null, status: 'stale' })];
  const ids = (list: readonly { id: string }[]): string => list.map((row) => row.id).join('');

  test('sorts by name, by value as a number, and worst status first', () => {
    expect(ids(inOrder(rows, { by: 'id', down: false }))).toBe('abc');
    expect(ids(inOrder(rows, { by: 'equity', down: true }))).toBe('abc');
    expect(ids(inOrder(rows, { by: 'status', down: false }))).toBe('acb');
    expect(ids(inOrder(rows, { by: 'nonsense', down: false }))).toBe('abc');
  });

  test('keeps its order under the pointer; a new row comes last', () => {
    expect(ids(heldOrder([...rows, aRow({ id: 'd' })], ['c', 'b', 'a']))).toBe('cbad');
  });

  test('does not move rows while one is focused', async () => {
    const list = document.createElement('div');
    document.body.append(list);
    const order = { by: 'equity', down: true };
    const names = (): string => [...list.querySelectorAll('.name')].map((one) => one.textContent).join('');
    await act(() => render(<FleetList rows={rows.slice(0, 2)} order={order} />, list));
    expect(names()).toBe('ab');

    list.querySelector<HTMLAnchorElement>('a')?.focus();
    await act(() => render(<FleetList rows={[aRow({ id: 'b', equity: '99' }), rows[1]!]} order={order} />, list));
    expect(names()).toBe('ab');

    list.querySelector<HTMLAnchorElement>('a')?.blur();
    await act(() => render(<FleetList rows={[aRow({ id: 'b', equity: '99' }), rows[1]!]} order={order} />, list));
    expect(names()).toBe('ba');
    render(null, list);
  });

  test('is narrowed down by words and status', () => {
    expect(ids(narrowed([...rows, aRow({ id: 'zeta' })], ' ZET ', ''))).toBe('zeta');
    expect(ids(narrowed(rows, '', 'stale'))).toBe('c');
    expect(ids(narrowed([aRow({ id: 'x', strategy: null, venue: 'kraken' })], 'krak', ''))).toBe('x');
  });

  test('one bot with real money makes the fleet live', () => {
    expect(modeOf([])).toBeNull();
    expect(modeOf([aRow({ mode: 'paper' })])?.word).toBe('PAPER');
    expect(modeOf([aRow({ mode: 'paper' }), aRow({ mode: 'live' })])).toEqual({ word: 'LIVE', live: 1, of: 2 });
    expect(modeOf([aRow({ mode: null })])?.word).toBe('LIVE');
  });
});

describe('figures', () => {
  const shown = async (vnode: preact.ComponentChild): Promise<string> => {
    await act(() => render(vnode, box));
    return words();
  };

  test('a gain has an arrow and a sign, a loss too, nothing neither', async () => {
    expect(await shown(<Gain value="21.11" currency="USD" />)).toBe('▲+21.11');
    expect(await shown(<Gain value="-17.58" currency="USD" />)).toBe(`▼${MINUS}17.58`);
    expect(await shown(<Gain value="0.001" as="points" />)).toBe('0.00 %');
    expect(await shown(<Gain value={-0.0231} as="fraction" />)).toBe(`▼${MINUS}2.31 %`);
    expect(await shown(<Gain value={null} why="no closed trade yet" />)).toBe('– (no closed trade yet)');
  });

  test('a net result says why there is none', async () => {
    expect(await shown(<Net trade={aTrade({ closed_at: null, net: null })} />)).toBe('open');
    expect(await shown(<Net trade={aTrade({ net: null, fees_currency: 'BNB' })} />)).toContain('the fees are in BNB');
    expect(await shown(<Net trade={aTrade({ side_mismatch: true })} />)).toContain('side?');
  });

  test('the last results are of closed trades, oldest first', () => {
    expect(lastResults([aTrade({ net: '3' }), aTrade({ closed_at: null, net: null }), aTrade({ net: null, pnl: '-2' }), aTrade({ net: '1' })])).toEqual([1, -2, 3]);
  });

  test('components are listed worst first', () => {
    const one = (name: string, health: 'healthy' | 'unknown' | 'degraded' | 'failed') => ({ bot: null, name, health, critical: false, response_time_ms: null, message: null, since: null, at: null });

    expect(byHealth([one('a', 'healthy'), one('b', 'unknown'), one('c', 'failed'), one('d', 'degraded')]).map((c) => c.name).join('')).toBe('cdba');
  });
});

describe('the distribution', () => {
  const of = { currency: 'USD', equity: '10000', available: '5000', positions: [aPosition({ quantity: '2', current_price: '1000' })] };

  test('is cash, positions and what is reserved', () => {
    expect(spread(of)).toEqual({ shares: [{ name: 'Cash', value: 5000 }, { name: 'BTC/USD', value: 2000 }, { name: 'Reserved', value: 3000 }], leverage: 0.2, why: null });
  });

  test('takes for cash what is in no position, if nothing is said', () => {
    expect(spread({ ...of, available: null }).shares).toEqual([{ name: 'Cash', value: 8000 }, { name: 'BTC/USD', value: 2000 }]);
  });

  test('adds positions of one symbol, long and short, and folds the small ones', () => {
    const many = ['A', 'A', 'B', 'C', 'D', 'E'].map((symbol, i) => aPosition({ symbol, side: i % 2 ? 'sell' : 'buy', quantity: '1', current_price: String(100 - i) }));

    expect(spread({ ...of, positions: many }).shares.map((share) => share.name)).toEqual(['Cash', 'A', 'B', 'C', '2 others', 'Reserved']);
  });

  test('never adds unlike currencies, and never guesses a price', () => {
    expect(spread({ ...of, positions: [aPosition({ currency: 'EUR' })] })).toMatchObject({ shares: [], why: 'positions are in currencies other than USD' });
    expect(spread({ ...of, positions: [aPosition({ current_price: null, entry_price: null })] }).why).toContain('no price of BTC/USD');
    expect(spread({ ...of, equity: null }).why).toBe('no balance reported yet');
  });

  test('says when more is held than owned', () => expect(spread({ ...of, positions: [aPosition({ quantity: '20', current_price: '1000' })] }).leverage).toBe(2));
});

describe('a view that comes late', () => {
  test('holds its place, shows itself, and says when it cannot come', async () => {
    let give = (_: () => preact.JSX.Element): void => undefined;
    const slow = late<object>(() => new Promise((resolve) => (give = resolve)));
    await act(() => render(<Late of={slow} props={{}} title="Config" />, box));
    expect(box.querySelector('[aria-busy]')).not.toBeNull();
    await act(async () => {
      give(() => <h1>There</h1>);
      await slow.load();
    });
    expect(words()).toBe('There');

    const gone = late<object>(() => Promise.reject(new TypeError('gone')));
    await act(() => render(<Late key="gone" of={gone} props={{}} title="Config" />, box));
    await act(() => gone.load());
    expect(words()).toContain('This page could not be loaded.');
  });
});

describe('the shell', () => {
  test('has landmarks, a way to skip them, and marks where we are', async () => {
    fleet.value = aFleet();
    await show('/trades');

    for (const landmark of ['header', 'nav[aria-label]', 'main#main', 'footer']) expect(box.querySelector(landmark)).not.toBeNull();
    expect(box.querySelector('a.skip')?.getAttribute('href')).toBe('#main');
    expect(box.querySelector('nav [aria-current=page]')?.textContent).toBe('Trades');
  });

  test('always names the chart library and links to it', async () => {
    fleet.value = aFleet();
    await show('/charts');

    expect(box.querySelector('footer a[href="https://www.tradingview.com/"]')).not.toBeNull();
  });

  test('writes no style attributes as text and no inline scripts', async () => {
    fleet.value = aFleet();
    await show('/');

    expect(box.querySelector('script, style')).toBeNull();
  });

  test('opens the picker with a list of all bots and closes it with Escape', async () => {
    fleet.value = aFleet();
    await show('/');
    await act(() => box.querySelector<HTMLButtonElement>('.pick button')?.click());
    expect([...box.querySelectorAll('.menu a')].map((link) => link.getAttribute('href'))).toEqual(['/', '/bots/btc-trend', '/bots/btc-grid', '/bots/btc-meanrev']);

    await act(() => void document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' })));

    expect(box.querySelector('.menu')).toBeNull();
    expect(place.value.view).toBe('deck');
  });
});

test('the first command speaks to this very server', () => expect(curlLine('http://127.0.0.1:8000')).toContain('curl -X POST http://127.0.0.1:8000/api/v1/bots/my-bot/events'));

test('a new token is shown only if it came', () => {
  expect(secretIn({ token: { id: 'k1' }, secret: 'abc' })).toBe('abc');
  expect(secretIn({ token: { id: 'k1' } })).toBeNull();
  expect(secretIn(null)).toBeNull();
});
