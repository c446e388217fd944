// The made-up world in the shapes of docs/reference/api.md.

const iso = (milliseconds) => new Date(milliseconds).toISOString();
const money = (value) => value.toFixed(2);
const HOUR = 3_600_000;

const CONVENTIONS = {
  sampling: 'daily', periods_per_year: 365, risk_free_rate: 0, time_zone: 'UTC', day_start: '00:00', returns: 'time-weighted', equity: 'with unrealised profit',
  deviation: 'sample', downside_target: 0, trade_result: 'net of fees',
};
const FIGURES = [
  'equity', 'net_deposits', 'total_pnl', 'daily_pnl', 'total_return', 'daily_return', 'annual_return', 'average_win', 'average_loss', 'win_rate', 'success_rate', 'profit_factor', 'expectancy', 'sharpe_ratio', 'sortino_ratio', 'calmar_ratio',
  'volatility', 'current_drawdown', 'max_drawdown', 'value_at_risk_95', 'conditional_value_at_risk_95', 'exposure', 'net_exposure', 'symbol_exposure', 'risk_per_trade', 'dynamic_risk_factor',
];

function performance(bots, unknown, exposure) {
  const closed = bots.flatMap((bot) => bot.trades).filter((trade) => trade.closed_at !== null);
  if (unknown) {
    const why = Object.fromEntries(FIGURES.map((name) => [name, /ratio|volatility|risk_95|annual/.test(name) ? 'needs 2 complete periods, has 0' : /win|loss|profit_factor|expectancy/.test(name) ? 'no closed trade yet' : 'no equity mark yet']));
    return { ...Object.fromEntries(FIGURES.map((name) => [name, null])), risk_reason: null, total_trades: 0, undefined: why, conventions: CONVENTIONS };
  }
  const won = closed.filter((trade) => Number(trade.net) > 0);
  const lost = closed.filter((trade) => Number(trade.net) <= 0);
  const sum = (list) => list.reduce((total, trade) => total + Number(trade.net), 0);
  const equity = bots.reduce((total, bot) => total + bot.equity.at(-1).value, 0);
  const start = bots.reduce((total, bot) => total + bot.start, 0);
  const daily = bots.reduce((total, bot) => total + bot.daily.at(-1).value, 0);
  const mean = (list) => (list.length ? money(sum(list) / list.length) : null);
  const worst = Math.min(...bots.map((bot) => Math.min(...bot.drawdown.map((point) => point.value))));
  return {
    total_return: equity / start - 1, total_pnl: money(sum(closed)), daily_pnl: money(daily), daily_return: daily / (equity - daily),
    win_rate: closed.length ? won.length / closed.length : null, success_rate: 0.991, profit_factor: lost.length ? sum(won) / -sum(lost) : null,
    expectancy: closed.length ? money(sum(closed) / closed.length) : null, sharpe_ratio: 1.85, sortino_ratio: 2.41, calmar_ratio: 3.1, volatility: 0.162,
    current_drawdown: bots.reduce((total, bot) => total + bot.drawdown.at(-1).value, 0) / bots.length, max_drawdown: worst, value_at_risk_95: -0.0184,
    conditional_value_at_risk_95: -0.0271, exposure, net_exposure: exposure, symbol_exposure: exposure, risk_per_trade: null, dynamic_risk_factor: null, risk_reason: null, total_trades: closed.length,
    winning_trades: won.length, losing_trades: lost.length, break_even_trades: 0, trades_without_fees: 0, sqn: 1.92, equity: money(equity), net_deposits: '0.00', total_pnl_basis: 'equity',
    daily_pnl_basis: 'equity', annual_return: 0.412, gross_profit: money(sum(won)), gross_loss: money(sum(lost)), net_profit: money(sum(closed)), average_win: mean(won), average_loss: mean(lost),
    fees: money(closed.reduce((total, trade) => total + Number(trade.fees), 0)), expectancy_ratio: 0.31, longest_winning_streak: 9, longest_losing_streak: 4, current_streak: -2, average_duration_seconds: 5400,
    downside_deviation: 0.11, parametric_value_at_risk_95: -0.0172, parametric_conditional_value_at_risk_95: -0.0219, current_drawdown_since: iso(Date.now() - 7 * HOUR), max_drawdown_peak_at: iso(Date.now() - 90 * HOUR),
    max_drawdown_trough_at: iso(Date.now() - 70 * HOUR), max_drawdown_recovered_at: null, max_drawdown_duration_seconds: 90 * 3600, operations_attempted: 812, operations_succeeded: 805,
    periods: 8, window_periods: 8, since: iso(Date.now() - 216 * HOUR), until: iso(Date.now()), restated: 0, too_late: 0,
    undefined: { risk_per_trade: 'no trade had a stop loss', dynamic_risk_factor: 'the bot has not reported one' }, conventions: CONVENTIONS,
  };
}

