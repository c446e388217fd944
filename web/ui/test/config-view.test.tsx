// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Configs } from '../dev/config.mjs';
import { makeConfigs } from '../dev/config.mjs';
import { anyUnsaved, configOf } from '../src/config/store';
import { session } from '../src/live/session';
import { hearConfig } from '../src/live/config';
import { fleet } from '../src/live/fleet';
import { go } from '../src/router';
import { Config } from '../src/views/config';
import { Configs as List } from '../src/views/configs';
import { aFleet } from './made';

interface Asked {
  method: string;
  path: string;
  body: string;
  headers: Record<string, string>;
}

/* A busy machine draws a whole form slowly; what hangs fails all the same. */
vi.setConfig({ testTimeout: 20_000 });

const box = document.createElement('div');
let server: Configs;
let asked: Asked[] = [];
let role = 'operator';
let down = false;
/** No bot has a configuration. */
let none = false;
/** Questions without an answer yet. */
let open = 0;

const words = (): string => (box.textContent ?? '').replaceAll('\u00a0', ' ');
const turn = (): Promise<void> => act(() => new Promise((resolve) => setTimeout(resolve, 0)));

/** Waits until this holds. */
async function until(what: () => boolean): Promise<void> {
  const deadline = Date.now() + 8_000;
  while (!what()) {
    if (Date.now() > deadline) expect.fail(`never: ${what.toString()}`);
    await turn();
  }
}

/** Waits until every question has its answer and the page shows it. */
async function settle(): Promise<void> {
  for (let quiet = 0; quiet < 4; quiet++) {
    await until(() => open === 0);
    await turn();
    if (open > 0) quiet = 0;
  }
}

const button = (word: string): HTMLButtonElement | undefined => [...box.querySelectorAll('button')].find((one) => one.textContent?.startsWith(word));
const press = async (word: string): Promise<void> => {
  const found = button(word);
  expect(found, `a button “${word}”`).toBeDefined();
  await act(() => found?.click());
  await settle();
};
const input = (name: string): HTMLInputElement => {
  const row = [...box.querySelectorAll('.param')].find((one) => one.querySelector('.what code')?.textContent === name);
  return row?.querySelector<HTMLInputElement>('input, select, textarea') ?? expect.fail(`no field ${name}`);
};
const type = async (element: HTMLInputElement | HTMLTextAreaElement, text: string): Promise<void> => {
  await act(() => {
    element.value = text;
    element.dispatchEvent(new Event('input', { bubbles: true }));
  });
};
const sent = (method: string, part = ''): Asked[] => asked.filter((one) => one.method === method && one.path.includes(part));
const real = (method: string): Asked[] => sent(method).filter((one) => !one.path.includes('dry_run=true'));

async function answer(path: string, options: Sent = {}): Promise<Response> {
  open++;
  try {
    return await answered(path, options);
  } finally {
    open--;
  }
}

interface Sent {
  method?: string;
  body?: string;
  headers?: Record<string, string>;
}

function answered(path: string, options: Sent): Promise<Response> {
  if (down) return Promise.reject(new TypeError('gone'));
  const { method = 'GET', body = '', headers = {} } = options;
  const url = new URL(path, 'http://127.0.0.1');
  asked.push({ method, path, body, headers });
  if (path === '/api/v1/session') return Promise.resolve(new Response(JSON.stringify({ name: 'anna', role, via: 'session' })));
  if (path === '/api/v1/config') return Promise.resolve(new Response(JSON.stringify(none ? { configurations: [] } : server.list())));
  const [, bot, rest = ''] = /^\/api\/v1\/bots\/([^/]+)\/config(?:\/(.*))?$/.exec(url.pathname) ?? [];
  const found = bot === undefined ? null : server.route(method, bot, rest, url, body, headers);
  const status = found?.status ?? 404;
  return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(found?.body ?? { title: 'Not found' }), { status }));
}

async function show(path: string): Promise<void> {
  await act(() => {
    go(path);
    render(path === '/config' ? <List /> : <Config id={path.split('/')[2] ?? ''} />, box);
  });
  await settle();
}

beforeEach(() => {
  document.body.append(box);
  server = makeConfigs(Date.now(), (bot, config) => hearConfig({ bot, config }, Date.now()));
  asked = [];
  role = 'operator';
  down = none = false;
  vi.stubGlobal('fetch', answer);
  vi.stubGlobal('scrollTo', () => undefined);
  fleet.value = aFleet();
});

