/* Made-up states for tests: whole, and then changed where a test cares. */
import { botState, fleetState } from '../dev/api.mjs';
import { makeWorld } from '../dev/world.mjs';
import * as decode from '../src/api/decode';
import type { Bot, BotRow, Fleet, Position, Trade } from '../src/api/types';

const NOW = Date.parse('2026-01-05T12:00:00Z');

const small = makeWorld({ days: 2, now: NOW });
const fresh = makeWorld({ days: 1, now: NOW, unknown: true, troubled: false });

export const aFleet = (over: Partial<Fleet> = {}): Fleet => ({ ...decode.fleet(fleetState(small.world)), ...over });
export const anUnknownFleet = (): Fleet => decode.fleet(fleetState(fresh.world));
export const noFleet = (): Fleet => decode.fleet(fleetState(makeWorld({ bots: 0, days: 1, now: NOW }).world));
export const aBot = (over: Partial<Bot> = {}): Bot => ({ ...decode.bot(botState(small.world, small.bots[0])), ...over });
export const aTroubledBot = (): Bot => decode.bot(botState(small.world, small.bots[1]));
export const aRow = (over: Partial<BotRow> = {}): BotRow => ({ ...aFleet().bots[0]!, ...over });

export const aTrade = (over: Partial<Trade> = {}): Trade => ({
  bot: 'btc-trend', trade_id: 't-7', symbol: 'BTC/USD', side: 'buy', entry_price: '45000', exit_price: '46000', quantity: '0.5', currency: 'USD', pnl: '500', pnl_pct: '2.22',
  fees: '1.2', fees_currency: 'USD', net: '498.8', reason: 'take_profit', strategy: 'trend', opened_at: '2026-01-05T10:00:00Z', closed_at: '2026-01-05T11:00:00Z',
  duration_seconds: 3600, side_mismatch: false, ...over,
});

export const aPosition = (over: Partial<Position> = {}): Position => ({
  bot: 'btc-trend', symbol: 'BTC/USD', side: 'buy', quantity: '1.84', entry_price: '984.2', current_price: '1012.5', currency: 'USD', unrealized_pnl: '52.07',
  unrealized_pnl_pct: '2.88', stop_loss: null, take_profit: null, strategy: null, opened_at: '2026-01-05T10:00:00Z', marked_at: '2026-01-05T11:59:59Z', ...over,
});
