// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import { entriesOf, titleOf } from '../src/alerts/life';
import { together } from '../src/alerts/deliveries';
import { matcherOf, rowsOf } from '../src/alerts/ask';
import { wayTo } from '../src/alerts/thresholds';
import { draw, limitOf, metricOf } from '../src/alerts/trace';
import { bytesOf } from '../src/alerts/picture';
import { hex } from '../src/alerts/discord';
import * as decode from '../src/api/alert-decode';
import type { Alert, Step } from '../src/api/alert-types';
import { countWords, figure, ruleWord } from '../src/format/alerts';
import { alertsTopic, counts, dismissAll, hearAlert, openOf, toasts } from '../src/live/alerts';
import { placeOf } from '../src/router';

const RAW = {
  id: 'a1', rule: 'slow-feed', subject: 'btc-trend/feed', bot: 'btc-trend', part: 'feed', level: 'warning', state: 'firing', begun: '2026-01-05T11:57:00Z', since: '2026-01-05T11:58:00Z',
  value: 612.5, threshold: 500, reason: 'above', evidence: [{ at: '2026-01-05T11:58:00Z', what: 'memory_usage_mb', value: '612.5 MB' }], labels: { rule: 'slow-feed', bot: 'btc-trend', team: 'ops', level: 'warning' },
  runbook: 'https://wiki.example/x', acknowledged: null, silenced: [],
};
const made = (change: object = {}): Alert => decode.oneAlert({ ...RAW, ...change }) as Alert;

describe('what comes over the wire', () => {
  test('is an alert with everything that explains it', () => {
    const alert = made({ acknowledged: { owner: 'anna', comment: null, at: '2026-01-05T11:59:00Z', until: null } });

    expect(alert).toMatchObject({ id: 'a1', subject: 'btc-trend/feed', level: 'warning', value: 612.5, threshold: 500, runbook: 'https://wiki.example/x' });
    expect(alert.acknowledged).toEqual({ owner: 'anna', comment: null, at: '2026-01-05T11:59:00Z', until: null });
    expect(alert.evidence).toEqual([{ at: '2026-01-05T11:58:00Z', what: 'memory_usage_mb', value: '612.5 MB' }]);
  });

  test('is taken seriously where it is not understood', () => {
    expect(made({ level: 'apocalyptic' }).level).toBe('critical');
    expect(made({ state: 'dancing' }).state).toBe('firing');
    expect(decode.oneAlert({ rule: 'x' })).toBeNull();
    expect(decode.oneAlert('x')).toBeNull();
    expect(decode.alertsNow({ counts: 7, open: 'no' })).toMatchObject({ counts: { open: 0 }, open: [], silences: [] });
    expect(decode.life({})).toBeNull();
    expect(decode.channels({ channels: [{ name: 'x', state: 'odd' }] })[0]?.state).toBe('broken');
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'xhttps://x', '/etc', 'x/runbooks#y', '//runbooks#y'])('leads nowhere by the runbook %s', (runbook) => {
    expect(made({ runbook }).runbook).toBeNull();
  });

  test('says what to do, and where it says more', () => {
    expect(made({ runbook: 'Halt it. More: /runbooks#drawdown-day' })).toMatchObject({ runbook: '/runbooks#drawdown-day', advice: 'Halt it.' });
    expect(made({ runbook: 'Halt it.' })).toMatchObject({ runbook: null, advice: 'Halt it.' });
    expect(made({ runbook: 'https://wiki.example/x' })).toMatchObject({ runbook: 'https://wiki.example/x', advice: null });
  });
});

