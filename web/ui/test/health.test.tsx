// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { decodeCheck } from '../src/api/health';
import { HealthCheckCard } from '../src/views/health';

const REPORT = {
  at: '2026-01-05T12:00:00Z', health: 'degraded',
  components: [{ name: 'journal', health: 'healthy', response_time_ms: 0.4, message: 'is written' }, { name: 'disk', health: 'degraded', response_time_ms: 12, message: '9.0 % of it are free' }],
  bots: [{ bot: 'btc-trend', status: 'online', reason: 'x', silence_ms: 1500, components: [{ name: 'order_gateway', health: 'failed', critical: true, response_time_ms: 5800, message: 'slow', age_ms: 40 }] }, { bot: 'silent', components: [] }],
};

const box = document.createElement('div');
const words = (): string => (box.textContent ?? '').replaceAll('\u00a0', ' ');
const rows = (): string[] => [...box.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td')].map((cell) => (cell.textContent ?? '').replaceAll('\u00a0', ' ')).join('|'));
const asked: string[] = [];

function answers(status: number, body: unknown): void {
  vi.stubGlobal('fetch', (path: string, { method }: RequestInit) => {
    asked.push(`${method} ${path}`);
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
}

async function press(): Promise<void> {
  await act(() => box.querySelector('button')!.click());
  await vi.waitFor(() => expect(box.querySelector('button')!.disabled).toBe(false));
}

beforeEach(() => {
  asked.length = 0;
  document.body.append(box);
});

afterEach(() => {
  render(null, box);
  vi.unstubAllGlobals();
});

describe('the health check', () => {
  test('asks when it is told to, and shows how long each part took', async () => {
    answers(200, REPORT);
    await act(() => render(<HealthCheckCard mayCheck />, box));
    expect(asked).toEqual([]);

    await press();

    expect(asked).toEqual(['POST /api/v1/health-checks']);
    expect(rows()).toEqual(['server|Journal|Healthy|0.4 ms|is written', 'server|Disk|Degraded|12 ms|9.0 % of it are free', 'btc-trend|Order gateway|Failed|5.8 s|slow']);
    expect(words()).toContain('server degraded, 2 bots');
  });

  test('that is refused says why and keeps what was seen', async () => {
    answers(200, REPORT);
    await act(() => render(<HealthCheckCard mayCheck />, box));
    await press();
    answers(429, { detail: 'ask again in 4 s' });
    await press();

    expect(box.querySelector('[role=status]')?.textContent).toBe('ask again in 4 s');
    expect(rows()).toHaveLength(3);
  });

  test('is not offered to who may only look', async () => {
    await act(() => render(<HealthCheckCard mayCheck={false} />, box));

    expect(box.querySelector('button')).toBeNull();
    expect(words()).toContain('Operators');
  });

  test.each([[null], [7], [[]], [{ components: 'x', bots: [{ components: [{}] }] }]])('decodes whatever comes: %j', (raw) => {
    expect(decodeCheck(raw)).toMatchObject({ at: null, health: 'unknown' });
  });
});