function positionsOf(world, bot) {
  if (world.unknown) return [];
  const price = world.price.at(-1).value;
  return bot.trades
    .filter((trade) => trade.closed_at === null)
    .map((trade) => {
      const sign = trade.side === 'buy' ? 1 : -1;
      const profit = sign * Number(trade.quantity) * (price - Number(trade.entry_price));
      return {
        symbol: trade.symbol, side: trade.side, quantity: trade.quantity, entry_price: trade.entry_price, current_price: money(price), currency: 'USD',
        unrealized_pnl: money(profit), unrealized_pnl_pct: ((100 * sign * (price - Number(trade.entry_price))) / Number(trade.entry_price)).toFixed(2),
        stop_loss: bot.index === 0 ? money(Number(trade.entry_price) * 0.98) : null, take_profit: null, strategy: trade.strategy, opened_at: trade.opened_at, marked_at: iso(world.now),
      };
    });
}

const gross = (positions) => positions.reduce((sum, one) => sum + Number(one.quantity) * Number(one.current_price), 0);

export function row(world, bot) {
  const equity = bot.equity.at(-1).value;
  const positions = positionsOf(world, bot);
  const unrealized = positions.reduce((sum, one) => sum + Number(one.unrealized_pnl), 0);
  const fresh = world.unknown;
  return {
    id: bot.id, status: bot.status, reason: bot.status === 'stale' ? `not heard for ${Math.round((world.now - bot.heard) / 1000)} s, expected every 5 s` : bot.reason,
    run_state: bot.id === 'bot-007' ? 'paused' : 'running', mode: bot.mode, policy: 'single', venue: 'paper', strategy: bot.strategy, version: '1.4.0', currency: fresh ? null : 'USD',
    first_heard: iso(world.price[0].at), started_at: iso(world.now - 5 * HOUR), last_heard: iso(bot.heard), uptime_seconds: 18_000, age_ms: world.now - bot.heard,
    clock_skew_ms: bot.index === 1 ? 3 : -12, error_count: bot.errors.length,
    balance: fresh ? null : { total: money(equity - unrealized), available: money(Math.max(0, equity - gross(positions) - 600)), currency: 'USD', at: iso(bot.heard) },
    equity: fresh ? null : money(equity), unrealized: fresh ? null : money(unrealized), open_positions: positions.length,
    performance: performance([bot], fresh, gross(positions) / equity),
  };
}

function componentsOf(world, bot) {
  const at = iso(world.now - 2_000);
  const since = iso(world.now - 3 * HOUR);
  const one = (name, health, response, message = null) => ({ name, health, critical: name === 'order_gateway', response_time_ms: response, message, since, at });
  const all = [one('exchange_link', 'healthy', 41), one('order_gateway', 'healthy', 120), one('balance_manager', 'healthy', 210), one('market_data', 'healthy', 38.5)];
  if (world.troubled && bot.index === 1) all[1] = { ...one('order_gateway', 'degraded', 5800, 'p95 of order answers 5.8 s; the venue answered 429 twice'), since: iso(world.now - 6 * 60_000) };
  if (world.troubled && bot.index === 2) all[3] = one('market_data', 'unknown', null);
  return all;
}

const BASES = { memory_usage_mb: [312, 24], heap_used_mb: [96, 30], cpu_usage_percent: [3.1, 2], thread_count: [23, 1], gc_pause_ms: [4, 2], log_file_size_mb: [2.8, 0.3], websocket_latency_ms: [38, 9] };

/** A metric's value at a time: a wave of its own, so that past and present agree. */
function metricAt(name, at) {
  const [base, swing] = BASES[name] ?? [10, 4];
  return base + swing * (Math.sin(at / 1_700_000 + name.length) * 0.6 + Math.sin(at / 190_000) * 0.3 + Math.sin(at / 23_000) * 0.1);
}

