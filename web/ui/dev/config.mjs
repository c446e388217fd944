// Made-up live configuration behind the real API's shapes: for developing and for screenshots. It is no part of the product.
const MINUTE = 60_000;
const iso = (at) => new Date(at).toISOString();
const hash = (text) => `sha256:${[...text].reduce((sum, c) => Math.imul(sum ^ c.charCodeAt(0), 16777619) >>> 0, 2166136261).toString(16).padStart(8, '0').repeat(8)}`;

const SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['enabled', 'trigger_points', 'target_delta', 'risk', 'stop_loss'],
  additionalProperties: false,
  properties: {
    enabled: { type: 'boolean', title: 'Enabled', description: 'Opens new positions. Open ones are managed either way.' },
    trigger_points: { type: 'number', title: 'Trigger points', description: 'Distance from the mean at which a hedge is opened.', exclusiveMinimum: 0, maximum: 50, 'x-unit': 'points', 'x-apply': 'next_trade' },
    entry: { type: 'string', title: 'Entry', enum: ['breakout', 'pullback', 'both'], 'x-apply': 'next_trade' },
    symbols: { type: 'array', title: 'Symbols', items: { type: 'string', pattern: '^[A-Z]+/[A-Z]+$' }, minItems: 1, maxItems: 8, uniqueItems: true, 'x-apply': 'when_flat' },
    session: { type: 'string', title: 'Trading session', pattern: '^\\d\\d:\\d\\d-\\d\\d:\\d\\d$', description: 'In the zone of the exchange.', 'x-apply': 'market_closed' },
    api_key: { type: 'string', title: 'API key', 'x-secret': true, 'x-apply': 'restart' },
    target_delta: {
      type: 'object', title: 'Target delta', required: ['low', 'high'],
      properties: {
        low: { type: 'number', title: 'Low', exclusiveMinimum: 0, exclusiveMaximum: 1, multipleOf: 0.01 },
        high: { type: 'number', title: 'High', exclusiveMinimum: 0, exclusiveMaximum: 1, multipleOf: 0.01 },
      },
    },
    risk: {
      type: 'object', title: 'Risk', description: 'limits of this bot', required: ['stop', 'max_positions'], 'x-apply': 'when_flat',
      properties: {
        stop: { type: 'number', title: 'Stop', description: 'Loss at which a position is closed.', minimum: 1, maximum: 40, 'x-unit': 'points', 'x-tighter': 'lower', 'x-max-change': '50%' },
        max_positions: { type: 'integer', title: 'Largest number of positions', minimum: 1, maximum: 20 },
        cooldown: { type: ['number', 'string'], title: 'Cool-down after a loss', minimum: 0, pattern: '^\\d+(\\.\\d+)?(ms|s|m|h|d)?$', 'x-type': 'duration', 'x-apply': 'hot' },
        daily_loss: { type: 'number', title: 'Daily loss limit', maximum: 0, 'x-unit': 'USD', 'x-tighter': 'higher' },
      },
    },
    stop_loss: { type: 'object', title: 'Stop loss by symbol', description: 'points', additionalProperties: { type: 'number', minimum: 1, maximum: 100 }, 'x-apply': 'when_flat' },
    profit_booking: { type: 'array', title: 'Profit booking', items: { type: 'object', required: ['at', 'part'], properties: { at: { type: 'number', title: 'At', minimum: 0, maximum: 100, 'x-unit': 'points' }, part: { type: 'number', title: 'Part', minimum: 0, maximum: 1 } } } },
  },
};

const VALUES = {
  enabled: true, trigger_points: 10, entry: 'pullback', symbols: ['BTC/USD', 'ETH/USD'], session: '09:15-15:30', api_key: '•••',
  target_delta: { low: 0.25, high: 0.4 }, risk: { stop: 12, max_positions: 4, cooldown: '5m', daily_loss: -50 }, stop_loss: { 'BTC/USD': 20, 'ETH/USD': 12.5 },
  profit_booking: [{ at: 25, part: 0.5 }, { at: 50, part: 0.5 }],
};

