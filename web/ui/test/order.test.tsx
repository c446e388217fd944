// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { actions } from '../src/live/actions';
import { session } from '../src/live/session';
import { Acted } from '../src/panels/acted';
import { OpenOrders } from '../src/panels/diagnostics';

const ORDERS = '/api/v1/bots/btc-trend/orders';
const MAY = { allowed: true, reason: null, real: false, symbols: ['BTC/USD', 'ETH/USD'], limits: [{ rule: 'order-value', limit: 'at most 500 USD an order' }] };
const PLAN = {
  bot: 'btc-trend', what: 'buy 0.01 BTC/USD at 45000', exchange: 'paper', real: false, confirm: '9f2c', confirm_until: '2026-01-05T12:01:00Z',
  checks: [{ rule: 'order-value', passed: true, reason: "the order's value is 450 USD, at most 500 USD" }],
};
const PLACED = { id: 'a7', bot: 'btc-trend', what: PLAN.what, by: 'ann', begun: '2026-01-05T12:00:00Z', stage: 'done', outcome: 'order X1 rests, 0 of 0.01 filled' };

let sent: { method: string; path: string; key: string | null; body: unknown }[] = [];
let answers: Record<string, { status: number; body: unknown }> = {};
const page = document.createElement('div');

function serve(path: string, init?: RequestInit): Promise<Response> {
  const method = init?.method ?? 'GET';
  sent.push({ method, path, key: new Headers(init?.headers).get('idempotency-key'), body: typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : null });
  const found = answers[`${method} ${path}`] ?? { status: 404, body: { detail: `nothing at ${path}` } };
  return Promise.resolve(new Response(JSON.stringify(found.body), { status: found.status }));
}

const settled = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await act(async () => new Promise((done) => setTimeout(done)));
};
const words = (): string => (page.textContent ?? '').replaceAll('\u00a0', ' ');
const button = (name: string): HTMLButtonElement | undefined => [...page.querySelectorAll('button')].find((one) => one.textContent === name);
const press = async (name: string): Promise<void> => {
  const found = button(name);
  if (!found) throw new Error(`no button ${name} in ${words()}`);
  await act(() => found.click());
  await settled();
};
const write = (label: string, text: string): Promise<void> =>
  act(() => {
    const field = [...page.querySelectorAll('label')].find((one) => one.querySelector('span')?.textContent === label)?.querySelector('input');
    if (!field) throw new Error(`no field ${label}`);
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }) as unknown as Promise<void>;
const orders = () => sent.filter((one) => one.method === 'POST');

async function show(role: string): Promise<void> {
  session.value = { name: 'ann', role, via: 'session', expires_at: null } as never;
  await act(() => render(<OpenOrders bot="btc-trend" orders={[]} />, page));
  await settled();
}