export function botState(world, bot) {
  const { open_positions: _, ...shown } = row(world, bot);
  const at = iso(bot.heard);
  const value = (name) => ({ value: metricAt(name, world.now), at });
  return {
    ...shown,
    instances: [
      { id: `i-7f3${bot.index}`, connected: !bot.stuck, owner: true, ended: false, last_seq: bot.seq, started_at: shown.started_at, last_heard: shown.last_heard },
      { id: `i-61c${bot.index}`, connected: false, owner: false, ended: true, last_seq: 940, started_at: iso(world.now - 40 * HOUR), last_heard: iso(world.now - 5 * HOUR) },
    ],
    components: componentsOf(world, bot),
    positions: positionsOf(world, bot),
    orders: world.unknown ? [] : [
      { order_id: `o-${bot.index}1`, symbol: bot.symbol, side: 'buy', kind: 'limit', status: 'open', quantity: '0.5', filled: '0', price: '980.00', average_price: null, currency: 'USD', trade_id: null, reason: null, at: iso(world.now - 200_000) },
      { order_id: `o-${bot.index}2`, symbol: bot.symbol, side: 'sell', kind: 'limit', status: 'partially_filled', quantity: '1.2', filled: '0.4', price: '1041.50', average_price: '1041.50', currency: 'USD', trade_id: null, reason: null, at: iso(world.now - 900_000) },
    ],
    trades: world.unknown ? [] : bot.trades.slice(0, 50),
    errors: bot.errors,
    api_usage: [
      { venue: 'paper', endpoint: 'orders', calls: bot.calls, errors: 1, throttled: bot.index === 1 ? 2 : 0, remaining: 1000 - (bot.calls % 1000), limit: 1000, at },
      { venue: 'paper', endpoint: 'market-data', calls: bot.calls * 9, errors: 0, throttled: 0, remaining: 5200, limit: 6000, at },
      { venue: 'paper', endpoint: 'account', calls: 80, errors: 0, throttled: 0, remaining: null, limit: null, at },
    ],
    logs: bot.logs,
    metrics: {
      memory_usage_mb: value('memory_usage_mb'), heap_used_mb: value('heap_used_mb'), cpu_usage_percent: value('cpu_usage_percent'), thread_count: value('thread_count'),
      gc_pause_ms: value('gc_pause_ms'), log_file_size_mb: value('log_file_size_mb'), api_errors: { value: 1, at }, websocket_latency_ms: value('websocket_latency_ms'),
      websocket_status: { value: bot.stuck ? 'disconnected' : 'connected', at }, trades_executed: { value: bot.n, at }, trade_execution_time: { value: 0.41, at },
    },
    gaps: bot.gaps ?? [],
    side_mismatches: world.troubled && bot.index === 1 ? 1 : 0,
  };
}

const named = (bot, list) => list.map((one) => ({ bot: bot.id, ...one }));
const worst = ['online', 'halted', 'stale', 'error', 'offline'];

export function fleetState(world) {
  const rows = world.bots.map((bot) => row(world, bot));
  const sum = (pick) => (rows.length === 0 || world.unknown ? null : money(rows.reduce((total, one) => total + Number(pick(one)), 0)));
  const positions = world.bots.flatMap((bot) => named(bot, positionsOf(world, bot)));
  const statuses = {};
  for (const one of rows) statuses[one.status] = (statuses[one.status] ?? 0) + 1;
  const equity = sum((one) => one.equity);
  const trades = world.unknown ? [] : world.bots.flatMap((bot) => named(bot, bot.trades.slice(0, 20)));
  return {
    index: world.index, at: iso(world.now), status: rows.length ? worst[Math.max(...rows.map((one) => worst.indexOf(one.status)))] : 'offline', statuses,
    currency: rows.length && !world.unknown ? 'USD' : null, balance: sum((one) => one.balance?.total), available: sum((one) => one.balance?.available), equity, unrealized: sum((one) => one.unrealized),
    open_positions: positions.length, error_count: rows.reduce((total, one) => total + one.error_count, 0),
    performance: rows.length ? performance(world.bots, world.unknown, equity ? gross(positions) / Number(equity) : null) : null,
    why_null: rows.length ? {} : { equity: 'no bot has reported a balance' }, bots: rows, positions,
    trades: trades.sort((a, b) => (b.closed_at ?? b.opened_at).localeCompare(a.closed_at ?? a.opened_at)).slice(0, 20),
    components: world.bots.flatMap((bot) => named(bot, componentsOf(world, bot))), counters: world.counters,
  };
}