afterEach(() => {
  render(null, box);
  for (const bot of ['btc-trend', 'btc-grid']) {
    configOf(bot).draft.value = null;
    configOf(bot).raw.value = null;
    configOf(bot).loaded.value = { state: 'loading' };
    configOf(bot).happenings.value = [];
  }
  session.value = null;
  fleet.value = null;
  vi.unstubAllGlobals();
});

describe('the list', () => {
  test('shows what runs, what waits, who is out of step and who changed it last', async () => {
    await show('/config');
    await until(() => box.querySelector('tbody') !== null);

    expect([...box.querySelectorAll('tbody .name')].map((link) => link.getAttribute('href'))).toEqual(['/bots/btc-trend/config', '/bots/btc-grid/config']);
    expect(words()).toContain('1 out of step');
    expect(words()).toContain('a version waits');
    expect(words()).toContain('wider stop for the weekend');
    expect(box.querySelector('.others a')?.textContent).toBe('btc-meanrev');
    expect(sent('GET').map((one) => one.path)).toEqual(['/api/v1/config']);
  });

  test('teaches how a bot gets one where none has', async () => {
    none = true;
    await show('/config');
    await until(() => words().includes('No bot has a live configuration yet'));

    expect(words()).toContain('monitor.offer(settings)');
    expect(words()).toContain('config: { file: my-bot.yaml');
  });
});

describe('the form', () => {
  test('sends only what was changed, based on its version, after a review', async () => {
    await show('/bots/btc-trend/config');
    expect(words()).not.toContain('Review…');

    await type(input('trigger_points'), '14');
    await type(input('risk.stop'), '15');
    expect(words()).toContain('2 changes');
    expect(words()).toContain('will wait: 1 position is open');
    await press('Review…');
    expect(words()).toContain('The server accepts this as v8');
    expect(real('PATCH')).toEqual([]);
    await type(box.querySelector<HTMLTextAreaElement>('.reason textarea')!, 'a calm week');
    await press('Apply when flat');

    const [patch] = real('PATCH');
    expect(JSON.parse(patch!.body)).toEqual({ edits: [{ pointer: '/trigger_points', value: 14 }, { pointer: '/risk/stop', value: 15 }], reason: 'a calm week' });
    expect(patch!.headers['if-match']).toBe('"7"');
    expect(patch!.headers['content-type']).toBe('application/json');
    expect(words()).toContain('and waits: 1 position is open');
    expect(box.querySelector('dialog')).toBeNull();
    expect(box.querySelector('.review-bar')).toBeNull();
  });

  test('shows the new version when a change is accepted', async () => {
    await show('/bots/btc-trend/config');
    await type(input('trigger_points'), '14');
    await press('Review…');
    await press('Apply 1 change');

    expect(words()).toContain('v8 is active.');
    expect(input('trigger_points').value).toBe('14');
    expect(box.querySelector('.changed')).toBeNull();
  });

  test('says at once what is wrong, and sends nothing', async () => {
    await show('/bots/btc-trend/config');
    await type(input('trigger_points'), '99');

    expect(words()).toContain('must be at most 50, is 99');
    expect(input('trigger_points').getAttribute('aria-invalid')).toBe('true');
    expect(button('Review…')?.disabled).toBe(true);
    await type(input('trigger_points'), '1.5x');
    expect(words()).toContain('must be a number');
    expect(input('trigger_points').value).toBe('1.5x');
    expect(sent('PATCH')).toEqual([]);
  });

  test('shows what only the server can tell beside its field', async () => {
    await show('/bots/btc-trend/config');
    await type(input('target_delta.low'), '0.45');
    await until(() => words().includes('must be below target_delta.high, which is 0.4'));

    expect(sent('PATCH', 'dry_run=true')).toHaveLength(1);
    expect(input('target_delta.low').getAttribute('aria-invalid')).toBe('true');
  });

  test('never shows a secret, and sends it only when it was typed anew', async () => {
    await show('/bots/btc-trend/config');
    expect(input('api_key').value).toBe('');
    expect(input('api_key').type).toBe('password');

    await type(input('api_key'), 'new-secret');
    expect(words()).not.toContain('new-secret');
    await type(input('api_key'), '');

    expect(box.querySelector('.review-bar')).toBeNull();
  });

  test('adds to a dictionary and takes an entry out', async () => {
    await show('/bots/btc-trend/config');
    const add = box.querySelector<HTMLInputElement>('.add-key input')!;
    await type(add, 'SOL/USD');
    await act(() => void add.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })));
    await type(input('stop_loss.SOL/USD'), '7');
    await act(() => box.querySelector<HTMLButtonElement>('[aria-label="Take out stop_loss.BTC/USD"]')?.click());
    await press('Review…');

    expect(JSON.parse(sent('PATCH').at(-1)!.body)).toMatchObject({ edits: [{ pointer: '/stop_loss/BTC~1USD', remove: true }, { pointer: '/stop_loss/SOL~1USD', value: 7 }] });
  });

  test.each([
    ['a viewer', '/bots/btc-trend/config', 'viewer', 'takes the role of an operator'],
    ['what is changed elsewhere', '/bots/btc-grid/config', 'operator', 'changed where it lies, in grid.yaml'],
  ])('is read only for %s', async (_, path, who, why) => {
    role = who;
    await show(path);

    expect(words()).toContain(why);
    expect([...box.querySelectorAll<HTMLInputElement>('.param input, .param select')].every((one) => one.disabled)).toBe(true);
    expect(button('Drop…')).toBeUndefined();
  });

  test('says what refuses and that the last good version runs on', async () => {
    await show('/bots/btc-grid/config');

    expect(words()).toContain('line 3: trigger_points must be at most 50, is 500');
    expect(words()).toContain('runs on with the last good version');
  });
});

