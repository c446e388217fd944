// Made-up alerts, rules and messages in the shapes of the API. For developers; it is no part of the product.
import { deflateSync } from 'node:zlib';

const iso = (milliseconds) => new Date(milliseconds).toISOString();
const MINUTE = 60_000;

/** A small PNG with a rising line, written by hand. */
function chart() {
  const [width, height] = [320, 120];
  const rows = Buffer.alloc((width * 3 + 1) * height, 0x18);
  for (let y = 0; y < height; y++) rows[y * (width * 3 + 1)] = 0;
  for (let x = 0; x < width; x++) {
    const y = Math.round(height * 0.75 - (x / width) * 60 + Math.sin(x / 14) * 9);
    for (let d = 0; d < 2; d++) rows.set([0x2d, 0xd4, 0xa7], (y + d) * (width * 3 + 1) + 1 + x * 3);
  }
  const table = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
  const crc = (bytes) => { let c = 0xffffffff; for (const byte of bytes) c = table[(c ^ byte) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
  const part = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), part('IHDR', head), part('IDAT', deflateSync(rows)), part('IEND', Buffer.alloc(0))]).toString('base64');
}

const alertOf = (now, id, rule, bot, level, minutes, more) => ({
  id, rule, subject: bot ?? 'fleet', bot, part: null, level, state: 'firing', begun: iso(now - minutes * MINUTE), since: iso(now - (minutes - 1) * MINUTE), value: null, threshold: null,
  reason: '', evidence: [], labels: { rule, level, ...(bot ? { bot } : {}), team: 'desk' }, runbook: null, acknowledged: null, silenced: [], ...more,
});

