// A made-up fleet that moves: for developing, for screenshots and for tests. It is no part of the product.
// Everything follows from the seed, so that two runs show the same past.

const DAY = 86_400_000;
const MINUTE = 60_000;

export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const iso = (milliseconds) => new Date(milliseconds).toISOString();
const money = (value) => value.toFixed(2);

const NAMED = [
  { id: 'btc-trend', strategy: 'trend', symbol: 'BTC/USD', start: 10_000, drift: 0.3, size: 1.84, mode: 'paper' },
  { id: 'btc-grid', strategy: 'grid', symbol: 'BTC/USD', start: 8_000, drift: 0.12, size: 0.95, mode: 'paper' },
  { id: 'btc-meanrev', strategy: 'mean-reversion', symbol: 'BTC/USD', start: 6_000, drift: -0.08, size: 0.6, mode: 'paper' },
];

function profiles(many) {
  const more = Array.from({ length: Math.max(0, many - NAMED.length) }, (_, i) => ({
    id: `bot-${String(i + 4).padStart(3, '0')}`,
    strategy: ['trend', 'grid', 'carry', 'pairs'][i % 4],
    symbol: ['BTC/USD', 'ETH/USD', 'SOL/USD', 'XRP/USD', 'ADA/USD'][i % 5],
    start: 2_000 + i * 37,
    drift: ((i % 7) - 2) * 0.06,
    size: 0.5,
    mode: i % 6 === 0 ? 'live' : 'paper',
  }));
  return [...NAMED, ...more].slice(0, many);
}

/** A price of each minute of the last days, and the one of now. */
function prices(rnd, now, days, base) {
  const past = [];
  let price = base;
  for (let at = now - days * DAY; at <= now; at += MINUTE) {
    price = Math.max(base * 0.6, price * (1 + (rnd() - 0.498) * 0.0016));
    past.push({ at, value: price });
  }
  return past;
}

function pastOf(rnd, profile, now, days) {
  const equity = [];
  const drawdown = [];
  const daily = [];
  const trades = [];
  let value = profile.start;
  let peak = value;
  let open = null;
  let dayStart = value;
  let n = 0;
  for (let at = now - days * DAY; at <= now; at += MINUTE) {
    if (at % DAY < MINUTE) dayStart = value;
    value += ((rnd() - 0.5) * 7 + profile.drift * 0.22 + Math.sin(at / (DAY / 5)) * 0.35) * (profile.start / 10_000);
    peak = Math.max(peak, value);
    equity.push({ at, value });
    drawdown.push({ at, value: value / peak - 1 });
    daily.push({ at, value: value - dayStart });
    if (rnd() > 0.988) open = trade(rnd, profile, trades, open, at, ++n);
  }
  return { equity, drawdown, daily, trades, peak, dayStart, n };
}

function trade(rnd, profile, trades, open, at, n) {
  if (!open) {
    const made = {
      trade_id: `t-${n}`, symbol: profile.symbol, side: rnd() > 0.3 ? 'buy' : 'sell', entry_price: money(985 + rnd() * 40), exit_price: null,
      quantity: (profile.size * (0.5 + rnd())).toFixed(4), currency: 'USD', pnl: null, pnl_pct: null, fees: null, fees_currency: null, net: null,
      reason: null, strategy: profile.strategy, opened_at: iso(at), closed_at: null, duration_seconds: null, side_mismatch: false,
    };
    trades.unshift(made);
    return made;
  }
  const pnl = (rnd() - 0.38) * 30;
  const fees = 0.2 + rnd();
  Object.assign(open, {
    exit_price: money(Number(open.entry_price) + (open.side === 'buy' ? 1 : -1) * pnl), pnl: money(pnl), pnl_pct: (pnl / 10).toFixed(2), fees: money(fees),
    fees_currency: 'USD', net: money(pnl - fees), reason: pnl > 0 ? 'take_profit' : rnd() > 0.5 ? 'stop_loss' : 'signal', closed_at: iso(at),
    duration_seconds: Math.round((at - Date.parse(open.opened_at)) / 1000),
  });
  return null;
}

/**
 * @param options `bots` how many; `days` of past; `seed`; `now` in milliseconds; `troubled` puts a bot into each state that wants attention;
 *   `unknown` leaves every figure undefined, as for a bot that has just begun
 */