describe('a conflict', () => {
  test('while editing keeps the edits, says what changed, and puts them on the newer version', async () => {
    await show('/bots/btc-trend/config');
    await type(input('risk.stop'), '15');
    await act(() => void server.meddle('btc-trend', 14));
    await settle();

    expect(words()).toContain('v8 became active, by anna, while you were editing v7. Your edits are kept.');
    expect(input('risk.stop').value).toBe('15');
    await press('Put my edits on v8');

    expect(input('risk.stop').value).toBe('15');
    expect(input('trigger_points').value).toBe('14');
    expect(words()).toContain('1 change');
    await press('Review…');
    expect(sent('PATCH').at(-1)?.headers['if-match']).toBe('"8"');
  });

  test('at the last moment applies nothing, and goes on from the review', async () => {
    await show('/bots/btc-trend/config');
    await type(input('trigger_points'), '20');
    await press('Review…');
    const silent = makeConfigs(Date.now(), () => undefined);
    silent.meddle('btc-trend', 14);
    server = silent;
    await press('Apply 1 change');

    expect(words()).toContain('v8 became active while you were editing');
    await press('Put my changes on v8');
    expect(words()).toContain('Changed meanwhile by somebody else too');
    expect(words()).toContain('The server accepts this as v9');
    await press('Apply 1 change');

    expect(JSON.parse(real('PATCH').at(-1)!.body).edits).toEqual([{ pointer: '/trigger_points', value: 20 }]);
    expect(real('PATCH').map((one) => one.headers['if-match'])).toEqual(['"7"', '"8"']);
    expect(words()).toContain('v9 is active.');
  });

  test('with a server that is gone loses nothing', async () => {
    await show('/bots/btc-trend/config');
    await type(input('trigger_points'), '20');
    await press('Review…');
    down = true;
    await press('Apply 1 change');

    expect(words()).toContain('The server cannot be reached. What you typed is kept.');
    await press('Back to editing');
    expect(input('trigger_points').value).toBe('20');
    expect(anyUnsaved()).toBe(true);
  });
});

describe('the raw editor', () => {
  const area = (): HTMLTextAreaElement => box.querySelector<HTMLTextAreaElement>('.editor textarea')!;

  test('marks the lines that the server finds wrong, and does not save them', async () => {
    await show('/bots/btc-trend/config?tab=raw');
    await type(area(), area().value.replace('trigger_points: 10', 'trigger_points: 500'));
    await until(() => box.querySelector('.gutter .bad') !== null);

    expect(sent('POST', 'validate').at(-1)?.headers['content-type']).toBe('application/yaml');
    expect(box.querySelector('.gutter .bad')?.textContent).toBe('3');
    expect(words()).toContain('trend.yaml:3:17');
    expect(button('Save…')?.disabled).toBe(true);
  });

  test('sends the document itself, based on its version', async () => {
    await show('/bots/btc-trend/config?tab=raw');
    const text = area().value.replace('trigger_points: 10', 'trigger_points: 12');
    await type(area(), text);
    await until(() => words().includes('✓ valid'));
    await press('Save…');
    await type(box.querySelector<HTMLTextAreaElement>('.reason textarea')!, 'a & b');
    await press('Apply 1 change');

    const [put] = real('PUT');
    expect(put?.body).toBe(text);
    expect(put?.path).toBe('/api/v1/bots/btc-trend/config?reason=a%20%26%20b&dry_run=false');
    expect(put?.headers).toMatchObject({ 'if-match': '"7"', 'content-type': 'application/yaml' });
  });

  test('keeps what was typed when a newer version arrives, and on another tab', async () => {
    await show('/bots/btc-trend/config?tab=raw');
    await type(area(), 'trigger_points: 3\n');
    await act(() => void server.meddle('btc-trend', 14));
    await settle();
    await show('/bots/btc-trend/config?tab=history');
    await show('/bots/btc-trend/config?tab=raw');

    expect(area().value).toBe('trigger_points: 3\n');
    expect(words()).toContain('Your text is kept.');
    expect(box.querySelector('.unified')?.textContent).toContain('+trigger_points: 10');
    await press('Discard my text');
    expect(area().value).toContain('trigger_points: 14');
  });
});

