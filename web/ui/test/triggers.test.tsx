// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { decodeTriggers } from '../src/api/triggers';
import { AutomaticStops, byNearness } from '../src/views/triggers';

const bot = (of: object): object => ({ bot: 'btc-trend', name: 'memory', part: '', value: '250 MB', limit: '1000 MB', share: 0.25, at: '2026-01-05T12:00:00Z', stage: 'armed', bad: 0, halt: null, locked: false, rearmed: null, ...of });
const RAW = {
  enabled: true,
  triggers: [{ name: 'order-storm', on: true, mode: 'cancel', samples: 3, scope: 'bot', limit: '100 within 5 s', throttle: true }, { name: 'memory', on: false, mode: 'pause', samples: 2, scope: 'fleet', limit: '2 times 500 MB', throttle: false }],
  bots: [bot({}), bot({ name: 'order-storm', value: '150 messages', limit: '100', share: 1.5, stage: 'tripped', bad: 3, halt: 'h7', locked: true }), bot({ bot: 'btc-grid', bad: 2, share: 1.1 })],
};

const box = document.createElement('div');
const words = (): string => (box.textContent ?? '').replaceAll('\u00a0', ' ');
const asked: { method: string; path: string; body: unknown }[] = [];
let refuses: string | null = null;
let answer: unknown = RAW;

beforeEach(() => {
  asked.length = 0;
  refuses = null;
  answer = RAW;
  document.body.append(box);
  vi.stubGlobal('fetch', (path: string, { method, body }: RequestInit) => {
    asked.push({ method: method ?? 'GET', path, body: typeof body === 'string' ? (JSON.parse(body) as unknown) : null });
    if (method === 'POST') return Promise.resolve(refuses === null ? new Response(null, { status: 204 }) : new Response(JSON.stringify({ detail: refuses }), { status: 409 }));
    return Promise.resolve(new Response(JSON.stringify(answer), { status: 200 }));
  });
});

afterEach(() => {
  render(null, box);
  vi.unstubAllGlobals();
});

async function show(mayRearm: boolean): Promise<void> {
  await act(() => render(<AutomaticStops mayRearm={mayRearm} />, box));
  await vi.waitFor(() => expect(words()).toContain('Triggers as they are set'), 20_000);
}

const button = (name: string): HTMLButtonElement | undefined => [...document.querySelectorAll('button')].find((one) => one.textContent === name);

describe('automatic stops', () => {
  test('shows what has halted first, then what is nearest', async () => {
    await show(false);

    const rows = [...box.querySelectorAll('tbody')[0]!.querySelectorAll('tr')].map((row) => row.querySelectorAll('td')[1]!.firstChild!.textContent);
    expect(rows).toEqual(['Order storm', 'Memory', 'Memory']);
    expect(words()).toContain('2 bad running');
    expect(words()).toContain('150 %');
    expect(button('Arm again')).toBeUndefined();
  });

  test('a throttle is armed again with a reason', async () => {
    await show(true);
    await act(() => button('Arm again')!.click());
    const last = (): HTMLButtonElement => [...document.querySelectorAll('button')].filter((one) => one.textContent === 'Arm again').at(-1)!;
    expect(last().disabled).toBe(true);

    const reason = document.querySelector<HTMLInputElement | HTMLTextAreaElement>('dialog input, dialog textarea, [role=dialog] input, [role=dialog] textarea')!;
    await act(() => {
      reason.value = 'the loop is fixed';
      reason.dispatchEvent(new Event('input', { bubbles: true }));
    });
    refuses = 'somebody else did';
    await act(() => last().click());
    await vi.waitFor(() => expect(document.querySelector('[role=alert]')?.textContent).toBe('somebody else did'));

    expect(asked.filter((one) => one.method === 'POST')).toEqual([{ method: 'POST', path: '/api/v1/bots/btc-trend/triggers/order-storm/rearm', body: { reason: 'the loop is fixed' } }]);
  });

  test('says that they are switched off', async () => {
    answer = { ...RAW, enabled: false };
    await show(true);

    expect(words()).toContain('nothing halts without a person');
    expect(button('Arm again')).toBeUndefined();
  });

  test('sorts without a share last', () => {
    const all = decodeTriggers({ bots: [bot({ share: null }), bot({ share: 0 }), bot({ stage: 'spent' })] }).bots;

    expect(byNearness(all).map((one) => [one.stage, one.share])).toEqual([['spent', 0.25], ['armed', 0], ['armed', null]]);
  });

  test.each([[null], [7], [[]], [{ triggers: 'x', bots: [{}] }]])('decodes whatever comes: %j', (raw) => {
    expect(decodeTriggers(raw).enabled).toBe(false);
  });

  test('a stage that is not known is no good news', () => {
    expect(decodeTriggers({ bots: [{ stage: 'dormant' }] }).bots[0]?.stage).toBe('tripped');
  });
});
