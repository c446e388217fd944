// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { actPath } from '../src/api/acts';
import { session } from '../src/live/session';
import { ActDialog } from '../src/panels/act';
import { OpenOrders } from '../src/panels/diagnostics';

const ORDER = {
  order_id: 'o-1', symbol: 'BTC/USD', side: 'buy', kind: 'limit', status: 'open', quantity: '1', filled: '0', price: '900', average_price: null, currency: 'USD', reason: null, at: null,
};
const PLAN = { bot: 'btc-trend', what: 'cancel order o-1: buy 1 BTC/USD, 0 filled', exchange: 'paper', real: false, checks: [], confirm: null, confirm_until: null };
const DONE = { id: 'a1', what: PLAN.what, stage: 'done', outcome: 'cancelled, and read again: it rests no more' };

let sent: { method: string; path: string; key: string | null }[] = [];
let answers: Record<string, unknown> = {};
const page = document.createElement('div');

function serve(path: string, init?: RequestInit): Promise<Response> {
  const method = init?.method ?? 'GET';
  sent.push({ method, path, key: new Headers(init?.headers).get('idempotency-key') });
  const found = answers[`${method} ${path}`];
  return Promise.resolve(new Response(JSON.stringify(found ?? { detail: `nothing at ${path}` }), { status: found === undefined ? 409 : 200 }));
}

const settled = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await act(async () => new Promise((done) => setTimeout(done)));
};
const press = async (name: RegExp): Promise<void> => {
  const found = [...page.querySelectorAll('button')].find((one) => name.test(one.getAttribute('aria-label') ?? one.textContent ?? ''));
  if (!found) throw new Error(`no button ${String(name)} in ${page.textContent ?? ''}`);
  await act(() => found.click());
  await settled();
};

beforeEach(() => {
  sent = [];
  answers = {
    'POST /api/v1/bots/btc-trend/orders/o-1/cancel?dry_run=true': PLAN,
    'POST /api/v1/bots/btc-trend/orders/o-1/cancel': DONE,
  };
  vi.stubGlobal('fetch', serve);
  document.body.append(page);
});

afterEach(() => {
  render(null, page);
  page.remove();
  session.value = null;
  vi.unstubAllGlobals();
});

describe('an order', () => {
  test('is cancelled only after what would be done was shown, once, and what was proved is said', async () => {
    await act(() => render(<OpenOrders bot="btc-trend" orders={[ORDER]} />, page));
    await press(/^Cancel order o-1/);
    expect(page.textContent).toContain('Cancel order o-1: buy 1 BTC/USD, 0 filled');
    expect(sent.map((one) => one.path)).toEqual(['/api/v1/bots/btc-trend/orders/o-1/cancel?dry_run=true']);

    await press(/^Cancel the order$/);

    expect(sent[1]?.path).toBe('/api/v1/bots/btc-trend/orders/o-1/cancel');
    expect(sent[1]?.key).toMatch(/^[0-9a-f]{32}$/);
    expect(page.textContent).toContain('Done, and read again at the exchange');
    expect(page.textContent).toContain('Cancelled, and read again: it rests no more');
  });

  test('of which nobody can say is no success', async () => {
    answers['POST /api/v1/bots/btc-trend/orders/o-1/cancel'] = { ...DONE, stage: 'dozing', outcome: 'x' };
    await act(() => render(<ActDialog act={{ kind: 'cancel', bot: 'btc-trend', order: 'o-1' }} onClose={() => {}} />, page));
    await settled();
    await press(/^Cancel the order$/);

    expect(page.textContent).toContain('Nobody can say');
  });

  test('that cannot be cancelled says why, and nothing can be sent', async () => {
    answers = {};
    await act(() => render(<ActDialog act={{ kind: 'cancel', bot: 'btc-trend', order: 'o-1' }} onClose={() => {}} />, page));
    await settled();

    expect(page.querySelector('[role=alert]')?.textContent).toContain('Nothing at');
    expect([...page.querySelectorAll('button')].find((one) => one.textContent === 'Cancel the order')?.disabled).toBe(true);
  });

  test('has no button for who only reads', async () => {
    session.value = { name: 'v', role: 'viewer', via: 'session', expires_at: null };
    await act(() => render(<OpenOrders bot="btc-trend" orders={[ORDER]} />, page));

    expect(page.querySelector('button')).toBeNull();
  });
});

test('a symbol of two parts is two parts of the address', () => {
  expect(actPath({ kind: 'close', bot: 'btc-trend', symbol: 'BTC/USD' })).toBe('/api/v1/bots/btc-trend/positions/BTC/USD/close');
  expect(actPath({ kind: 'close', bot: 'a b', symbol: 'AAPL' })).toBe('/api/v1/bots/a%20b/positions/AAPL/close');
});