describe('the history', () => {
  test('lists every attempt, marks who is not proved, and narrows down', async () => {
    await show('/bots/btc-trend/config?tab=history');
    expect(box.querySelectorAll('tbody tr')).toHaveLength(12);
    expect(words()).toContain('quantunproved');

    await show('/bots/btc-trend/config?tab=history&outcome=refused');
    expect(box.querySelectorAll('tbody tr')).toHaveLength(1);
    expect(words()).toContain('trend.yaml:3:17');
    expect([...box.querySelectorAll('.exports a')].map((link) => link.getAttribute('href'))).toEqual(['json', 'jsonl', 'csv'].map((format) => `/api/v1/bots/btc-trend/config/export?format=${format}`));
  });

  test('compares two versions, the older one first', async () => {
    await show('/bots/btc-trend/config?tab=history');
    await act(() => box.querySelector<HTMLInputElement>('[aria-label="Compare v7"]')?.click());
    await act(() => box.querySelector<HTMLInputElement>('[aria-label="Compare v5"]')?.click());
    await press('Compare');

    expect(sent('GET', 'diff').at(-1)?.path).toContain('from=5&to=7');
    expect(box.querySelector('.unified .added')?.textContent).toContain('trigger_points: 10');
  });

  test('goes back only with a reason, as a new version', async () => {
    await show('/bots/btc-trend/config?tab=history');
    await press('Roll back…');
    expect(button('Roll back to v6')?.disabled).toBe(true);
    await type(box.querySelector<HTMLTextAreaElement>('.reason textarea')!, 'it was better');
    await press('Roll back to v6');

    const [post] = sent('POST', 'rollback');
    expect(JSON.parse(post!.body)).toEqual({ version: 6, reason: 'it was better' });
    expect(post!.headers['if-match']).toBe('"7"');
    expect(words()).toContain('v8 is active.');
  });
});

describe('the live monitor', () => {
  test('says what happens as it happens, with every problem of a refused save', async () => {
    await show('/bots/btc-trend/config?tab=monitor');
    await act(() => void server.refuse());
    await act(() => void server.meddle('btc-trend', 14));
    await settle();

    const [first, second] = box.querySelectorAll('[role=log] > ol > li');
    expect(first?.textContent).toContain('trigger_points: 10 → 14');
    expect(second?.textContent).toContain('trend.yaml:3:17');
    expect(second?.textContent).toContain('Write a value above 0 and at most 50.');
    expect(words()).toContain('watching the file');
    expect(words()).toContain('v6, active is v8');
  });

  test('drops what waits, after a question', async () => {
    await show('/bots/btc-trend/config?tab=monitor');
    await press('Drop…');
    await press('Drop it');

    expect(sent('DELETE').map((one) => one.path)).toEqual(['/api/v1/bots/btc-trend/config/pending']);
    expect(words()).not.toContain('v8 waits');
  });

  test('shows a canary beside the instances that kept the old version', async () => {
    server = makeConfigs(Date.now(), () => undefined, { canary: true });
    await show('/bots/btc-trend/config?tab=monitor');

    expect(words()).toContain('Other i-2c08, v7');
    expect(words()).toContain('12.5 USD');
    expect(words()).toContain('4.5 USD');
    expect(words()).toContain('7 trades');
  });

  test('promotes a canary', async () => {
    server = makeConfigs(Date.now(), () => undefined, { canary: true });
    await show('/bots/btc-trend/config?tab=monitor');
    expect(words()).toContain('3 trades, no error');
    await press('Promote…');
    await press('Promote to all');

    expect(sent('POST').map((one) => one.path)).toEqual(['/api/v1/bots/btc-trend/config/canary/promote']);
    expect(words()).toContain('The canary was promoted.');
  });
});