describe('a word at the edge of the page', () => {
  beforeEach(() => {
    dismissAll();
    alertsTopic.state.value = null;
  });

  test('comes once when an alert opens, and again when its level rises', () => {
    hearAlert({ ...RAW, id: 't1' });
    expect(toasts.value.map((one) => one.id)).toEqual(['t1']);
    dismissAll();
    hearAlert({ ...RAW, id: 't1', reason: 'still above' });
    expect(toasts.value).toEqual([]);
    hearAlert({ ...RAW, id: 't1', level: 'critical' });
    expect(toasts.value.map((one) => one.level)).toEqual(['critical']);
    hearAlert({ ...RAW, id: 't1', level: 'info' });
    expect(toasts.value.map((one) => one.level)).toEqual(['info']);
  });

  test('goes when somebody takes care, a silence hides it, or it is over', () => {
    const ends = [{ acknowledged: { owner: 'anna' } }, { silenced: ['s1'] }, { state: 'resolved' }, { state: 'ended' }];
    ends.forEach((end, i) => {
      hearAlert({ ...RAW, id: `g${i}` });
      expect(toasts.value).toHaveLength(1);
      hearAlert({ ...RAW, id: `g${i}`, ...end });
      expect(toasts.value).toEqual([]);
    });
  });

  test('is not said of what is pending, silenced or cared for from the start', () => {
    hearAlert({ ...RAW, id: 'n1', state: 'pending' });
    hearAlert({ ...RAW, id: 'n2', silenced: ['s1'] });
    hearAlert({ ...RAW, id: 'n3', acknowledged: { owner: 'anna' } });
    hearAlert('rubbish');
    expect(toasts.value).toEqual([]);
  });

  test('is not said of what was open before this page was, but of what opens again', () => {
    alertsTopic.state.value = decode.alertsNow({ open: [{ ...RAW, id: 'o1' }] });
    hearAlert({ ...RAW, id: 'o1', reason: 'as before' });
    expect(toasts.value).toEqual([]);
    hearAlert({ ...RAW, id: 'o1', state: 'resolved' });
    alertsTopic.state.value = decode.alertsNow({});
    hearAlert({ ...RAW, id: 'o1' });
    expect(toasts.value).toHaveLength(1);
  });

  test('never piles up without end', () => {
    for (let i = 0; i < 200; i++) hearAlert({ ...RAW, id: `s${i}` });
    expect(toasts.value).toHaveLength(30);
    expect(toasts.value.at(-1)?.id).toBe('s199');
  });
});

test('open alerts are counted, and found by their bot', () => {
  alertsTopic.state.value = decode.alertsNow({ counts: { open: 2, critical: 1, warning: 1 }, open: [RAW, { ...RAW, id: 'a2', bot: null }] });
  expect(counts.value).toMatchObject({ open: 2, critical: 1, acknowledged: 0 });
  expect(openOf('btc-trend').map((one) => one.id)).toEqual(['a1']);
});

describe('words', () => {
  test('of counts and figures', () => {
    expect(countWords({ critical: 1, warning: 2, info: 0 })).toBe('1 critical · 2 warnings');
    expect(countWords({ critical: 0, warning: 1, info: 3 })).toBe('1 warning · 3 info');
    expect([612.53, -31.25, 0.42, 1180, 0.00004].map(figure)).toEqual(['612.5', '\u221231.25', '0.42', '1,180', '0.00004']);
    expect(ruleWord('api-error_rate')).toBe('api error rate');
  });

  test('of the steps of a life', () => {
    const step = (change: Partial<Step>): Step => ({ at: null, kind: 'changed', from: null, state: null, level: null, value: null, who: null, words: null, until: null, notice: null, name: null, ...change });
    expect(titleOf(step({ state: 'pending' }))).toBe('Began, pending');
    expect(titleOf(step({ from: 'pending', state: 'firing' }))).toBe('pending → firing');
    expect(titleOf(step({ from: 'firing', state: 'firing', level: 'critical' }))).toBe('Changed: critical');
    expect(titleOf(step({ kind: 'told', notice: 'escalated' }))).toBe('People were told: nobody took care');
    expect(titleOf(step({ kind: 'unacknowledged' }))).toBe('The acknowledgement ended');
    expect(titleOf(step({ kind: 'unacknowledged', who: 'anna' }))).toBe('anna takes care no more');
  });
});

