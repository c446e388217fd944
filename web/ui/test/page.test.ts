// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest';
import { GROUPS, unknownTo } from '../src/api/catalogue';
import * as decode from '../src/api/decode';
import { get, leave, loginPath, Refusal, reasonOf, request, url } from '../src/api/http';
import { heardServerTime, serverNow } from '../src/clock';
import { intervalFor, stampOf } from '../src/live/live';
import { botPath, configPath, placeOf } from '../src/router';
import { parseSettings } from '../src/settings';

describe('addresses', () => {
  test.each([
    ['/', { view: 'deck' }],
    ['/bots', { view: 'bots' }],
    ['/bots/', { view: 'bots' }],
    ['/bots/btc-trend', { view: 'bot', id: 'btc-trend' }],
    ['/bots/a.b_C-1', { view: 'bot', id: 'a.b_C-1' }],
    ['/config', { view: 'configs' }],
    ['/bots/btc-trend/config', { view: 'config', id: 'btc-trend' }],
    ['/bots/config', { view: 'bot', id: 'config' }],
    ['/bots/a/config/b', { view: 'nowhere', path: '/bots/a/config/b' }],
    ['/config/x', { view: 'nowhere', path: '/config/x' }],
    ['/trades', { view: 'trades' }],
    ['/charts', { view: 'metrics' }],
    ['/metrics', { view: 'nowhere', path: '/metrics' }],
    ['/bots/a/b', { view: 'nowhere', path: '/bots/a/b' }],
    ['/trades/x', { view: 'nowhere', path: '/trades/x' }],
    ['/bots/%E0%A4%A', { view: 'nowhere', path: '/bots/%E0%A4%A' }],
    ['/login', { view: 'nowhere', path: '/login' }],
  ])('%s', (path, place) => expect(placeOf(path)).toEqual(place));

  test('of a bot lead back to it', () => {
    expect(placeOf(botPath('a b/c'))).toEqual({ view: 'bot', id: 'a b/c' });
    expect(placeOf(configPath('a b/c'))).toEqual({ view: 'config', id: 'a b/c' });
  });

  test('of the API are escaped', () => {
    expect(url.history('a/b', 'm', 'f', 't', 5)).toBe('/api/v1/bots/a%2Fb/metrics/m/history?from=f&to=t&points=5');
    expect(url.history(null, 'equity', 'f', 't', 5)).toBe('/api/metrics/history?metric=equity&from=f&to=t&points=5');
    expect(url.trades(null, { limit: 50 })).toBe('/api/v1/trades?limit=50');
    expect(url.trades('b', { limit: 50, cursor: 'x y' })).toBe('/api/v1/bots/b/trades?limit=50&cursor=x%20y');
  });

  test('who signs in comes back', () => {
    expect(loginPath('/')).toBe('/login');
    expect(loginPath('/bots?status=error')).toBe('/login?next=%2Fbots%3Fstatus%3Derror');
  });
});

describe('requests', () => {
  const answer = (status: number, body: string) => vi.stubGlobal('fetch', () => Promise.resolve(new Response(body === '' ? null : body, { status })));

  afterEach(() => vi.unstubAllGlobals());

  test('give what was answered', async () => {
    answer(200, '{"a":1}');
    expect(await get('/x')).toEqual({ a: 1 });
    answer(204, '');
    expect(await request('DELETE', '/x')).toBeNull();
  });

  test('lead to the log-in page where nobody is signed in', async () => {
    const left = vi.spyOn(leave, 'toLogin').mockImplementation(() => undefined);
    answer(401, '');

    await expect(get('/x')).rejects.toBeInstanceOf(Refusal);
    expect(left).toHaveBeenCalledOnce();
  });

  test('say the words of the server', async () => {
    answer(409, '{"type":"x","title":"Conflict","status":409,"detail":"there are as many tokens as there may be"}');
    const error = await request('POST', '/x', {}).catch((caught: unknown) => caught);

    expect(reasonOf(error)).toBe('there are as many tokens as there may be');
  });

  test('say something where the server says nothing that can be read', async () => {
    answer(502, '<html>');
    expect(reasonOf(await get('/x').catch((caught: unknown) => caught))).toContain('502');
    answer(200, '<html>');
    expect(reasonOf(await get('/x').catch((caught: unknown) => caught))).toContain('not JSON');
    expect(reasonOf(new TypeError('failed to fetch'))).toBe('The server cannot be reached.');
  });
});

