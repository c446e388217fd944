// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { incident } from '../src/api/incident';
import { around, offset } from '../src/format/incident';
import { curve, marksOf } from '../src/halt/strip';
import { haltsTopic } from '../src/live/halts';
import { go, placeOf } from '../src/router';
import { Incident } from '../src/views/incident';

const BEGUN = Date.parse('2026-01-05T12:00:00Z');
const time = (seconds: number): string => new Date(BEGUN + seconds * 1000).toISOString();
const LINES = [
  { at: time(-120), kind: 'alert', bot: 'btc-trend', what: 'drawdown of btc-trend is firing (critical)', detail: 'fell by 12 %', id: 'a-1', link: '/alerts?alert=a-1' },
  { at: time(0), kind: 'command', bot: null, what: 'anna asks to cancel: bot btc-trend', detail: 'odd <b>fills</b>', id: 'h7', link: '/halts/h7' },
  { at: time(0.4), kind: 'guard', bot: 'btc-trend', what: 'run i1 has closed its guard', detail: null, id: 'h7', link: '/halts/h7' },
  { at: time(1), kind: 'order', bot: 'btc-trend', what: 'order o-1 of BTC/USD is cancelled, proved', detail: 'cancelled by the server', id: 'o-1', link: '/bots/btc-trend' },
];
const HALT = {
  id: 'h7', epoch: 3, scope: { kind: 'bot', bot: 'btc-trend', words: 'bot btc-trend' }, mode: 'cancel', liquidation: null, state: 'halted', since: time(2), begun: time(0), by: 'anna', reason: 'odd <b>fills</b>', requests: [],
  bots: [{ bot: 'btc-trend', state: 'halted', since: time(2), reason: 'done', proof: 'exchange', guards: [], orders: [], orders_in_all: 0, positions: [], residue: [] }], released: null,
};
const RAW = { halt: HALT, from: time(-600), to: time(60), lines: LINES, left_out: 0, whole: true };

let asked: string[] = [];
let answer: unknown = RAW;
const page = document.createElement('div');
const settled = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await act(async () => new Promise((done) => setTimeout(done)));
};
const show = async (): Promise<void> => {
  await act(() => render(<Incident id="h7" />, page));
  await settled();
};
const rows = (): string[] => [...page.querySelectorAll('.axis li')].map((row) => row.textContent ?? '');
const press = async (name: RegExp): Promise<void> => {
  const found = [...page.querySelectorAll('button')].find((one) => name.test(one.textContent ?? ''));
  if (!found) throw new Error(`no button ${String(name)}`);
  await act(() => found.click());
  await settled();
};

beforeEach(() => {
  asked = [];
  answer = RAW;
  haltsTopic.state.value = { halts: [], released: [], bots: [] };
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    if (path.includes('/history')) return Promise.resolve(new Response(JSON.stringify({ points: [{ at: time(-600), value: 10 }, { at: time(0), value: 20 }, { at: time(60), value: 10 }] })));
    return Promise.resolve(answer === null ? new Response('{"detail":"no such halt"}', { status: 404 }) : new Response(JSON.stringify(answer)));
  });
  document.body.append(page);
  go('/halts/h7/incident');
});

afterEach(() => {
  render(null, page);
  page.remove();
  vi.unstubAllGlobals();
});