export function makeAlerts(now, tell, { troubled = true } = {}) {
  const seen = (what, value, ago) => ({ at: iso(now - ago * 1000), what, value });
  let n = 7;
  const open = troubled ? [
    alertOf(now, 'a1', 'api-error-rate', 'btc-grid', 'critical', 2, { value: 0.42, threshold: 0.1, reason: '0.42 % over 5 min, limit 0.1 %: 31 of 7,380 calls failed', runbook: 'https://wiki.example/api-errors', evidence: [seen('api_errors', '31', 130), seen('api_errors', '28', 190)] }),
    alertOf(now, 'a2', 'slow-execution', 'btc-trend', 'warning', 6, { value: 5.8, threshold: 5, reason: 'p95 of trade execution is 5.8 s, above 5 s for 3 min; the venue answered 429 twice', evidence: [seen('trade_execution_time', '5.8', 361), seen('trade_execution_time', '5.4', 420)] }),
    alertOf(now, 'a3', 'daily-loss-likely', 'btc-meanrev', 'warning', 9, { value: -31.2, threshold: -50, reason: 'at this pace −50.00 in about 22 min (now −31.20)', acknowledged: { owner: 'anna', comment: 'reducing size by half, watching', at: iso(now - 5 * MINUTE), until: iso(now + 55 * MINUTE) } }),
    alertOf(now, 'a4', 'memory', 'btc-trend', 'warning', 18, { state: 'no_data', value: 512, threshold: 500, reason: 'memory_usage_mb was not reported for 90 s; it was 512 MB, above 500', evidence: [seen('memory_usage_mb', '512', 1100), seen('memory_usage_mb', '508', 1105)] }),
    alertOf(now, 'a5', 'feed-latency', null, 'info', 31, { value: 1180, threshold: 1000, reason: 'the slowest feed is at 1,180 ms, above 1,000 ms for 5 min', silenced: ['s1'], part: 'feed', subject: 'fleet/feed' }),
  ] : [];
  const pending = troubled ? [alertOf(now, 'a6', 'log-file-size', 'btc-grid', 'warning', 0.4, { state: 'pending', value: 8.2, threshold: 8, reason: 'log_file_size_mb is 8.2, above 8 for 24 s of 1 min' })] : [];
  const past = Array.from({ length: 60 }, (_, i) => alertOf(now, `p${i}`, ['memory', 'api-error-rate', 'heartbeat-lost', 'slow-execution'][i % 4], ['btc-grid', 'btc-trend', 'btc-meanrev'][i % 3], ['warning', 'critical', 'warning', 'info'][i % 4], 60 + i * 47, {
    state: 'resolved', since: iso(now - (56 + i * 47) * MINUTE), value: 612 - i, threshold: 500, reason: `good again after 4 min; the worst was ${612 - i} against 500`, evidence: [seen('memory_usage_mb', '612', 3600)],
  }));
  let silences = troubled ? [
    { id: 's1', matcher: { rule: 'feed-latency' }, from: iso(now - 40 * MINUTE), until: iso(now + 80 * MINUTE), owner: 'anna', comment: 'the venue announced maintenance until 16:00', hidden: 4, until_resolved: true, ended: null, ended_by: null },
    { id: 's2', matcher: { bot: 'btc-*', level: 'info' }, from: iso(now - 10 * MINUTE), until: iso(now + 10 * MINUTE), owner: 'ops', comment: 'upgrade of the desk', hidden: 0, ended: null, ended_by: null },
  ] : [];

  const state = () => ({
    counts: {
      open: open.length, critical: open.filter((a) => a.level === 'critical').length, warning: open.filter((a) => a.level === 'warning').length, info: open.filter((a) => a.level === 'info').length,
      acknowledged: open.filter((a) => a.acknowledged).length, silenced: open.filter((a) => a.silenced.length > 0).length, pending: pending.length,
    },
    open: [...open].sort((a, b) => Number(a.acknowledged !== null || a.silenced.length > 0) - Number(b.acknowledged !== null || b.silenced.length > 0)), pending, recent: past.slice(0, 50), silences,
  });

  const parcel = (id, message, channel, kind, level, title, ago, more = {}) => ({
    id, message, channel, kind, level, bot: 'btc-grid', alerts: [], at: iso(now - ago * 1000), title, state: 'delivered', attempts: 1, next: null, done: iso(now - ago * 1000 + 240), why: null, reference: null, perhaps_repeated: false, ...more,
  });
  const deliveries = troubled ? [
    parcel('d1', 'n1', 'phone', 'alert', 'critical', 'btc-grid · api error rate: 0.42 %, limit 0.1 %', 110, { alerts: ['a1'], attempts: 2, done: iso(now - 108_000) }),
    parcel('d2', 'n1', 'desk', 'alert', 'critical', 'btc-grid · api error rate: 0.42 %, limit 0.1 %', 110, { alerts: ['a1'], state: 'waiting', attempts: 3, done: null, next: iso(now + 20_000), why: 'Discord asked for patience: 429, retry after 21.4 s' }),
    parcel('d3', 'n1', 'hook', 'alert', 'critical', 'btc-grid · api error rate: 0.42 %, limit 0.1 %', 110, { alerts: ['a1'], state: 'dead', attempts: 12, done: iso(now - 30_000), why: 'POST https://ops.example/hook answered 410 Gone: this address is no more' }),
    parcel('d4', 'n2', 'phone', 'trade_closed', 'info', 'btc-trend closed BTC/USD with +21.40 USD', 400),
    parcel('d5', 'n3', 'phone', 'alert', 'warning', 'btc-trend · slow execution: 5.8 s, limit 5 s', 330, { alerts: ['a2'], perhaps_repeated: true, attempts: 2 }),
    parcel('d6', 'n4', 'mail', 'daily_summary', 'info', 'Friday: +182.40 USD, 12 trades', 30_000),
  ] : [];
  const channels = () => (troubled ? [
    { name: 'desk', type: 'discord', state: 'waiting', reason: 'asked for patience until 14:32:29', target: '#trading', hears: 'alerts from warning, trades silently, daily summary', waiting: 3, oldest: iso(now - 110_000), delivered: 412, dead: 0, retried: 19, last_delivered: iso(now - 300_000) },
    { name: 'hook', type: 'webhook', state: 'broken', reason: 'https://ops.example answered 410 Gone', target: 'ops.example', hears: 'alerts from info', waiting: 0, oldest: null, delivered: 88, dead: deliveries.filter((d) => d.state === 'dead').length, retried: 40, last_delivered: iso(now - 7_200_000) },
    { name: 'mail', type: 'email', state: 'working', reason: null, target: 'desk@example.org', hears: 'daily summary, weekly report', waiting: 0, oldest: null, delivered: 31, dead: 0, retried: 0, last_delivered: iso(now - 30_000_000) },
    { name: 'phone', type: 'telegram', state: 'working', reason: null, target: 'Anna', hears: 'alerts from warning, trades, daily summary; quiet 22:00 to 07:00 but for critical', waiting: 0, oldest: null, delivered: 1204, dead: 0, retried: 7, last_delivered: iso(now - 110_000) },
  ] : []);

  const rule = (name, what, level, more = {}) => ({
    name, what, breaches: null, level, for_seconds: 60, keep_firing_for_seconds: 0, scope: 'each bot', labels: { team: 'desk' }, runbook: null, channels: [], source: 'thresholds', place: null,
    yaml: `- name: ${name}\n  metric: ${what.split(' ')[0]}\n  above: 500\n  for: 1m\n  level: ${level}\n`, hash: 'h1', state: 'good', matches_nothing: null, last_reason: '312.5, limit 500', subjects: 3, pending: 0, open: 0, last_fired: null, last_evaluated: iso(now), evaluated: 4000, ...more,
  });
  const rules = [
    rule('memory', 'memory_usage_mb above 500', 'warning', { state: troubled ? 'no_data' : 'good', open: 1, last_fired: iso(now - 18 * MINUTE) }),
    rule('api-error-rate', 'api_error_rate_percent above 0.1 over 5 min', 'critical', { breaches: '3 of 5', state: troubled ? 'firing' : 'good', open: 1, last_fired: iso(now - 2 * MINUTE), source: 'file', place: 'binnacle.yaml:14', channels: ['phone', 'desk'], runbook: 'https://wiki.example/api-errors' }),
    rule('log-file-size', 'log_file_size_mb above 8', 'warning', { state: troubled ? 'pending' : 'good', pending: 1 }),
    rule('nonce-rate', 'nonce_generation_rate below 1000', 'critical', { matches_nothing: troubled ? 'no bot reports nonce_generation_rate' : null, state: 'waiting', subjects: 0 }),
    rule('heartbeat-lost', 'no heartbeat for 30 s', 'critical', { source: 'stock', for_seconds: 0, last_fired: iso(now - 160 * MINUTE) }),
    rule('drawdown-of-the-day', 'equity 5 % below where the day began', 'critical', { source: 'stock', for_seconds: 0, scope: 'the fleet' }),
    rule('disk', 'disk_free_percent below 10', 'critical', { source: 'stock', scope: 'Binnacle itself' }),
  ];
  const threshold = (name, metric, limit, fires, level, present) => ({ name, metric, limit, fires, level, rule: name, present: Object.entries(present).map(([bot, value]) => ({ bot, value })) });
  const thresholds = [
    threshold('memory_usage_mb', 'memory_usage_mb', 500, 'above', 'warning', { 'btc-trend': 512, 'btc-grid': 312 }),
    threshold('log_file_size_mb', 'log_file_size_mb', 8, 'above', 'warning', { 'btc-grid': 7.4 }),
    threshold('nonce_generation_rate', 'nonce_generation_rate', 1000, 'below', 'critical', {}),
    threshold('websocket_reconnects_per_hour', 'websocket_reconnects', 5, 'above', 'warning', { 'btc-grid': 1 }),
    threshold('api_error_rate_percent', 'api_error_rate_percent', 0.1, 'above', 'critical', { 'btc-grid': 0.42 }),
    threshold('trading_success_rate_percent', 'trading_success_rate_percent', 85, 'below', 'critical', { 'btc-meanrev': 91.2 }),
    threshold('daily_pnl_loss_limit', 'daily_pnl', -50, 'below', 'critical', { 'btc-meanrev': -31.2 }),
    threshold('trade_execution_time_seconds', 'trade_execution_time', 5, 'above', 'warning', { 'btc-trend': 5.8 }),
  ];

  const png = chart();
  const message = (kind, level, title, fields, buttons, color, pictured = false) => ({
    kind, level, sample: true, at: iso(now), title, plain: `${title}\n${fields.map(([a, b]) => `${a}: ${b}`).join('\n')}\n14:32:08 UTC`,
    telegram: { html: `<b>${title}</b>\n${fields.map(([a, b]) => `${a}: <code>${b.replaceAll('<', '&lt;')}</code>`).join('\n')}\n<i>14:32:08 UTC</i>`, buttons },
    discord: { username: 'Binnacle', content: level === 'critical' ? '**Critical** alert' : null, embeds: [{ title, description: null, color, fields: fields.map(([name, value]) => ({ name, value, inline: true })), footer: 'Binnacle · paper', timestamp: iso(now) }] },
    chart_png: pictured ? png : null,
  });
  const messages = [
    message('alert', 'critical', '🔴 btc-grid · API error rate', [['Value', '0.42 %'], ['Limit', '0.1 %'], ['Since', '14:30:01']], [['Acknowledge', 'Silence 1 h'], ['Open']], 0xc9213d),
    message('trade_opened', 'info', '🟢 btc-trend opened BTC/USD', [['Side', 'Long'], ['Quantity', '1.8400'], ['Entry', '984.20'], ['Stop', '964.52']], [], 0x2dd4a7),
    message('trade_closed', 'info', '✅ btc-trend closed BTC/USD', [['Profit', '+21.40 USD (+2.22 %)'], ['Exit', '1,010.90'], ['Lasted', '1 h 31 min'], ['Why', 'take profit']], [], 0x2dd4a7),
    message('error', 'critical', '⚠️ btc-meanrev: RiskViolation', [['Message', 'position <size> above limit'], ['Severity', 'critical']], [], 0xc9213d),
    message('daily_summary', 'info', '📊 Friday, 28 November', [['Profit', '+182.40 USD'], ['Trades', '12, 8 won'], ['Drawdown', '−2.31 %'], ['Equity', '12,682.40 USD']], [], 0x5aa9ff, true),
    message('weekly_report', 'info', '📈 Week 48', [['Profit', '+612.10 USD'], ['Sharpe', '1.85']], [], 0x5aa9ff, true),
  ];

  function life(id) {
    const alert = [...open, ...pending, ...past].find((one) => one.id === id);
    if (!alert) return null;
    const begun = Date.parse(alert.begun);
    const step = (at, kind, more) => ({ at: iso(at), kind, from: null, state: null, level: null, value: null, who: null, words: null, until: null, notice: null, name: null, ...more });
    const steps = [
      step(begun, 'changed', { state: 'pending', level: alert.level, value: alert.value, words: alert.reason }),
      step(begun + MINUTE, 'changed', { from: 'pending', state: 'firing', level: alert.level, value: alert.value, words: alert.reason }),
      step(begun + MINUTE, alert.silenced.length ? 'hidden' : 'told', { notice: 'firing', name: alert.silenced.length ? 's1' : id === 'a2' ? 'n3' : 'n1' }),
      ...(alert.acknowledged ? [step(Date.parse(alert.acknowledged.at), 'acknowledged', { who: alert.acknowledged.owner, words: alert.acknowledged.comment, until: alert.acknowledged.until })] : []),
      ...(alert.state === 'resolved' ? [step(Date.parse(alert.since), 'changed', { from: 'firing', state: 'resolved', words: alert.reason, value: 420 })] : []),
    ];
    return { alert, steps, deliveries: deliveries.filter((one) => one.alerts.includes(id)) };
  }

  const matches = (matcher, alert) => Object.entries(matcher).every(([label, value]) => new RegExp(`^${value.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(alert.labels[label] ?? '\u0000'));
  const changed = () => tell({ type: 'alerts_update', timestamp: Date.now() / 1000, alerts: state() });

  function come(level) {
    const alert = alertOf(Date.now(), `a${n++}`, 'heartbeat-lost', 'btc-grid', level, 0, { reason: 'no heartbeat for 31 s, expected every 5 s' });
    open.unshift(alert);
    tell({ type: 'alert_update', timestamp: Date.now() / 1000, bot: alert.bot, alert });
    changed();
  }

  function route(method, path, query, body) {
    const told = body ? JSON.parse(body) : {};
    const [, id, what] = /^\/api\/v1\/alerts\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
    if (path === '/api/v1/alerts/now') return { status: 200, body: state() };
    if (path === '/api/v1/alerts') {
      const at = Number(query.cursor ?? 0);
      const rows = past.filter((one) => (!query.bot || one.bot === query.bot) && (!query.level || one.level === 'critical' || one.level === query.level));
      return { status: 200, body: { alerts: troubled ? rows.slice(at, at + Number(query.limit ?? 50)) : [], next: troubled && at + 25 < rows.length ? String(at + 25) : null } };
    }
    if (id && what === 'acknowledge') {
      const index = open.findIndex((one) => one.id === id);
      open[index] = { ...open[index], acknowledged: method === 'DELETE' ? null : { owner: 'link', comment: told.comment ?? null, at: iso(Date.now()), until: told.for ? iso(Date.now() + 3_600_000) : null } };
      changed();
      return { status: 204 };
    }
    if (id) return life(id) ? { status: 200, body: life(id) } : { status: 404, body: { title: 'Not found', detail: `there is no alert "${id}"` } };
    if (path === '/api/v1/silences/preview') {
      const found = [...open, ...pending].filter((one) => matches(told.matcher, one));
      return { status: 200, body: { matches: found.length, alerts: found } };
    }
    if (path === '/api/v1/silences' && method === 'POST') {
      silences = [{ id: `s${n++}`, matcher: told.matcher, from: iso(Date.now()), until: iso(Date.now() + 3_600_000), owner: 'link', comment: told.comment, until_resolved: told.until_resolved === true, hidden: 0, ended: null, ended_by: null }, ...silences];
      changed();
      return { status: 201, body: silences[0] };
    }
    if (path.startsWith('/api/v1/silences/')) {
      silences = silences.filter((one) => !path.endsWith(`/${one.id}`));
      changed();
      return { status: 204 };
    }
    if (path === '/api/v1/rules') return { status: 200, body: { rules: troubled ? rules : rules.map((one) => ({ ...one, open: 0, pending: 0 })), editing: { possible: true, reason: 'binnacle.yaml' } } };
    if (path === '/api/v1/rules/preview') {
      if (/much/.test(told.yaml)) return { status: 422, body: { title: 'Unprocessable', detail: '2 rules are broken, see errors', errors: [{ pointer: '/above', rule: 'number', message: 'above must be a number, was "much"' }, { pointer: '/for', rule: 'length', message: 'for must be a length of time such as 1m' }] } };
      return { status: 200, body: { alerts: 14, notices: 6, fired: past.slice(0, 10).map((one) => ({ subject: one.subject, bot: one.bot, level: one.level, from: one.begun, until: one.since, value: one.value, reason: one.reason })) } };
    }
    if (path.startsWith('/api/v1/rules/')) return { status: 204 };
    if (path === '/api/v1/thresholds') return { status: 200, body: { thresholds } };
    if (path === '/api/v1/channels') return { status: 200, body: { channels: channels() } };
    if (/^\/api\/v1\/channels\/.*\/test$/.test(path)) return { status: 200, body: path.includes('hook') ? { delivered: false, reason: 'ops.example answered 410 Gone', took_ms: null, reference: null } : { delivered: true, reason: null, took_ms: 212, reference: 'm7' } };
    if (path === '/api/v1/notifications') return { status: 200, body: { notifications: deliveries.filter((one) => (!query.channel || one.channel === query.channel) && (!query.state || one.state === query.state)), next: null } };
    if (/^\/api\/v1\/notifications\/.*\/retry$/.test(path)) {
      const found = deliveries.find((one) => path.includes(`/${one.id}/`));
      Object.assign(found, { state: 'waiting', why: null, done: null });
      return { status: 204 };
    }
    if (path === '/api/v1/messages/preview') return { status: 200, body: { messages } };
    return null;
  }

  return { state, route, come };
}
