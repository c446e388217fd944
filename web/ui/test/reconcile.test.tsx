// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { decodeReconciled } from '../src/api/reconcile';
import { session } from '../src/live/session';
import { ReconciledCard } from '../src/panels/reconciled';

const ONE = {
  bot: 'btc-trend', exchange: 'main', at: '2026-01-05T11:59:00Z', state: 'differs', reason: '1 thing differs',
  sides: [{ what: 'open orders', bot: '0', exchange: '1', agrees: false }],
  differences: [{ kind: 'orphan_order', subject: 'o-9', symbol: 'BTC/USD', bot: 'does not know it', exchange: 'BUY 1 BTC/USD', since: '2026-01-05T11:58:00Z' }],
};
const page = document.createElement('div');
let sent: string[] = [];

function serving(...all: unknown[]): void {
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    sent.push(`${init?.method ?? 'GET'} ${path}${init?.body ? ` ${String(init.body)}` : ''}`);
    return Promise.resolve(new Response(JSON.stringify({ reconciliations: all }), { status: 200 }));
  });
}

async function show(bot: string): Promise<void> {
  await act(() => render(<ReconciledCard bot={bot} />, page));
  for (let i = 0; i < 5; i++) await act(async () => new Promise((done) => setTimeout(done)));
}

afterEach(() => {
  act(() => render(null, page));
  sent = [];
  session.value = null;
  vi.unstubAllGlobals();
});

describe('a bot beside its exchange', () => {
  test('both sides of what differs are shown, and who may compares at once', async () => {
    serving(ONE);
    session.value = { name: 'ann', role: 'operator' } as never;
    await show('btc-trend');
    expect(page.textContent).toContain('Orphan order');
    expect(page.textContent).toContain('does not know it');
    expect(page.textContent).toContain('BUY 1 BTC/USD');

    const button = page.querySelector('button');
    expect(button?.textContent).toBe('Compare now');
    await act(() => button?.click());
    for (let i = 0; i < 5; i++) await act(async () => new Promise((done) => setTimeout(done)));
    expect(sent).toContain('POST /api/v1/reconciliations {"bot":"btc-trend"}');
  });

  test('a bot whose exchange is not known has no such panel, and who only looks has no button', async () => {
    serving(ONE);
    await show('other');
    expect(page.textContent).toBe('');
    await show('btc-trend');
    expect(page.querySelector('button')).toBeNull();
  });

  test('a state that is not known is no good news', () => {
    expect(decodeReconciled({ reconciliations: [{ ...ONE, state: 'splendid' }, 7] })[0]?.state).toBe('unknown');
    expect(decodeReconciled(null)).toEqual([]);
  });
});