describe('the page of an incident', () => {
  test('has everything on one axis, each line with the way to its own page', async () => {
    await show();

    expect(rows()).toHaveLength(4);
    expect(rows()[0]).toMatch(/−2:00\smin/);
    expect(rows()[3]).toContain('cancelled by the server');
    expect([...page.querySelectorAll('.axis a')].map((link) => link.getAttribute('href'))).toEqual(['/alerts?alert=a-1', '/halts/h7', '/halts/h7', '/bots/btc-trend']);
    expect(page.innerHTML).toContain('odd &lt;b&gt;fills');
    expect(page.querySelector('.strip-axis .curve')).not.toBeNull();
    expect(page.querySelectorAll('.strip-axis .mark')).toHaveLength(2);
  });

  test('shows only the kinds that are chosen, and keeps them in the address', async () => {
    await show();
    await press(/^Order/);
    await press(/^Alert/);

    expect(rows()).toHaveLength(2);
    expect(location.search).toBe('?kinds=order%2Calert');
    await press(/^Order/);
    await press(/^Alert/);
    expect(rows()).toHaveLength(4);
  });

  test('looks further back when it is asked to, also in what is exported', async () => {
    await show();
    await press(/^1 h$/);

    expect(asked.at(-1) === undefined ? '' : asked.filter((path) => path.includes('incident')).at(-1)).toBe('/api/v1/halts/h7/incident?before=1h');
    expect([...page.querySelectorAll('.head a')].map((link) => link.getAttribute('href'))).toContain('/api/v1/halts/h7/incident?before=1h&format=markdown');
  });

  test('says when nothing is known, when there is more, and when it cannot be shown', async () => {
    answer = { ...RAW, lines: [], left_out: 7 };
    await show();
    expect(page.textContent).toContain('Nothing is known of this time any more.');
    expect(page.textContent).toContain('There is more than is listed');

    render(null, page);
    answer = null;
    await show();
    expect(page.textContent).toContain('no such halt');
  });
});

describe('what comes over the wire', () => {
  test('an odd kind is a status, and a link leads to no other site', () => {
    const odd = incident({ ...RAW, lines: [{ at: time(0), kind: 'dance', what: 'x', link: '//evil.example' }, { at: time(0), kind: 'order', link: 'javascript:alert(1)' }, { what: 'without a time' }] })!;

    expect(odd.lines.map(({ kind, link }) => [kind, link])).toEqual([['status', '/halts'], ['order', '/halts']]);
    expect(incident({ lines: [] })).toBeNull();
    expect(incident('rubbish')).toBeNull();
  });

  test('its place in the dashboard is a path of its own', () => {
    expect(placeOf('/halts/h7/incident')).toEqual({ view: 'incident', id: 'h7' });
    expect(placeOf('/halts/h7/other').view).toBe('nowhere');
    expect(placeOf('/halts/h7/incident/more').view).toBe('nowhere');
  });
});

describe('the strip', () => {
  const points = [{ at: time(0), value: 1, min: null, max: null }, { at: time(10), value: 3, min: null, max: null }];

  test('is scaled over the whole stretch, and is none where there is nothing', () => {
    expect(curve(points, BEGUN, BEGUN + 10_000)).toBe('M0.0 84.0L1000.0 6.0');
    expect(curve(points.slice(1), BEGUN, BEGUN + 10_000)).toBeNull();
    expect(curve(points, BEGUN, BEGUN)).toBeNull();
  });

  test('has one mark of a kind in a place, and only of what stands out', () => {
    const lines = incident({ ...RAW, lines: [...LINES, { ...LINES[1], at: time(0.01) }] })!.lines;

    expect(marksOf(lines, BEGUN - 600_000, BEGUN + 60_000).map(({ line }) => line.kind)).toEqual(['alert', 'command']);
  });

  test('begins with the lines around the begin where there are many', () => {
    const lines = (before: number, after: number) => Array.from({ length: before + after }, (_, i) => ({ ...LINES[0], at: time(i - before) })) as never;
    expect(around(lines(30, 20), BEGUN)).toEqual({ from: 0, to: 50 });
    expect(around(lines(1_000, 2_000), BEGUN)).toEqual({ from: 900, to: 1_300 });
    expect(around(lines(1_000, 10), BEGUN)).toEqual({ from: 610, to: 1_010 });
    expect(around(lines(10, 1_000), BEGUN)).toEqual({ from: 0, to: 400 });
    expect(around(lines(1_000, 0), BEGUN)).toEqual({ from: 600, to: 1_000 });
  });

  test('tells how far from the begin a line is', () => {
    expect(offset(BEGUN - 120_000, BEGUN)).toMatch(/^−2:00\smin$/);
    expect(offset(BEGUN - 7_260_000, BEGUN)).toMatch(/^−2\sh\s1\smin$/);
    expect(offset(BEGUN + 400, BEGUN)).toMatch(/^\+0\.4\ss$/);
  });
});
