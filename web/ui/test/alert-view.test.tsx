// @vitest-environment happy-dom
import { render } from 'preact';
import type { ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { discord, telegram } from '../src/alerts/markup';
import * as decode from '../src/api/alert-decode';
import { alertsTopic, dismissAll, hearAlert } from '../src/live/alerts';
import { session } from '../src/live/session';
import { keep } from '../src/router';
import { Bell } from '../src/shell/bell';
import { Toasts } from '../src/shell/toasts';
import { Alerts } from '../src/views/alerts';
import { Notifications } from '../src/views/notifications';
import { Rules } from '../src/views/rules';

const RAW = {
  id: 'a1', rule: 'slow-feed', subject: 'btc-trend', bot: 'btc-trend', level: 'critical', state: 'firing', begun: '2026-01-05T11:57:00Z', since: '2026-01-05T11:58:00Z', value: 612.5, threshold: 500,
  reason: 'above <b>500</b>', evidence: [], labels: { rule: 'slow-feed', bot: 'btc-trend' }, runbook: null, advice: null, acknowledged: null, silenced: [],
};
const NOW = { counts: { open: 1, critical: 1 }, open: [RAW], pending: [], recent: [], silences: [{ id: 's1', matcher: { bot: 'x*' }, until: '2099-01-01T00:00:00Z', until_resolved: true, owner: 'anna', comment: 'upgrade', hidden: 3 }] };

let sent: { method: string; path: string; body: unknown }[] = [];
let answers: Record<string, unknown> = {};

function serve(path: string, init?: RequestInit): Promise<Response> {
  const method = init?.method ?? 'GET';
  sent.push({ method, path, body: init?.body ? JSON.parse(String(init.body)) : undefined });
  const found = answers[`${method} ${path.split('?')[0] ?? ''}`];
  return Promise.resolve(found === undefined ? new Response(JSON.stringify({ detail: `nothing at ${path}` }), { status: 404 }) : new Response(found === null ? null : JSON.stringify(found), { status: found === null ? 204 : 200 }));
}

const calls = (method: string, path: string) => sent.filter((one) => one.method === method && one.path.startsWith(path));
const page = document.createElement('div');
const settled = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await act(async () => new Promise((done) => setTimeout(done)));
};
const show = async (view: ComponentChildren): Promise<void> => {
  await act(() => render(view, page));
  await settled();
};
const button = (name: RegExp): HTMLButtonElement => {
  const found = [...page.querySelectorAll('button')].find((one) => name.test(one.getAttribute('aria-label') ?? one.textContent ?? ''));
  if (!found) throw new Error(`no button ${String(name)} in ${page.textContent ?? ''}`);
  return found;
};
const press = async (name: RegExp): Promise<void> => {
  await act(() => button(name).click());
  await settled();
};

beforeEach(() => {
  sent = [];
  answers = { 'GET /api/v1/alerts': { alerts: [], next: null }, 'GET /api/v1/alerts/now': NOW, 'GET /api/v1/session': { name: 'op', role: 'operator' } };
  vi.stubGlobal('fetch', serve);
  document.body.append(page);
  session.value = { name: 'op', role: 'operator', via: 'session', expires_at: null };
  alertsTopic.state.value = decode.alertsNow(NOW);
  keep({ alert: null, bot: null, channel: null, state: null });
});

afterEach(() => {
  render(null, page);
  page.remove();
  dismissAll();
  vi.unstubAllGlobals();
});