describe('settings', () => {
  test('that were never made are the defaults', () => expect(parseSettings(null)).toEqual({ theme: 'system', palette: 'green-red', zone: 'local' }));
  test('are kept', () => expect(parseSettings('{"theme":"light","palette":"blue-orange","zone":"utc"}')).toEqual({ theme: 'light', palette: 'blue-orange', zone: 'utc' }));
  test.each(['', '[]', 'x', '7', '{"theme":"pink","palette":3}'])('that are rubbish are the defaults: %s', (text) => expect(parseSettings(text).theme).toBe('system'));
});

describe('time', () => {
  test('comes from the server in seconds or as text', () => {
    expect(stampOf(1_767_607_200.5)).toBe(1_767_607_200_500);
    expect(stampOf('2026-01-05T10:00:00Z')).toBe(1_767_607_200_000);
    expect(stampOf(undefined)).toBeNull();
  });

  test('follows the server where the clocks differ', () => {
    const local = Date.now();
    heardServerTime(local + 3_600_000, local);
    heardServerTime(local + 3_599_000, local);

    expect(Math.abs(serverNow() - Date.now() - 3_600_000)).toBeLessThan(50);
  });

  test('of a large fleet comes less often', () => {
    expect([0, 3, 25, 26, 100, 1000].map(intervalFor)).toEqual([250, 250, 250, 500, 1000, 2000]);
  });
});

describe('the catalogue', () => {
  test('names each figure once', () => {
    const names = GROUPS.flatMap((group) => group.figures.map((figure) => figure.name));

    expect(new Set(names).size).toBe(names.length);
  });

  test('leaves nothing out that a server sends', () => {
    expect(unknownTo(decode.performance({ sharpe_ratio: 1, risk_reason: 'x', a_new_figure: 3 }))).toEqual(['a_new_figure']);
  });

  test('says the convention of this server', () => {
    const performance = decode.performance({ conventions: { sampling: 'daily', periods_per_year: 365, risk_free_rate: 0.02, time_zone: 'UTC', day_start: '00:00' }, total_pnl_basis: 'closed_trades' });
    const means = (name: string): string | undefined => GROUPS.flatMap((group) => group.figures).find((figure) => figure.name === name)?.means(performance);

    expect(means('sharpe_ratio')).toContain('returns daily, 365 a year; risk-free rate 2 %');
    expect(means('total_pnl')).toContain('net result of closed trades');
    expect(means('daily_return')).toContain('00:00 UTC');
  });
});

describe('the sources', () => {
  const files = import.meta.glob<string>('../src/**/*.{ts,tsx,js,css}', { query: '?raw', import: 'default', eager: true });

  test('keep the rules of the house', () => {
    expect(Object.keys(files).length).toBeGreaterThan(50);
    for (const [file, text] of Object.entries(files)) {
      expect(text.split('\n').length, `${file} is too long`).toBeLessThanOrEqual(300);
      if (/\.tsx?$/.test(file)) expect(text, `${file} says any`).not.toMatch(/(:|<|as|\|) ?any\b(?!\w)/);
      if (file.endsWith('.css') && !file.endsWith('tokens.css')) expect(text, `${file} has a colour of its own`).not.toMatch(/#[0-9a-f]{3,8}\b|rgba?\(/i);
      expect(text, `${file} puts HTML in as text`).not.toMatch(/dangerouslySetInnerHTML|innerHTML/);
    }
  });
});