/** The form, filled in and sent off to be checked. */
async function check(): Promise<void> {
  await press('Place an order…');
  await write('Quantity', '0.01');
  await write('Price', '45000');
  await act(() => void page.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
  await settled();
}

beforeEach(() => {
  sent = [];
  answers = {
    [`GET ${ORDERS}/by-hand`]: { status: 200, body: MAY },
    [`POST ${ORDERS}?dry_run=true`]: { status: 200, body: PLAN },
    [`POST ${ORDERS}`]: { status: 202, body: PLACED },
    'GET /api/v1/actions': { status: 200, body: { actions: [PLACED], next: null } },
  };
  vi.stubGlobal('fetch', serve);
  document.body.append(page);
});

afterEach(() => {
  render(null, page);
  page.remove();
  session.value = null;
  actions.value = null;
  vi.unstubAllGlobals();
});

describe('an order by hand', () => {
  test('is held against the limits, confirmed, placed once and proved', async () => {
    await show('trader');
    await check();

    expect(orders()).toEqual([{ method: 'POST', path: `${ORDERS}?dry_run=true`, key: null, body: { symbol: 'BTC/USD', side: 'buy', quantity: '0.01', price: '45000' } }]);
    expect(words()).toContain('Buy 0.01 BTC/USD at 45000');
    expect(words()).toContain("The order's value is 450 USD, at most 500 USD");

    await press('Place the order');

    expect(orders()).toHaveLength(2);
    expect(orders()[1]).toMatchObject({ path: ORDERS, body: { symbol: 'BTC/USD', side: 'buy', quantity: '0.01', price: '45000', confirm: '9f2c' } });
    expect(orders()[1]?.key).toMatch(/^[0-9a-f]{32}$/);
    expect(words()).toContain('Done, and read again at the exchange');
    expect(words()).toContain('Order X1 rests, 0 of 0.01 filled');
    expect(button('Place the order')).toBeUndefined();
  });

  test('keeps what two fields were filled with at once', async () => {
    await show('trader');
    await press('Place an order…');
    await act(() => {
      for (const [label, text] of [['Quantity', '0.3'], ['Price', '700']] as const) {
        const field = [...page.querySelectorAll('label')].find((one) => one.querySelector('span')?.textContent === label)?.querySelector('input');
        field!.value = text;
        field!.dispatchEvent(new Event('input', { bubbles: true }));
      }
    });
    await act(() => void page.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    await settled();

    expect(orders()[0]?.body).toMatchObject({ quantity: '0.3', price: '700' });
  });

  test('that passes a limit says which, and cannot be sent', async () => {
    answers[`POST ${ORDERS}?dry_run=true`] = { status: 200, body: { ...PLAN, confirm: null, checks: [{ rule: 'order-value', passed: false, reason: 'it is 900 USD, at most 500 USD' }] } };
    await show('trader');
    await check();

    expect(page.querySelector('.act-checks .broken')?.textContent).toContain('It is 900 USD, at most 500 USD');
    expect(button('Place the order')).toBeUndefined();
    await press('Change it');
    expect(page.querySelector('form')).not.toBeNull();
  });

  test('that is refused in the end says why, and is checked again with the same key', async () => {
    answers[`POST ${ORDERS}`] = { status: 409, body: { detail: 'halt h7 of ann holds btc-trend' } };
    await show('trader');
    await check();
    await press('Place the order');
    expect(page.querySelector('[role=alert]')?.textContent).toBe('Halt h7 of ann holds btc-trend');
    expect(button('Place the order')).toBeUndefined();

    answers[`POST ${ORDERS}`] = { status: 202, body: PLACED };
    await press('Check it again');
    await press('Place the order');

    const [first, second] = orders().filter((one) => one.path === ORDERS);
    expect(second?.key).toBe(first?.key);
  });

  test('with real money must be held to be placed', async () => {
    answers[`GET ${ORDERS}/by-hand`] = { status: 200, body: { ...MAY, real: true } };
    answers[`POST ${ORDERS}?dry_run=true`] = { status: 200, body: { ...PLAN, exchange: 'kraken', real: true } };
    await show('admin');
    await press('Place an order…');
    expect(words()).toContain('real money');
    await act(() => void page.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    await settled();

    await press('Hold to place it');

    expect(orders()).toHaveLength(1);
  });

  test.each(['viewer', 'operator'])('has no button for the role %s, and nothing is asked', async (role) => {
    await show(role);

    expect(button('Place an order…')).toBeUndefined();
    expect(sent).toEqual([]);
  });

  test('has no button where orders by hand are off, or nobody can say', async () => {
    answers[`GET ${ORDERS}/by-hand`] = { status: 200, body: { ...MAY, allowed: false, reason: 'switched off' } };
    await show('trader');
    expect(button('Place an order…')).toBeUndefined();

    render(null, page);
    answers = {};
    await show('trader');
    expect(button('Place an order…')).toBeUndefined();
  });
});

describe('what was done by hand', () => {
  test('says who, what, how it stands and what was proved, of one bot or of all', async () => {
    const other = { ...PLACED, id: 'a6', bot: 'btc-grid', what: 'cancel order o-1: buy 1 BTC/USD, 0 filled', by: 'ben', stage: 'unknown', outcome: 'the exchange does not answer' };
    answers['GET /api/v1/actions'] = { status: 200, body: { actions: [PLACED, other], next: null } };
    await act(() => render(<Acted bot={null} />, page));
    await settled();
    expect([...page.querySelectorAll('tbody tr')]).toHaveLength(2);
    for (const said of ['ann', 'Buy 0.01 BTC/USD at 45000', 'Done', 'ben', 'Cancel order o-1', 'Not known', 'The exchange does not answer']) expect(words()).toContain(said);

    await act(() => render(<Acted bot="btc-grid" />, page));
    await settled();
    expect([...page.querySelectorAll('tbody tr')]).toHaveLength(1);
    expect(words()).not.toContain('ann');
  });

  test('takes a stage that it does not know for none that is good, and is no card where nothing was done', async () => {
    answers['GET /api/v1/actions'] = { status: 200, body: { actions: [{ ...PLACED, stage: 'dozing' }] } };
    await act(() => render(<Acted bot="btc-trend" />, page));
    await settled();
    expect(page.querySelector('.status.bad')?.textContent).toBe('Not known');

    await act(() => render(<Acted bot="other" />, page));
    await settled();
    expect(words()).toBe('');
  });
});