const METRIC = { equity: 'equity', drawdown: 'drawdown', daily_pnl: 'daily' };

export function history(world, bot, metric, from, to, points) {
  const bots = bot ? [bot] : world.bots;
  const name = METRIC[metric];
  const answer = { bot: bot?.id ?? null, metric, from: iso(from), to: iso(to), points: [], states: [] };
  if (metric === 'websocket_status') {
    for (let at = Math.max(from, world.price[0].at), i = 0; at < to; at += 2.3 * HOUR, i++) answer.states.push({ at: iso(at + (i % 3) * 900_000), value: ['connected', 'reconnecting', 'connected', 'disconnected'][i % 4] });
    return answer;
  }
  const series = name && !world.unknown ? summed(bots, name, from, to) : wobble(world, bot, metric, from, to);
  answer.points = buckets(series, from, to, points);
  return answer;
}

function summed(bots, name, from, to) {
  const longest = bots.reduce((best, bot) => (bot[name].length > best.length ? bot[name] : best), []);
  const mean = name === 'drawdown' ? bots.length : 1;
  return longest.map(({ at }, i) => ({ at, value: bots.reduce((sum, bot) => sum + (bot[name][i] ?? bot[name].at(-1)).value, 0) / mean })).filter(({ at }) => at >= from && at <= to);
}

function wobble(world, bot, metric, from, to) {
  if (world.unknown) return [];
  const many = bot ? 1 : world.bots.length;
  const points = [];
  for (let at = Math.max(from, world.price[0].at); at <= to; at += 5_000) points.push({ at, value: many * metricAt(metric, at) });
  return points;
}

function buckets(series, from, to, points) {
  if (series.length <= points) return series.map(({ at, value }) => ({ at: iso(at), value }));
  const width = (to - from) / points;
  const found = new Map();
  for (const { at, value } of series) {
    const slot = Math.floor((at - from) / width);
    const bucket = found.get(slot);
    if (!bucket) found.set(slot, { at, value, min: value, max: value });
    else Object.assign(bucket, { value, min: Math.min(bucket.min, value), max: Math.max(bucket.max, value) });
  }
  return [...found.values()].map((bucket) => ({ ...bucket, at: iso(bucket.at) }));
}

export const fleetMetrics = (world) => ({
  timestamp: world.now / 1000,
  metrics: world.bots.length === 0 ? {} : { trades_executed: world.bots.reduce((sum, bot) => sum + bot.n, 0), ...Object.fromEntries(['memory_usage_mb', 'cpu_usage_percent', 'log_file_size_mb'].map((name) => [name, world.bots.length * metricAt(name, world.now)])) },
});

/** One page of the trades of some bots, the newest first; the cursor is where the next page begins. */
export function tradePage(world, bots, { limit = '50', cursor = '0', from }) {
  const all = world.unknown ? [] : bots.flatMap((bot) => named(bot, bot.trades));
  const key = (trade) => trade.closed_at ?? trade.opened_at;
  const kept = all.filter((trade) => !from || key(trade) >= from).sort((a, b) => key(b).localeCompare(key(a)));
  const begin = Number(cursor);
  const end = begin + Number(limit);
  return { trades: kept.slice(begin, end), next: end < kept.length ? String(end) : null };
}

export const system = (world) => ({
  version: '0.1.0', ready: true, reason: 'all is well', started_at: iso(world.now - 812_000), at: iso(world.now), uptime_seconds: 812,
  storage: { journal_backlog: 0, history_lag_ms: 12, bytes: 48_210_000, series: 14 * world.bots.length },
  sockets: { live: 1, links: world.bots.length, frames_sent: world.index, frames_dropped: 0, announcements_dropped: 0, cut: 0 },
  dropped: world.troubled ? { samples: 12 } : {}, heap_used_bytes: 71_000_000, heap_max_bytes: 268_435_456,
});
