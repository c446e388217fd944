import { describe, expect, test } from 'vitest';
import { fleetState, botState } from '../dev/api.mjs';
import { makeWorld } from '../dev/world.mjs';
import * as decode from '../src/api/decode';
import * as figures from '../src/api/figures';

const RUBBISH: unknown[] = [null, undefined, 0, 'x', true, [], [null], [[]], {}, { bots: 'x' }, { bots: [null, 1, {}] }, { performance: [] }, { metrics: { a: null, b: 3 } }];

describe('what came over the wire', () => {
  test.each(RUBBISH.map((value) => [JSON.stringify(value) ?? 'undefined', value]))('never throws: %s', (_, value) => {
    expect(decode.fleet(value).bots).toBeInstanceOf(Array);
    expect(decode.bot(value).positions).toBeInstanceOf(Array);
    expect(decode.history(value).points).toBeInstanceOf(Array);
    expect(decode.tradePage(value).next).toBeNull();
    expect(decode.serverState(value).ready).toBe(false);
    expect(decode.tokens(value)).toEqual([]);
  });

  test('a bot of which nothing is known has nulls, never zeros', () => {
    const bot = decode.bot({ id: 'b' });

    expect(bot.equity).toBeNull();
    expect(bot.error_count).toBeNull();
    expect(bot.balance).toBeNull();
    expect(figures.value(bot.performance, 'sharpe_ratio')).toBeNull();
  });

  test('a status that is not known is not taken for a good one', () => {
    expect(decode.bot({ id: 'b', status: 'sleeping' }).status).toBe('offline');
    expect(decode.bot({ components: [{ name: 'x', health: 'splendid' }] }).components[0]?.health).toBe('unknown');
  });

  test('money keeps its digits, and what is no number is null', () => {
    expect(decode.decimal('12500.000000000000000001')).toBe('12500.000000000000000001');
    expect(decode.decimal(0.1)).toBe('0.1');
    expect(decode.decimal('1e3')).toBe('1e3');
    for (const bad of ['', 'NaN', 'Infinity', '1,000', ' 1', '0x10', Number.NaN, Number.POSITIVE_INFINITY, null, {}]) expect(decode.decimal(bad)).toBeNull();
  });

  test('a figure is null with its reason', () => {
    const performance = decode.performance({ sharpe_ratio: null, win_rate: 0.648, total_trades: 324, undefined: { sharpe_ratio: 'needs 2 periods, has 1' } });

    expect(figures.value(performance, 'sharpe_ratio')).toBeNull();
    expect(figures.why(performance, 'sharpe_ratio')).toBe('needs 2 periods, has 1');
    expect(figures.wins(performance)).toEqual({ won: 210, of: 324 });
  });

  test('a fleet whose currencies differ has no sum and says why', () => {
    const fleet = decode.fleet({ equity: null, why_null: { equity: 'USD and EUR are not added' } });

    expect(fleet.equity).toBeNull();
    expect(fleet.why_null['equity']).toBe('USD and EUR are not added');
  });

  test('points without a finite value are left out', () => {
    const history = decode.history({ points: [{ at: '2026-01-05T10:00:00Z', value: 1 }, { at: '2026-01-05T10:01:00Z', value: null }, { value: 3 }] });

    expect(history.points).toHaveLength(1);
  });

  test('the whole of a made-up fleet is understood', () => {
    const { world, bots } = makeWorld({ days: 2, now: Date.parse('2026-01-05T12:00:00Z') });

    const fleet = decode.fleet(fleetState(world));
    const bot = decode.bot(botState(world, bots[1]));

    expect(fleet.bots.map((row) => row.id)).toEqual(['btc-trend', 'btc-grid', 'btc-meanrev']);
    expect(fleet.trades.length).toBe(20);
    expect(fleet.performance.conventions['sampling']).toBe('daily');
    expect(bot.gaps).toEqual([{ instance: 'i-7f31', from: 812, to: 815, since: expect.any(String) }]);
    expect(bot.metrics['websocket_status']?.value).toBe('connected');
    expect(bot.api_usage.map((usage) => usage.limit)).toEqual([1000, 6000, null]);
  });
});