export function makeWorld({ bots = 3, days = 9, seed = 77, now = Date.now(), troubled = true, unknown = false } = {}) {
  const rnd = random(seed);
  const price = prices(rnd, now, days, 1000);
  const fleet = profiles(bots).map((profile, i) => ({
    ...profile, ...pastOf(rnd, profile, now, days), index: i, heard: now, errors: [], logs: [], seq: 1200 + i * 40, calls: 120 + i * 30,
    status: 'online', reason: 'heard 0.3 s ago',
  }));
  const world = { bots: fleet, price, now, index: 48_210, unknown, troubled, counters: { accepted: 48_190, duplicates: 12, rejected: 3, unkeyed: 0, samples: 912_400, gaps: 1, fenced: 0 } };
  if (troubled) trouble(world);
  return { ...world, world, tick: (at) => tick(world, rnd, at) };
}

function trouble(world) {
  const [, grid, meanrev] = world.bots;
  const { now } = world;
  if (grid) {
    grid.errors = [
      { error: 'RateLimited', message: 'venue answered 429 to POST /orders, retry after 2 s', severity: 'warning', component: 'order_gateway', at: iso(now - 6 * MINUTE) },
      { error: 'RiskViolation', message: 'order of 2.4 BTC exceeds the position limit of 2 BTC', severity: 'critical', component: null, at: iso(now - 44 * MINUTE) },
      { error: 'ConnectionError', message: 'feed closed by peer (1006), reconnected after 1.4 s', severity: 'error', component: 'market_data', at: iso(now - 95 * MINUTE) },
    ];
    grid.gaps = [{ instance: 'i-7f31', from: 812, to: 815, since: iso(now - 50 * MINUTE) }];
  }
  if (meanrev) {
    meanrev.stuck = true;
    meanrev.heard = now - 47_000;
    meanrev.status = 'stale';
    meanrev.reason = 'not heard for 47 s, expected every 5 s';
  }
  for (const [i, bot] of world.bots.slice(3).entries()) {
    if (i % 9 === 2) Object.assign(bot, { status: 'error', reason: 'component order_gateway failed: connection refused', stuck: false });
    if (i % 9 === 5) Object.assign(bot, { status: 'offline', reason: 'said good-bye 3 h ago', stuck: true, heard: now - 3 * 3_600_000 });
  }
  for (const bot of world.bots) {
    bot.logs = Array.from({ length: 30 }, (_, i) => ({
      level: i % 11 === 7 ? 'warning' : 'info', logger: 'strategy.' + bot.strategy,
      message: i % 11 === 7 ? 'spread 0.31 % above the limit, no entry' : `signal ${(i * 37) % 100}, position ${(i % 3) - 1}, spread 0.0${(i * 7) % 9} %`, at: iso(now - (30 - i) * 20_000),
    }));
  }
}

/** One step of time: prices and equity move, sometimes a trade opens or closes. Gives back the trades that changed. */
function tick(world, rnd, at = Date.now()) {
  const last = world.price.at(-1);
  world.price.push({ at, value: last.value * (1 + (rnd() - 0.499) * 0.0006) });
  world.now = at;
  world.index += world.bots.length;
  world.counters.accepted += 1;
  world.counters.samples += world.bots.length * 6;
  const changed = [];
  for (const bot of world.bots) {
    if (bot.stuck) continue;
    const equity = bot.equity.at(-1).value + (rnd() - 0.49) * 2.4 * (bot.start / 10_000);
    bot.peak = Math.max(bot.peak, equity);
    bot.equity.push({ at, value: equity });
    bot.drawdown.push({ at, value: equity / bot.peak - 1 });
    bot.daily.push({ at, value: equity - bot.dayStart });
    bot.heard = at - Math.round(rnd() * 300);
    bot.seq += 1;
    bot.calls += Math.round(rnd() * 2);
    if (rnd() > 0.965) {
      const open = bot.trades.find((one) => one.closed_at === null) ?? null;
      trade(rnd, bot, bot.trades, open, at, ++bot.n);
      changed.push({ bot: bot.id, trade: open ?? bot.trades[0] });
    }
  }
  return changed;
}