test('a notice stands with what reached whom, and nothing is left out', () => {
  const life = decode.life({
    alert: RAW,
    steps: [{ kind: 'changed', state: 'firing' }, { kind: 'told', name: 'n1', notice: 'firing' }],
    deliveries: [{ id: 'd1', message: 'n1', channel: 'phone', state: 'delivered' }, { id: 'd2', message: 'n1', channel: 'desk', state: 'dead' }, { id: 'd3', message: 'digest-7', channel: 'mail', state: 'waiting' }],
  });
  const { entries, loose } = entriesOf(life!);

  expect(entries.map((entry) => entry.deliveries.map((one) => one.channel))).toEqual([[], ['phone', 'desk']]);
  expect(loose.map((one) => one.id)).toEqual(['d3']);
});

test('what is said to several channels is one row, in the place of the first', () => {
  const rows = decode.deliveries({ notifications: [{ id: '1', message: 'b', channel: 'x' }, { id: '2', message: 'a', channel: 'x' }, { id: '3', message: 'b', channel: 'y' }] }).items;
  expect(together(rows).map((said) => [said.message, said.to.map((one) => one.id)])).toEqual([['b', ['1', '3']], ['a', ['2']]]);
});

describe('a silence', () => {
  test('begins with the rule for its bot, and the rest to choose from', () => {
    const rows = rowsOf(made());
    expect(rows.map((row) => [row.label, row.on])).toEqual([['rule', true], ['bot', true], ['level', false], ['team', false]]);
    expect(matcherOf(rows)).toEqual({ rule: 'slow-feed', bot: 'btc-trend' });
  });

  test('without an alert begins with nothing', () => {
    expect(matcherOf(rowsOf(null))).toEqual({});
    expect(matcherOf([{ label: 'bot', value: '  btc-*  ', on: true }, { label: 'rule', value: ' ', on: true }])).toEqual({ bot: 'btc-*' });
  });
});

test.each([
  [500, 'above', 250, 0.5], [500, 'above', 600, 1], [500, 'above', -5, 0], [0, 'above', 1, 1], [0, 'above', 0, null],
  [-50, 'below', -25, 0.5], [-50, 'below', -60, 1], [-50, 'below', 30, 0], [85, 'below', 100, 0.85], [85, 'below', 80, 1], [0, 'below', 5, 0],
] as const)('the way to the limit %d, %s it, is at %d gone by %s', (limit, fires, value, part) => {
  const found = wayTo({ limit, fires }, value);
  if (part === null) expect(found).toBeNull();
  else expect(found).toBeCloseTo(part, 10);
});

describe('the metric around an alert', () => {
  test('is the one that its evidence names', () => {
    expect(metricOf(made())).toBe('memory_usage_mb');
    expect(metricOf(made({ evidence: [{ what: 'Trade closed', value: '1' }] }))).toBeNull();
    expect(metricOf(made({ evidence: [] }))).toBeNull();
  });

  test('has the limit drawn only where the limit is one of it', () => {
    expect(limitOf(made())).toBe(500);
    expect(limitOf(made({ value: 0.42, threshold: 0.1 }))).toBeNull();
    expect(limitOf(made({ threshold: null }))).toBeNull();
  });

  test('fills the box, with the limit in it and the time of the alert marked', () => {
    const drawn = draw([{ at: 0, value: 0 }, { at: 50, value: 10 }, { at: 100, value: 5 }], 0, 100, 20, [50, 200]);
    expect(drawn).toEqual({ line: 'M0.0 114.0L260.0 60.0L520.0 87.0', limit: 6, from: 260, to: 520 });
    expect(draw([{ at: 0, value: 1 }], 0, 100, null, [0, 1])).toBeNull();
    expect(draw([{ at: 0, value: 7 }, { at: 100, value: 7 }], 0, 100, null, [0, 1])?.line).toBe('M0.0 60.0L520.0 60.0');
  });
});

test('pictures and colours come as others have them', () => {
  expect([...(bytesOf('AQID') ?? [])]).toEqual([1, 2, 3]);
  expect(bytesOf('%%%')).toBeNull();
  expect([hex(0xf5b942), hex(255), hex(null)]).toEqual(['#f5b942', '#0000ff', '#202225']);
});

test.each([['/alerts', 'alerts'], ['/rules', 'rules'], ['/notifications', 'notifications'], ['/messages', 'messages'], ['/alerts/x', 'nowhere']])('%s is a place', (path, view) => {
  expect(placeOf(path).view).toBe(view);
});