const yamlValue = (value) => (typeof value === 'string' && /[:*&#{]/.test(value) ? `"${value}"` : String(value));
function yaml(value, indent = '') {
  return Object.entries(value).map(([key, one]) => {
    const name = /[/:]/.test(key) ? `"${key}"` : key;
    if (Array.isArray(one)) return `${indent}${name}:\n${one.map((item) => `${indent}  - ${typeof item === 'object' ? `{ ${Object.entries(item).map(([k, v]) => `${k}: ${v}`).join(', ')} }` : yamlValue(item)}`).join('\n')}`;
    if (typeof one === 'object' && one !== null) return `${indent}${name}:\n${yaml(one, `${indent}  `)}`;
    return `${indent}${name}: ${yamlValue(one)}${key === 'trigger_points' ? '   # eight was too eager in November' : ''}`;
  }).join('\n');
}

const change = (pointer, before, after) => ({ pointer, name: pointer.slice(1).replaceAll('/', '.').replaceAll('~1', '/'), before, after });

function past(now) {
  const row = (id, version, outcome, ago, who, proved, reason, source, changes, more = {}) => ({
    id, version, outcome, at: iso(now - ago * MINUTE), who, proved, reason, source, hash: hash(`v${version ?? id}`), parent: hash(`v${(version ?? id) - 1}`), rollback_of: null, changes, problems: [], chain: hash(`c${id}`), ...more,
  });
  return [
    row(13, 8, 'deferred', 4, 'anna', true, 'wider stop for the weekend', 'dashboard', [change('/risk/stop', 12, 15), change('/risk/max_positions', 4, 3)]),
    row(12, 7, 'accepted', 38, 'anna', true, 'fewer hedges in a quiet market', 'dashboard', [change('/trigger_points', 8, 10)]),
    row(11, null, 'refused', 52, 'quant', false, null, 'file', [], {
      problems: [{ pointer: '/trigger_points', rule: 'maximum', message: 'must be at most 50, is 500', remedy: 'Write a value above 0 and at most 50.', file: 'trend.yaml', line: 3, column: 17 }],
    }),
    row(10, 6, 'rolled_back', 95, 'binnacle config', true, 'the new deltas lost money', 'cli', [change('/target_delta/low', 0.35, 0.25), change('/target_delta/high', 0.55, 0.4)], { rollback_of: 4 }),
    row(9, 5, 'accepted', 260, 'telegram:anna', true, 'try wider deltas', 'telegram', [change('/target_delta/low', 0.25, 0.35), change('/target_delta/high', 0.4, 0.55)]),
    row(8, null, 'unchanged', 300, 'quant', false, null, 'file', []),
    row(7, 4, 'accepted', 1480, 'anna', true, null, 'dashboard', [change('/symbols', ['BTC/USD'], ['BTC/USD', 'ETH/USD']), change('/stop_loss/ETH~1USD', null, 12.5)]),
    row(6, null, 'canary', 1530, 'anna', true, 'does ETH fit?', 'canary', [change('/symbols', ['BTC/USD'], ['BTC/USD', 'ETH/USD'])]),
    row(5, 3, 'accepted', 2900, 'ops', true, 'keys were changed', 'api', [change('/api_key', '•••', '•••')]),
    row(4, null, 'expired', 4100, 'ops', true, 'the market never closed', 'api', [change('/session', '09:15-15:30', '09:00-15:30')]),
    row(3, 2, 'accepted', 5600, 'quant', false, null, 'file', [change('/risk/daily_loss', -80, -50)]),
    row(2, 1, 'accepted', 7200, null, false, 'first start', 'start', []),
  ];
}

function made(bot, now, over = {}) {
  const values = structuredClone(VALUES);
  const content = `# ${bot}: what may be changed while it runs\n${yaml({ ...values, api_key: '${BROKER_KEY}' })}\n`;
  return {
    history: past(now),
    config: {
      bot, version: 7, hash: hash('v7'), parent: hash('v6'), format: 'yaml', file: 'trend.yaml', content, values, schema: SCHEMA, status: 'active', status_reason: null, source: 'managed', editable: true,
      pending: { id: 'p1', version: 8, mode: 'when_flat', reason: '1 position is open', since: iso(now - 4 * MINUTE), expires_at: iso(now + 236 * MINUTE), who: 'anna', changes: [change('/risk/stop', 12, 15), change('/risk/max_positions', 4, 3)] },
      instances: [
        { instance: 'i-7f31', version: 7, hash: hash('v7'), state: 'applied', at: iso(now - 38 * MINUTE), reason: null },
        { instance: 'i-a204', version: 6, hash: hash('v6'), state: 'lagging', at: iso(now - 95 * MINUTE), reason: 'has not asked since 14:02' },
      ],
      canary: null,
      health: { reloads: 12, refusals: 1, no_ops: 3, deferred: 1, last_reload: iso(now - 38 * MINUTE), failures_running: 0, watching: true, degraded: null, consumers: [{ name: 'strategy', seen_version: 7, lag_seconds: 0 }, { name: 'order-router', seen_version: 6, lag_seconds: 42 }] },
      origins: { '/risk/stop': 'overrides/live' },
      ...over,
    },
  };
}

/** A problem document as the server writes one. */
const problem = (status, type, detail, more = {}) => ({ status, body: { type: `urn:binnacle:problem:${type}`, title: type, status, detail, ...more } });

function parts(pointer) {
  return pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function edited(values, edits) {
  const next = structuredClone(values);
  for (const { pointer, value, remove } of edits) {
    const path = parts(pointer);
    const last = path.pop();
    const holder = path.reduce((at, key) => at[key], next);
    if (remove) delete holder[last];
    else holder[last] = value;
  }
  return next;
}

const MODES = ['hot', 'next_trade', 'when_flat', 'market_closed', 'restart'];
const modeOf = (pointer) => SCHEMA.properties[parts(pointer)[0]]?.['x-apply'] ?? 'hot';

function problemsOf(values) {
  const found = [];
  if (values.target_delta.low >= values.target_delta.high) found.push({ pointer: '/target_delta/low', rule: 'cross-field', message: `must be below target_delta.high, which is ${values.target_delta.high}`, remedy: 'Lower it, or raise target_delta.high.', line: 9, column: 8 });
  return found;
}

/** The routes below `…/bots/{bot}/config`. Gives `{status, body}`, or null for another path. */
export function makeConfigs(now, tell, { troubled = true, canary = false, readOnly = false } = {}) {
  const all = new Map([
    ['btc-trend', made('btc-trend', now, canary ? { pending: null, canary: { id: 'c1', instance: 'i-7f31', hash: hash('c1'), who: 'anna', reason: 'wider stop', since: iso(now - 6 * MINUTE), until: iso(now + 4 * MINUTE), state: 'running', verdict: 'no worse than the others: 3 trades, no error', changes: [change('/risk/stop', 12, 15)],
      comparison: [
        { role: 'canary', instance: 'i-7f31', version: null, hash: hash('c1'), since: iso(now - 6 * MINUTE), seconds: 360, trades: 3, losses: 1, net_profit: '12.5', currency: 'USD', errors: 0, refused_orders: 0, equity: '10012.5', equity_currency: 'USD' },
        { role: 'other', instance: 'i-2c08', version: 7, hash: hash('7'), since: iso(now - 6 * MINUTE), seconds: 360, trades: 4, losses: 2, net_profit: '8', currency: 'USD', errors: 1, refused_orders: 2, equity: '9980', equity_currency: 'USD' },
        { role: 'others', instance: null, version: null, hash: null, seconds: 360, trades: 4, losses: 2, net_profit: '8', currency: 'USD', errors: 1, refused_orders: 2, instances: 1 },
        { role: 'difference', instance: null, version: null, hash: null, seconds: 360, trades: -1, losses: -1, net_profit: '4.5', currency: 'USD', errors: -1, refused_orders: -2, samples: 7, too_few_trades: false, instances: 1 },
      ] } } : {})],
    ['btc-grid', made('btc-grid', now, { version: 3, pending: null, file: 'grid.yaml', status: troubled ? 'refusing' : 'active', status_reason: troubled ? 'line 3: trigger_points must be at most 50, is 500' : null, source: 'offered', editable: false, instances: [{ instance: 'g-1', version: 3, hash: hash('v3'), state: 'applied', at: iso(now - 300 * MINUTE), reason: null }] })],
  ]);
  if (readOnly) for (const { config } of all.values()) config.editable = false;

  function commit(one, values, who, reason, more = {}) {
    const { config, history } = one;
    const changes = Object.keys({ ...values, ...config.values }).flatMap((key) => diff(`/${key.replaceAll('/', '~1')}`, config.values[key], values[key]));
    if (changes.length === 0) return { outcome: 'unchanged', version: config.version, hash: config.hash, changes, mode: null, pending: null, dry_run: false };
    const mode = MODES[Math.max(...changes.map((c) => MODES.indexOf(modeOf(c.pointer))))];
    const version = config.version + 1;
    const deferred = mode === 'when_flat' || mode === 'market_closed' || mode === 'restart';
    const pending = deferred ? { id: `p${version}`, version, mode, reason: mode === 'when_flat' ? '1 position is open' : mode === 'restart' ? 'the bot was not started anew yet' : 'the market is open', since: iso(Date.now()), expires_at: iso(Date.now() + 240 * MINUTE), who, changes } : null;
    const answer = { outcome: deferred ? 'deferred' : 'accepted', version, hash: hash(`v${version}`), changes, mode, pending, dry_run: false };
    if (more.dry) return { ...answer, dry_run: true };
    history.unshift({ id: history[0].id + 1, version, outcome: answer.outcome, at: iso(Date.now()), who, proved: true, reason, source: more.source ?? 'dashboard', hash: answer.hash, parent: config.hash, rollback_of: more.of ?? null, changes, problems: [], chain: hash(`x${version}`) });
    if (deferred) config.pending = pending;
    else Object.assign(config, { pending: config.pending && { ...config.pending, version: version + 1 }, version, parent: config.hash, hash: answer.hash, values, content: `# ${config.bot}: what may be changed while it runs\n${yaml({ ...values, api_key: '${BROKER_KEY}' })}\n`, instances: config.instances.map((i) => ({ ...i, version, state: 'applied', at: iso(Date.now()), reason: null })) });
    tell(config.bot, { event: answer.outcome, version, who, reason, changes, problems: [], line: null });
    return answer;
  }

  function diff(pointer, before, after) {
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    const isTree = (v) => typeof v === 'object' && v !== null && !Array.isArray(v);
    if (isTree(before) && isTree(after)) return Object.keys({ ...before, ...after }).flatMap((key) => diff(`${pointer}/${key.replaceAll('/', '~1')}`, before[key], after[key]));
    return [change(pointer, before ?? null, after ?? null)];
  }

  function route(method, bot, rest, url, body, headers) {
    const one = all.get(bot);
    if (rest === 'history' && !one) return { status: 200, body: { history: [], next: null } };
    if (!one) return problem(404, 'no-config', `${bot} neither offers nor has a managed configuration.`);
    const { config, history } = one;
    const isDry = url.searchParams.get('dry_run') === 'true';
    const based = /^"(\d+)"$/.exec(headers['if-match'] ?? '')?.[1];
    if (['PUT', 'PATCH'].includes(method) && rest === '') {
      if (based === undefined) return problem(428, 'no-base', 'Name the version that the change is based on: If-Match.');
      if (Number(based) !== config.version) return problem(412, 'version-conflict', `v${config.version} is active by now.`, { present: { ...config, changes_since: history[0].changes } });
      const sent = method === 'PATCH' ? JSON.parse(body) : null;
      const values = sent ? edited(config.values, sent.edits) : body === config.content ? config.values : { ...config.values, trigger_points: Number(/trigger_points: ([\d.]+)/.exec(body)?.[1]) };
      const problems = problemsOf(values);
      if (problems.length > 0) return problem(422, 'refused', problems[0].message, { errors: problems });
      return { status: 200, body: commit(one, values, 'link', (sent ? sent.reason : url.searchParams.get('reason')) || null, { dry: isDry }) };
    }
    if (rest === '') return { status: 200, body: config };
    if (rest === 'validate') {
      const bad = body.split('\n').flatMap((line, i) => {
        const [, points] = /^trigger_points: (\S+)/.exec(line) ?? [];
        if (points !== undefined && !(Number(points) > 0 && Number(points) <= 50)) return [{ pointer: '/trigger_points', rule: 'maximum', message: `must be above 0 and at most 50, is ${points}`, remedy: 'Write a number such as 10.', line: i + 1, column: 17 }];
        return /^\t/.test(line) ? [{ pointer: null, rule: 'yaml', message: 'a line must not begin with a tabulator', remedy: 'Use spaces.', line: i + 1, column: 1 }] : [];
      });
      const points = Number(/trigger_points: ([\d.]+)/.exec(body)?.[1]);
      return { status: 200, body: { valid: bad.length === 0, problems: bad, changes: bad.length === 0 && points !== config.values.trigger_points ? [change('/trigger_points', config.values.trigger_points, points)] : [], mode: 'next_trade' } };
    }
    if (rest === 'history') {
      const wanted = url.searchParams.get('outcome');
      return { status: 200, body: { history: history.filter((entry) => !wanted || entry.outcome === wanted).slice(0, Number(url.searchParams.get('limit') ?? 50)), next: null } };
    }
    if (rest.startsWith('history/')) return { status: 200, body: { version: Number(rest.slice(8)), hash: config.hash, content: config.content, at: iso(now), who: 'anna', reason: null } };
    if (rest === 'diff') {
      const [from, to] = ['from', 'to'].map((name) => Number(url.searchParams.get(name)));
      return { status: 200, body: { from, to, changes: [change('/trigger_points', 8, 10), change('/target_delta/low', 0.35, 0.25)], text: `--- trend.yaml v${from}\n+++ trend.yaml v${to}\n@@ -1,5 +1,5 @@\n # btc-trend: what may be changed while it runs\n enabled: true\n-trigger_points: 8\n+trigger_points: 10   # eight was too eager in November\n entry: pullback\n symbols:\n` } };
    }
    if (rest === 'rollback') return { status: 200, body: commit(one, { ...config.values, trigger_points: 8 }, 'link', JSON.parse(body).reason, { of: JSON.parse(body).version, source: 'rollback' }) };
    if (rest === 'pending') {
      config.pending = null;
      tell(bot, { event: 'superseded', version: null, who: 'link', reason: url.searchParams.get('reason'), changes: [], problems: [], line: 'what waited was dropped' });
      return { status: 204, body: undefined };
    }
    if (rest.startsWith('canary/')) {
      config.canary = null;
      tell(bot, { event: 'canary', version: null, who: 'link', reason: null, changes: [], problems: [], line: rest });
      return { status: 200, body: {} };
    }
    if (rest === 'canary') {
      const { instance, reason } = JSON.parse(body);
      config.canary = { id: 'c2', instance, hash: hash('c2'), who: 'link', reason, since: iso(Date.now()), until: iso(Date.now() + 10 * MINUTE), state: 'running', verdict: null, changes: [] };
      tell(bot, { event: 'canary', version: null, who: 'link', reason, changes: [], problems: [], line: null });
      return { status: 200, body: {} };
    }
    return null;
  }

  const list = () => ({
    configurations: [...all.values()].map(({ config, history }) => ({
      bot: config.bot, version: config.version, hash: config.hash, format: config.format, status: config.status, pending: config.pending !== null,
      instances_behind: config.instances.filter((one) => one.version !== config.version).length, source: config.source, last: history[0],
    })),
  });

  return {
    route,
    list,
    /** Somebody else changes one value: for trying conflicts. */
    meddle(bot = 'btc-trend', points = 14) {
      const one = all.get(bot);
      return one && commit(one, { ...one.config.values, trigger_points: points }, 'anna', 'the market woke up');
    },
    refuse(bot = 'btc-trend') {
      tell(bot, { event: 'refused', version: null, who: 'quant', reason: null, changes: [], problems: past(now)[2].problems, line: null });
    },
  };
}
