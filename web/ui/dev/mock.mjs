// Serves the built dashboard with a made-up fleet behind the real API's shapes. For developers; it is no part of the product.
//   node build.mjs dist && node dev/mock.mjs [--port 8100] [--bots 3] [--unknown] [--calm] [--signed-out] [--dir dist]
//   --viewer --canary --read-only: other states of live configuration; POST /mock/meddle and /mock/refuse: somebody else saves a file
// POST /mock/alert?level=warning: an alert comes.
// POST /mock/drop cuts all sockets; POST /mock/down?ms=8000 breaks every request and socket off for a while.
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { botState, fleetMetrics, fleetState, history, row, system, tradePage } from './api.mjs';
import { makeAlerts } from './alerts.mjs';
import { makeConfigs } from './config.mjs';
import { makeWorld } from './world.mjs';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json', '.txt': 'text/plain; charset=utf-8' };
/** The policy that the dashboard must live with. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

export function startMock({ port = 0, dir, bots = 3, unknown = false, troubled = true, signedOut = false, every = 400, gzip = true, now = Date.now(), role = 'admin', canary = false, readOnly = false }) {
  const { world, tick } = makeWorld({ bots, unknown, troubled, now });
  const tokens = [{ id: 'k1', name: 'btc-trend', role: 'ingest', bot: 'btc-trend', created_at: new Date(now - 86_400_000).toISOString(), created_by: 'link', expires_at: null }];
  let downUntil = 0;
  const stamp = () => Date.now() / 1000;
  const alerts = makeAlerts(now, (message) => sockets.clients.forEach((client) => client.send(JSON.stringify(message))), { troubled });
  const configs = makeConfigs(now, tell, { troubled, canary, readOnly });

  function tell(bot, config) {
    for (const client of sockets.clients) client.send(JSON.stringify({ type: 'config_update', timestamp: stamp(), bot, config }));
  }

  function api(method, url, body) {
    const path = url.pathname;
    const query = Object.fromEntries(url.searchParams);
    const when = (name, other) => (query[name] ? Date.parse(query[name]) : other);
    const past = (bot, metric) => history(world, bot, metric, when('from', world.now - 86_400_000), when('to', world.now), Math.min(2000, Number(query.points ?? 2000)));
    if (path === '/api/v1/fleet') return fleetState(world);
    if (path === '/api/v1/bots') return { bots: world.bots.map((bot) => row(world, bot)), next: null };
    if (path === '/api/v1/config') return configs.list();
    if (path === '/api/v1/system') return system(world);
    if (path === '/api/v1/health-checks') {
      const parts = ['engine', 'journal', 'history', 'disk', 'channels'].map((name, i) => ({ name, health: 'healthy', response_time_ms: 0.2 + i * 3.1, message: 'keeps up' }));
      return { at: new Date().toISOString(), health: 'healthy', components: parts, bots: world.bots.map((bot) => ({ bot: bot.id, components: botState(world, bot).components })) };
    }
    if (path === '/api/v1/session') return { name: 'link', role, bot: null, via: 'session', expires_at: new Date(Date.now() + 7 * 86_400_000).toISOString() };
    if (path === '/api/v1/login-links') return { url: `http://${url.host}/login#k3v9-made-up`, role: JSON.parse(body).role, expires_at: new Date(Date.now() + 600_000).toISOString() };
    if (path === '/api/v1/trades') return tradePage(world, world.bots, query);
    if (path === '/api/metrics') return fleetMetrics(world);
    if (path === '/api/metrics/history') return past(null, query.metric);
    if (path === '/api/v1/tokens' && method === 'GET') return { tokens, next: null };
    if (path === '/api/v1/tokens') {
      const made = { id: `k${tokens.length + 1}`, bot: null, ...JSON.parse(body), created_at: new Date().toISOString(), created_by: 'link', expires_at: null };
      tokens.unshift(made);
      return { token: made, secret: `bnc_${Buffer.from(made.id + made.name).toString('hex').padEnd(40, '0')}` };
    }
    const [, id, rest] = /^\/api\/v1\/bots\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
    const bot = world.bots.find((one) => one.id === decodeURIComponent(id ?? ''));
    if (id && !bot) return null;
    if (bot && !rest) return botState(world, bot);
    if (bot && rest === 'trades') return tradePage(world, [bot], query);
    const [, metric] = /^metrics\/([^/]+)\/history$/.exec(rest ?? '') ?? [];
    return bot && metric ? past(bot, metric) : null;
  }

  function file(request, response, path) {
    const wanted = join(dir, path === '/' ? 'index.html' : path);
    const found = wanted.startsWith(resolve(dir)) && extname(wanted) !== '' && existsSync(wanted) ? wanted : join(dir, 'index.html');
    const zipped = gzip && existsSync(`${found}.gz`) && /gzip/.test(request.headers['accept-encoding'] ?? '');
    response.writeHead(200, {
      'content-type': TYPES[extname(found)] ?? 'application/octet-stream',
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-security-policy': POLICY,
      ...(zipped ? { 'content-encoding': 'gzip' } : {}),
    });
    response.end(readFileSync(zipped ? `${found}.gz` : found));
  }

  const json = (response, status, value) => {
    response.writeHead(status, { 'content-type': status < 300 ? 'application/json' : 'application/problem+json' });
    response.end(value === undefined ? '' : JSON.stringify(value));
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      if (url.pathname === '/mock/drop') for (const client of sockets.clients) client.terminate();
      if (url.pathname === '/mock/down') {
        downUntil = Date.now() + Number(url.searchParams.get('ms') ?? 8000);
        for (const client of sockets.clients) client.terminate();
      }
      if (url.pathname === '/mock/meddle') configs.meddle();
      if (url.pathname === '/mock/refuse') configs.refuse();
      if (url.pathname === '/mock/alert') alerts.come(url.searchParams.get('level') ?? 'critical');
      if (url.pathname.startsWith('/mock/')) return json(response, 200, {});
      if (url.pathname === '/login') {
        response.writeHead(200, { 'content-type': TYPES['.html'] });
        return response.end('<!doctype html><title>Log in</title><main><h1>Log in</h1></main>');
      }
      if (!url.pathname.startsWith('/api/')) return file(request, response, url.pathname);
      if (Date.now() < downUntil) return request.socket.destroy();
      if (signedOut) return json(response, 401, { type: 'about:blank', title: 'Not signed in', status: 401, detail: 'Sign in first.' });
      const [, bot, rest = ''] = /^\/api\/v1\/bots\/([^/]+)\/config(?:\/(.*))?$/.exec(url.pathname) ?? [];
      if (bot) {
        const found = configs.route(request.method, decodeURIComponent(bot), rest, url, body, request.headers);
        return json(response, found?.status ?? 404, found?.body);
      }
      const ofAlerts = alerts.route(request.method, url.pathname, Object.fromEntries(url.searchParams), body);
      if (ofAlerts) return json(response, ofAlerts.status, ofAlerts.body);
      if (request.method === 'DELETE') {
        tokens.splice(tokens.findIndex((one) => url.pathname.endsWith(`/${one.id}`)), 1);
        return json(response, 204, undefined);
      }
      const answer = api(request.method ?? 'GET', url, body);
      json(response, answer === null ? 404 : 200, answer ?? { type: 'about:blank', title: 'Not found', status: 404, detail: `nothing at ${url.pathname}` });
    });
  });

  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (signedOut || Date.now() < downUntil) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.topics = [];
      client.on('message', (data) => {
        const message = JSON.parse(String(data));
        if (message.type !== 'subscribe') return;
        if (!(message.topics?.length > 0) || !(message.interval_ms >= 50)) return client.send(JSON.stringify({ type: 'problem', rule: 'range', message: 'topics or interval_ms' }));
        client.topics = message.topics;
        if (client.topics.includes('alerts')) client.send(JSON.stringify({ type: 'alerts_update', timestamp: stamp(), alerts: alerts.state() }));
        push(client);
      });
    });
  });

  function push(client) {
    for (const topic of client.topics) {
      if (topic === 'fleet') client.send(JSON.stringify({ type: 'fleet_update', timestamp: stamp(), fleet: fleetState(world) }));
      const bot = world.bots.find((one) => topic === `bot/${one.id}`);
      if (bot) client.send(JSON.stringify({ type: 'bot_update', timestamp: stamp(), bot: bot.id, state: botState(world, bot) }));
    }
  }

  const moving = setInterval(() => {
    tick(Date.now());
    for (const client of sockets.clients) push(client);
  }, every);
  const pinging = setInterval(() => {
    for (const client of sockets.clients) client.send(`{"type":"ping","timestamp":${stamp()}}`);
  }, 15_000);

  return new Promise((ready) => {
    server.listen(port, '127.0.0.1', () =>
      ready({
        url: `http://127.0.0.1:${server.address().port}`,
        close() {
          clearInterval(moving);
          clearInterval(pinging);
          sockets.clients.forEach((client) => client.terminate());
          server.close();
          server.closeAllConnections();
        },
      }),
    );
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const has = (name) => process.argv.includes(`--${name}`);
  const of = (name, other) => (has(name) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : other);
  const here = dirname(fileURLToPath(import.meta.url));
  const { url } = await startMock({
    port: Number(of('port', 8100)),
    dir: resolve(of('dir', join(here, '..', 'dist'))),
    bots: Number(of('bots', 3)),
    unknown: has('unknown'),
    troubled: !has('calm'),
    signedOut: has('signed-out'),
    role: has('viewer') ? 'viewer' : 'admin',
    canary: has('canary'),
    readOnly: has('read-only'),
  });
  console.log(url);
}