describe('the page of alerts', () => {
  test('says what, why and against what, and never takes a reason for markup', async () => {
    await show(<Alerts />);

    expect(page.querySelector('.alert .name')?.textContent).toBe('Critical: btc-trend · slow feed');
    expect(page.querySelector('.alert p')?.textContent).toBe('above <b>500</b>');
    expect(page.querySelector('.alert .against')?.textContent).toBe('612.5 / limit 500');
    expect(page.querySelector('.silences')?.textContent).toContain('3 notices held back');
    expect(page.querySelector('.silences')?.textContent).toContain('left, or until resolved');
  });

  test('has somebody take care, for a time', async () => {
    answers['POST /api/v1/alerts/a1/acknowledge'] = null;
    await show(<Alerts />);

    await press(/^Acknowledge btc-trend/);
    const comment = page.querySelector<HTMLTextAreaElement>('dialog textarea')!;
    const until = page.querySelector<HTMLSelectElement>('dialog select')!;
    await act(() => {
      comment.value = ' on it ';
      comment.dispatchEvent(new Event('input', { bubbles: true }));
      until.value = '4h';
      until.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await press(/Take care of it/);

    expect(calls('POST', '/api/v1/alerts/a1/acknowledge').map((one) => one.body)).toEqual([{ comment: 'on it', for: '4h' }]);
    expect(page.querySelector('dialog')).toBeNull();
  });

  test('says why nobody can take care, and leaves the question open', async () => {
    await show(<Alerts />);
    await press(/^Acknowledge btc-trend/);
    await press(/Take care of it/);

    expect(page.querySelector('dialog [role=alert]')?.textContent).toContain('nothing at /api/v1/alerts/a1/acknowledge');
  });

  test('silences nothing without a reason', async () => {
    answers['POST /api/v1/silences/preview'] = { matches: 0, alerts: [] };
    await show(<Alerts />);
    await press(/^Silence btc-trend/);

    expect(button(/^Silence$/).disabled).toBe(true);
  });

  test.each([[false], [true]])('silences until the alerts are over where that is ticked: %s', async (ticked) => {
    answers['POST /api/v1/silences/preview'] = { matches: 0, alerts: [] };
    answers['POST /api/v1/silences'] = null;
    await show(<Alerts />);
    await press(/^Silence btc-trend/);
    const boxes = [...page.querySelectorAll<HTMLLabelElement>('dialog label')].filter((one) => one.textContent?.startsWith('End it earlier'));
    const comment = page.querySelector<HTMLTextAreaElement>('dialog textarea')!;
    await act(() => {
      if (ticked) boxes[0]!.querySelector('input')!.click();
      comment.value = 'upgrade';
      comment.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await press(/^Silence$/);

    expect(calls('POST', '/api/v1/silences').filter((one) => one.path === '/api/v1/silences').map((one) => one.body)).toEqual([{ matcher: { rule: 'slow-feed', bot: 'btc-trend' }, for: '1h', until_resolved: ticked, comment: 'upgrade' }]);
  });

  test('is good news when nothing is open', async () => {
    alertsTopic.state.value = decode.alertsNow({});
    await show(<Alerts />);

    expect(page.querySelector('.all-quiet')?.textContent).toContain('All quiet');
  });

  test('offers nothing that a reader may not do', async () => {
    session.value = { name: 'reader', role: 'viewer', via: 'session', expires_at: null };
    await show(<Alerts />);

    expect([...page.querySelectorAll('button')].map((one) => one.textContent)).not.toContain('Acknowledge…');
    expect([...page.querySelectorAll('button')].map((one) => one.textContent)).not.toContain('End now');
  });
});

test('the bell counts in words', async () => {
  await show(<Bell />);
  expect(page.textContent).toBe('1 criticalopen alerts');
  alertsTopic.state.value = decode.alertsNow({});
  await settled();
  expect(page.textContent).toBe('All quietno open alert');
});

test('a critical alert is announced at once and stays, others politely', async () => {
  await show(<Toasts />);
  await act(() => hearAlert({ ...RAW, id: 'x1' }));
  await act(() => hearAlert({ ...RAW, id: 'x2', level: 'warning' }));

  expect(page.querySelector('[role=alert] .toast')?.textContent).toContain('btc-trend');
  expect(page.querySelectorAll('[role=status] .toast')).toHaveLength(1);
  await press(/^Dismiss/);
  expect(page.querySelectorAll('.toast')).toHaveLength(1);
});

test('a channel that cannot be reached says why when it is tried', async () => {
  answers['GET /api/v1/channels'] = { channels: [{ name: 'phone', type: 'telegram', state: 'working', hears: 'alerts', dead: 1, latency: { deliveries: 40, p50_ms: 66.5, p99_ms: 134000 } }, { name: 'desk', type: 'discord', state: 'working' }] };
  answers['GET /api/v1/notifications'] = { notifications: [{ id: 'd1', message: 'n1', channel: 'phone', kind: 'alert', level: 'critical', title: 'slow', state: 'dead', why: 'chat not found', alerts: ['a1'] }], next: null };
  answers['POST /api/v1/channels/phone/test'] = { delivered: false, reason: 'chat not found' };
  answers['POST /api/v1/notifications/d1/retry'] = null;
  await show(<Notifications />);

  expect([...page.querySelectorAll('.channel')].map((card) => card.querySelector('.took dd')?.textContent?.replace(/\u00a0/g, ' '))).toEqual(['67 ms, 99% 2 min', '–']);
  await press(/^Test$/);
  expect(page.querySelector('.trial')?.textContent).toBe('chat not found');
  await press(/^Send again to phone/);
  expect(calls('POST', '/api/v1/notifications/d1/retry')).toHaveLength(1);
});

test('another wording of a rule is tried before it can be saved', async () => {
  session.value = { name: 'root', role: 'admin', via: 'session', expires_at: null };
  answers['GET /api/v1/rules'] = { rules: [{ name: 'memory', what: 'above 500', level: 'warning', yaml: 'above: 500', hash: 'h1', state: 'good', scope: 'each bot' }], editing: { possible: true, reason: '' } };
  answers['GET /api/v1/thresholds'] = { thresholds: [] };
  answers['POST /api/v1/rules/preview'] = { alerts: 14, notices: 6, fired: [] };
  answers['PUT /api/v1/rules/memory'] = null;
  await show(<Rules />);
  await press(/memory/);
  const yaml = page.querySelector<HTMLTextAreaElement>('.editor textarea')!;
  await act(() => {
    yaml.value = 'above: 600';
    yaml.dispatchEvent(new Event('input', { bubbles: true }));
  });

  expect(button(/^Save$/).disabled).toBe(true);
  await press(/What would it have fired/);
  expect(page.querySelector('.found')?.textContent).toContain('14 alerts in the last day, told in 6 notices.');
  await press(/^Save$/);

  expect(calls('PUT', '/api/v1/rules/memory').map((one) => one.body)).toEqual([{ yaml: 'above: 600', hash: 'h1' }]);
});

test('a rule says how many of the last samples must breach it', async () => {
  answers['GET /api/v1/rules'] = { rules: [{ name: 'memory', what: 'above 500', breaches: '3 of 5', state: 'good', scope: 'each bot' }, { name: 'disk', what: 'below 10', breaches: null, state: 'good', scope: 'each bot' }], editing: { possible: false, reason: '' } };
  answers['GET /api/v1/thresholds'] = { thresholds: [] };
  await show(<Rules />);

  expect(page.querySelector('#rule-memory .of')?.textContent).toBe('each bot, 3 of 5 samples');
  expect(page.querySelector('#rule-disk .of')?.textContent).toBe('each bot');
});

describe('markup of others', () => {
  const drawn = (children: ComponentChildren): string => {
    render(<p>{children}</p>, page);
    return page.querySelector('p')?.innerHTML ?? '';
  };

  test.each([
    ['<b>a</b> &lt;b&gt; &amp;amp;', '<b>a</b> &lt;b&gt; &amp;amp;'],
    ['<b>a <i>b</i></b>', '<b>a <i>b</i></b>'],
    ['<script>x</script>', '&lt;script&gt;x&lt;/script&gt;'],
    ['<b onclick="x">a</b>', '&lt;b onclick="x"&gt;a&lt;/b&gt;'],
    ['<a href="javascript:x">a</a>', '<span>a</span>'],
    ['<a href="https://x.example/?a=1&amp;b=2">a</a>', '<a href="https://x.example/?a=1&amp;b=2" target="_blank" rel="noreferrer">a</a>'],
    ['<b>never closed', '<b>never closed</b>'],
    ['</b>x', '&lt;/b&gt;x'],
    ['<tg-spoiler>s</tg-spoiler>', '<span class="spoiler">s</span>'],
  ])('Telegram: %s', (html, expected) => expect(drawn(telegram(html))).toBe(expected));

  test.each([
    ['**a** _b_ `c`', '<b>a</b> <i>b</i> <code>c</code>'],
    ['**a `b`**', '<b>a <code>b</code></b>'],
    ['\\*not\\* <b>', '*not* &lt;b&gt;'],
    ['[x](https://x.example)', '<a href="https://x.example" target="_blank" rel="noreferrer">x</a>'],
    ['[x](javascript:y)', '[x](javascript:y)'],
    ['memory_usage_mb is 1 * 2', 'memory_usage_mb is 1 * 2'],
  ])('Discord: %s', (text, expected) => expect(drawn(discord(text))).toBe(expected));
});
