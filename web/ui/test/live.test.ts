import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../src/api/http';
import type { Screen } from '../src/live/frame';
import { frames } from '../src/live/frame';
import { share } from '../src/live/share';
import { topic } from '../src/live/topic';

function screen(): Screen & { draw(): void; isHidden: boolean; asked: number } {
  let next: (() => void) | null = null;
  return {
    isHidden: false,
    asked: 0,
    hidden() {
      return this.isHidden;
    },
    nextFrame(run) {
      this.asked++;
      next = run;
    },
    draw() {
      const run = next;
      next = null;
      run?.();
    },
  };
}

describe('frames', () => {
  test('apply the newest state of each topic once per frame', () => {
    const window = screen();
    const all = frames(window);
    const seen: string[] = [];

    for (const state of ['a1', 'a2', 'a3']) all.put('a', () => seen.push(state));
    all.put('b', () => seen.push('b1'));
    expect(seen).toEqual([]);
    window.draw();

    expect(seen).toEqual(['a3', 'b1']);
    expect(window.asked).toBe(1);
    expect(all.skipped()).toBe(2);
  });

  test('apply all topics as one change', () => {
    const window = screen();
    const all = frames(window);
    const a = signal(0);
    const b = signal(0);
    const sums: number[] = [];
    a.subscribe(() => undefined);
    const stop = [a, b].map((one) => one.subscribe(() => sums.push(a.value + b.value)));
    sums.length = 0;

    all.put('a', () => (a.value = 1));
    all.put('b', () => (b.value = 1));
    window.draw();

    expect(sums.every((sum) => sum === 2)).toBe(true);
    stop.forEach((one) => one());
  });

  test('apply nothing while the page is hidden', () => {
    const window = screen();
    const all = frames(window);
    const seen: string[] = [];

    all.put('a', () => seen.push('before'));
    window.isHidden = true;
    window.draw();
    all.put('a', () => seen.push('meanwhile'));
    window.isHidden = false;
    all.put('a', () => seen.push('after'));
    window.draw();

    expect(seen).toEqual(['after']);
    expect(all.skipped()).toBe(2);
  });
});

describe('a topic', () => {
  function made(fetch: () => Promise<unknown>) {
    const window = screen();
    const all = frames(window);
    const one = topic<{ n: number; list: number[] }>(
      { key: 't', path: '/t', decode: (raw) => raw as { n: number; list: number[] }, fetch, now: () => 1000 },
      all,
    );
    return { window, one };
  }

  test('takes what the socket says', () => {
    const { window, one } = made(() => Promise.resolve(null));

    one.offer({ n: 1, list: [] });
    window.draw();

    expect(one.state.value).toEqual({ n: 1, list: [] });
    expect(one.receivedAt.value).toBe(1000);
  });

  test('does not let a late answer replace a newer word of the socket', async () => {
    let answer: (value: unknown) => void = () => undefined;
    const { window, one } = made(() => new Promise((resolve) => (answer = resolve)));

    const refreshed = one.refresh();
    one.offer({ n: 2, list: [] });
    window.draw();
    answer({ n: 1, list: [] });
    await refreshed;
    window.draw();

    expect(one.state.value?.n).toBe(2);
  });

  test('says why there is nothing, and forgets it when there is', async () => {
    let fail = true;
    const { window, one } = made(() => (fail ? Promise.reject(new Refusal(404, 'no bot of that name')) : Promise.resolve({ n: 1, list: [] })));

    expect(await one.refresh()).toBe(false);
    expect(one.problem.value).toEqual({ status: 404, message: 'no bot of that name' });
    fail = false;
    expect(await one.refresh()).toBe(true);
    window.draw();

    expect(one.problem.value).toBeNull();
  });

  test('asks once where two ask at a time', async () => {
    let asked = 0;
    const { one } = made(() => Promise.resolve({ n: ++asked, list: [] }));

    await Promise.all([one.refresh(), one.refresh()]);

    expect(asked).toBe(1);
  });

  test('keeps the parts that did not change', () => {
    const { window, one } = made(() => Promise.resolve(null));

    one.offer({ n: 1, list: [1, 2] });
    window.draw();
    const before = one.state.value?.list;
    one.offer({ n: 2, list: [1, 2] });
    window.draw();

    expect(one.state.value?.n).toBe(2);
    expect(one.state.value?.list).toBe(before);
  });
});

describe('sharing', () => {
  test('an equal state is the same state', () => {
    const before = { a: [1, { b: 'x' }], c: null };

    expect(share(before, structuredClone(before))).toBe(before);
  });

  test('a changed part leaves its siblings', () => {
    const before = { bots: [{ id: 'a', n: 1 }, { id: 'b', n: 1 }] };
    const after = share(before, { bots: [{ id: 'a', n: 1 }, { id: 'b', n: 2 }] });

    expect(after).not.toBe(before);
    expect(after.bots[0]).toBe(before.bots[0]);
    expect(after.bots[1]).toEqual({ id: 'b', n: 2 });
  });

  test('a new first trade leaves the others as they were', () => {
    const before = [{ trade_id: 't1', closed_at: null }, { trade_id: 't0', closed_at: null }];
    const after = share(before, [{ trade_id: 't2', closed_at: null }, ...structuredClone(before)]);

    expect(after).toHaveLength(3);
    expect(after[1]).toBe(before[0]);
    expect(after[2]).toBe(before[1]);
  });

  test('what went is gone', () => {
    expect(share<Record<string, number>>({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
    expect(share([1, 2, 3], [1])).toEqual([1]);
    expect(share<unknown>({ a: 1 }, null)).toBeNull();
    expect(share<unknown>([1], { 0: 1 })).toEqual({ 0: 1 });
  });

  test('a figure that became undefined is undefined', () => {
    expect(share<Record<string, unknown>>({ equity: '1' }, { equity: null })).toEqual({ equity: null });
  });
});
