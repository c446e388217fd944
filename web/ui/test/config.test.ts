import { describe, expect, test } from 'vitest';
import * as decode from '../src/api/config-decode';
import { difference, historyPage } from '../src/api/config-history-decode';
import type { Config, JsonRecord } from '../src/api/config-types';
import { rulesOf, versionsIn } from '../src/chart/use-versions';
import { check, MASK, numberIn } from '../src/config/check';
import { begun, changesOf, editsOf, findings, isTouched, rebased, restored, withField, withOdd } from '../src/config/draft';
import { formOf, leaves, rangeOf, specAt } from '../src/config/spec';
import { answerTo } from '../src/config/review';
import { differences, editsBetween, same, valueAt, withEdits, withValue } from '../src/config/tree';
import { changeLine, placeIn, strictest, waitsFor, written } from '../src/config/words';
import { Refusal } from '../src/api/http';

const SCHEMA: JsonRecord = {
  type: 'object',
  required: ['trigger'],
  additionalProperties: false,
  $defs: { points: { type: 'number', exclusiveMinimum: 0, maximum: 50, 'x-unit': 'points' } },
  properties: {
    trigger: { $ref: '#/$defs/points', title: 'Trigger points', 'x-apply': 'next_trade' },
    enabled: { type: 'boolean' },
    entry: { type: 'string', enum: ['breakout', 'pullback'] },
    note: { anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }] },
    key: { type: 'string', minLength: 8, 'x-secret': true },
    symbols: { type: 'array', items: { type: 'string', pattern: '^[A-Z]+$' }, minItems: 1, uniqueItems: true },
    risk: { type: 'object', 'x-apply': 'when_flat', required: ['stop'], properties: { stop: { type: 'integer', minimum: 1, maximum: 40, 'x-tighter': 'lower' }, hot: { type: 'number', 'x-apply': 'hot' } } },
    by_symbol: { type: 'object', additionalProperties: { type: 'number', minimum: 1 } },
    steps: { type: 'array', items: { type: 'object', required: ['at'], properties: { at: { type: 'number' } } } },
  },
};
const VALUES: JsonRecord = { trigger: 8, enabled: true, entry: 'pullback', note: null, key: MASK, symbols: ['BTC'], risk: { stop: 12, hot: 1 }, by_symbol: { 'BTC/USD': 20 }, steps: [{ at: 25 }] };

const aConfig = (over: object = {}): Config =>
  decode.config({ bot: 'btc-trend', version: 7, hash: 'sha256:ab', format: 'yaml', content: 'trigger: 8\n', values: VALUES, schema: SCHEMA, status: 'active', editable: true, ...over })!;

describe('a configuration that came over the wire', () => {
  test.each(['bot', 'version', 'hash', 'format', 'content', 'values'])('is refused as a whole without its %s', (field) => {
    const raw = { bot: 'b', version: 7, hash: 'sha256:ab', format: 'json', content: '{}', values: {} };

    expect(decode.config(raw)).not.toBeNull();
    expect(decode.config({ ...raw, [field]: undefined })).toBeNull();
    expect(decode.config({ ...raw, [field]: [] })).toBeNull();
  });

  test.each([[null], ['x'], [7], [[]], [{}], [{ version: -1 }], [{ version: 1.5 }], [{ outcome: 'splendid' }], [{ history: [null, 7, { id: 'x' }] }]])('never throws: %j', (value) => {
    expect(decode.config(value)).toBeNull();
    expect(decode.verdict(value)).toBeNull();
    expect(decode.validation(value)).toBeNull();
    expect(difference(value)).toBeNull();
    expect(decode.update(value)).toBeNull();
    expect(historyPage(value)).toEqual({ entries: [], next: null });
    expect(decode.refused(value)).toEqual([]);
  });

  test('with a status that is not known is not taken for a good one', () => expect(aConfig({ status: 'splendid' }).status).toBe('degraded'));

  test('is not editable unless it says so', () => expect(aConfig({ editable: undefined }).editable).toBe(false));

  test('loses only what does not fit beside it', () => {
    const config = aConfig({
      pending: { id: 'p', mode: 'whenever' },
      instances: [{ instance: 'i1', version: 7, state: 'applied' }, { version: 7 }],
      health: { reloads: 12, watching: 'yes', consumers: [{ name: 'strategy', seen_version: 7, lag_seconds: 0 }, 'x'] },
      origins: { '/risk/stop': 'overrides/live', '/x': 7 },
    });

    expect(config.pending).toBeNull();
    expect(config.instances.map((one) => one.instance)).toEqual(['i1']);
    expect(config.health).toMatchObject({ reloads: 12, watching: null, refusals: null });
    expect(config.health.consumers).toHaveLength(1);
    expect(config.health.listeners).toEqual([]);
    expect(config.origins).toEqual({ '/risk/stop': 'overrides/live' });
  });

  test('has a history in which a change that names no place is left out', () => {
    const { entries } = historyPage({ history: [{ id: 1, outcome: 'accepted', version: 7, changes: [{ pointer: '/a~1b/c', before: null, after: 1 }, { before: 1 }] }, { id: 2, outcome: 'no such' }], next: 'c' });

    expect(entries).toHaveLength(1);
    expect(entries[0]?.changes).toEqual([{ pointer: '/a~1b/c', name: 'a/b.c', before: null, after: 1 }]);
    expect(entries[0]?.proved).toBe(false);
  });

  test('says what was refused, with the line and the remedy', () => {
    expect(decode.refused({ errors: [{ pointer: '/trigger', rule: 'maximum', message: 'must be at most 50', line: 3, column: 17, remedy: 'Lower it.', file: 'trend.yaml' }, { rule: 'x' }] })).toEqual([
      { pointer: '/trigger', rule: 'maximum', message: 'must be at most 50', line: 3, column: 17, remedy: 'Lower it.', file: 'trend.yaml' },
    ]);
  });
});

describe('a place in a tree', () => {
  test('is found through escaped keys, and never in what an object inherits', () => {
    expect(valueAt({ 'a/b': { '~c': [1, 2] } }, '/a~1b/~0c/1')).toBe(2);
    expect(valueAt({}, '/constructor')).toBeUndefined();
    expect(valueAt([1], '/-1')).toBeUndefined();
  });

  test('is changed without changing the tree, and keys keep their order', () => {
    const tree = { b: { x: 1 }, a: 2 };
    const next = withValue(tree, '/b/x', 9);

    expect(tree.b.x).toBe(1);
    expect(JSON.stringify(next)).toBe('{"b":{"x":9},"a":2}');
    expect(withValue(tree, '/b', undefined)).toEqual({ a: 2 });
    expect(withValue({}, '/new/key', 1)).toEqual({ new: { key: 1 } });
    expect(withValue({ l: [1, 2, 3] }, '/l/1', undefined)).toEqual({ l: [1, 3] });
  });
});

describe('edits', () => {
  test('are single values where the shape is the same, and the whole list where its length is not', () => {
    const after = { ...VALUES, trigger: 10, risk: { stop: 15 }, symbols: ['BTC', 'ETH'], by_symbol: { 'BTC/USD': 20, 'ETH/USD': 5 }, steps: [{ at: 30 }] };

    expect(editsBetween(VALUES, after)).toEqual([
      { pointer: '/trigger', value: 10 },
      { pointer: '/symbols', value: ['BTC', 'ETH'] },
      { pointer: '/risk/stop', value: 15 },
      { pointer: '/risk/hot', remove: true },
      { pointer: '/by_symbol/ETH~1USD', value: 5 },
      { pointer: '/steps/0/at', value: 30 },
    ]);
    expect(withEdits(VALUES, editsBetween(VALUES, after))).toEqual(after);
  });

  test('of nothing are none', () => {
    expect(editsBetween(VALUES, structuredClone(VALUES))).toEqual([]);
    expect(same({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
    expect(differences({ a: null }, {})).toEqual([{ pointer: '/a', before: null, after: undefined }]);
  });
});

describe('the form', () => {
  const form = formOf(SCHEMA, VALUES);
  const kind = (pointer: string): string | undefined => specAt(form, pointer)?.kind;

  test('has an input for each kind of value', () => {
    expect(Object.fromEntries(form.children.map((one) => [one.name, one.kind]))).toEqual({
      trigger: 'number', enabled: 'boolean', entry: 'choice', note: 'text', key: 'secret', symbols: 'list', risk: 'section', by_symbol: 'map', steps: 'records',
    });
    expect(kind('/by_symbol/BTC~1USD')).toBe('number');
    expect(kind('/steps/0/at')).toBe('number');
  });

  test('says the unit, the range and when a change applies; a section speaks for what is in it', () => {
    expect(specAt(form, '/trigger')).toMatchObject({ title: 'Trigger points', unit: 'points', apply: 'next_trade', required: true });
    expect(rangeOf(specAt(form, '/trigger')!.schema)).toBe('above 0, at most 50');
    expect(specAt(form, '/risk/stop')).toMatchObject({ apply: 'when_flat', tighter: 'lower' });
    expect(specAt(form, '/risk/hot')?.apply).toBe('hot');
    expect(specAt(form, '/enabled')?.apply).toBe('hot');
    expect(rangeOf({ minimum: 1, maximum: 40, 'x-max-change': '50%' })).toBe('1 to 40, changes by at most 50 % at a time');
    expect(rangeOf({ minLength: 0, maxLength: 2_147_483_647 })).toBeNull();
  });

  test('shows what the schema does not know, by its value', () => {
    const spec = formOf({}, { count: 3, deep: { on: true, list: ['a'] }, odd: null });

    expect(leaves(spec).map((one) => `${one.name}:${one.kind}`)).toEqual([':section', 'count:number', 'deep:section', 'deep.on:boolean', 'deep.list:list', 'odd:json']);
  });

  test('ends where a schema refers to itself', () => {
    expect(() => formOf({ $defs: { a: { $ref: '#/$defs/a' } }, properties: { x: { $ref: '#/$defs/a' } } }, { x: 1 })).not.toThrow();
  });
});

describe('what the browser checks', () => {
  const message = (values: object): string[] => check(SCHEMA, { ...VALUES, ...values } as JsonRecord).map((one) => `${one.pointer} ${one.message}`);

  test.each([
    [{}, []],
    [{ trigger: 0 }, ['/trigger must be above 0, is 0']],
    [{ trigger: 51 }, ['/trigger must be at most 50, is 51']],
    [{ trigger: '8' }, ['/trigger must be a number, is “8”']],
    [{ entry: 'never' }, ['/entry must be one of “breakout”, “pullback”']],
    [{ note: 'too long' }, ['/note must have at most 5 characters, has 8']],
    [{ symbols: [] }, ['/symbols must have at least 1 entry, has 0']],
    [{ symbols: ['BTC', 'btc'] }, ['/symbols/1 must look like ^[A-Z]+$']],
    [{ symbols: ['BTC', 'BTC'] }, ['/symbols must not have an entry twice']],
    [{ risk: { stop: 1.5 } }, ['/risk/stop must be a whole number, is 1.5']],
    [{ risk: {} }, ['/risk/stop is required']],
    [{ by_symbol: { X: 0 } }, ['/by_symbol/X must be at least 1, is 0']],
    [{ typo: 1 }, ['/typo is not a known parameter']],
    [{ key: 'short' }, ['/key must have at least 8 characters, has 5']],
  ])('%j', (values, expected) => expect(message(values)).toEqual(expected));

  test('steps are told in spite of binary fractions', () => {
    expect(check({ type: 'object', properties: { x: { type: 'number', multipleOf: 0.01 } } }, { x: 0.07 })).toEqual([]);
    expect(check({ type: 'object', properties: { x: { type: 'number', multipleOf: 0.01 } } }, { x: 0.075 })).toHaveLength(1);
  });

  test('a pattern that a browser does not know is left to the server', () => expect(check({ properties: { x: { type: 'string', pattern: '(?<' } } }, { x: 'a' })).toEqual([]));

  test('numbers are read as typed, and no digit is lost in silence', () => {
    expect(['10', ' 1.5 ', '-0.25', '\u22125', '1e3', '.5'].map((text) => numberIn(text))).toEqual([10, 1.5, -0.25, -5, 1000, 0.5].map((value) => ({ value })));
    for (const text of ['', 'x', '1,5', '1_000', '0x10', '1e999', '0.1234567890123456']) expect(numberIn(text)).toHaveProperty('wrong');
  });
});

describe('a draft', () => {
  test('knows what changed, and forgets it when it is put back', () => {
    const draft = withField(begun(aConfig()), '/risk/stop', 15);

    expect(changesOf(draft)).toEqual([{ pointer: '/risk/stop', name: 'risk.stop', before: 12, after: 15 }]);
    expect(isTouched(draft)).toBe(true);
    expect(isTouched(restored(draft, '/risk/stop'))).toBe(false);
  });

  test('keeps what was typed and is no value yet, and does not let it pass', () => {
    const draft = withOdd(begun(aConfig()), '/trigger', '1.5x', 'must be a number');

    expect(isTouched(draft)).toBe(true);
    expect(editsOf(draft)).toEqual([]);
    expect(findings(draft)).toEqual([{ pointer: '/trigger', message: 'must be a number' }]);
    expect(findings(withField(draft, '/trigger', 9))).toEqual([]);
  });

  test('is put on a newer version with its edits, and says what both changed', () => {
    const draft = withField(withField(begun(aConfig()), '/risk/stop', 15), '/entry', 'breakout');
    const newer = aConfig({ version: 8, values: { ...VALUES, trigger: 10, risk: { stop: 20, hot: 1 } } });

    const { draft: next, clashes } = rebased(draft, newer);

    expect(next.base.version).toBe(8);
    expect(editsOf(next)).toEqual([{ pointer: '/entry', value: 'breakout' }, { pointer: '/risk/stop', value: 15 }]);
    expect(valueAt(next.values, '/trigger')).toBe(10);
    expect(clashes).toEqual([{ pointer: '/risk/stop', name: 'risk.stop', before: 12, after: 20 }]);
  });

  test('whose edits the newer version has already is untouched', () => {
    const draft = withField(begun(aConfig()), '/trigger', 10);

    expect(isTouched(rebased(draft, aConfig({ version: 8, values: { ...VALUES, trigger: 10 } })).draft)).toBe(false);
  });
});

describe('words', () => {
  test('of changes say what was and what is', () => {
    expect(changeLine({ pointer: '/a', name: 'trigger-points', before: 8, after: 10 })).toBe('trigger-points: 8 → 10');
    expect(placeIn({ file: null, line: 3, column: 17 }, 'trend.yaml')).toBe('trend.yaml:3:17');
    expect(placeIn({ file: null, line: null, column: null }, 'trend.yaml')).toBeNull();
    expect(written(null)).toBe('not set');
    expect(written('')).toBe('""');
    expect(written('x'.repeat(100))).toHaveLength(60);
  });

  test('say why a change waits', () => {
    expect(waitsFor('hot', 2)).toBeNull();
    expect(waitsFor('when_flat', 2)).toBe('will wait: 2 positions are open');
    expect(waitsFor('when_flat', 0)).toContain('would not wait');
    expect(waitsFor('when_flat', null)).toBe('waits until the bot is flat');
    expect(strictest(['hot', 'when_flat', 'next_trade'])).toBe('when_flat');
    expect(strictest([])).toBe('hot');
  });
});

describe('what the schema of a record says', () => {
  const schema: JsonRecord = {
    type: 'object', required: ['trigger-points', 'exit'], additionalProperties: false,
    properties: {
      'trigger-points': { type: 'integer', maximum: 50 },
      wait: { type: ['number', 'string'], minimum: 0, pattern: '^\\d+(s|m|h)?$', 'x-type': 'duration' },
      side: { type: 'string', 'x-any-case': true, enum: ['long', 'short'] },
      keys: { type: 'object', 'x-secret': true, properties: { broker: { type: 'string', minLength: 8 } } },
      exit: {
        type: 'object', required: ['type'], properties: { type: { type: 'string', enum: ['fixed', 'trailing'] } },
        allOf: ['fixed', 'trailing'].map((name) => ({
          if: { properties: { type: { const: name } }, required: ['type'] },
          then: { type: 'object', properties: { type: {}, [name === 'fixed' ? 'points' : 'percent']: { type: 'number', maximum: 10 } }, additionalProperties: false },
        })),
      },
    },
  };
  const values: JsonRecord = { TRIGGER_POINTS: 8, wait: '5m', side: 'LONG', keys: { broker: MASK }, exit: { type: 'trailing', percent: 2 }, 'x-note': 'mine' };
  const messages = (change: object): string[] => check(schema, { ...values, ...change } as JsonRecord).map((one) => `${one.pointer} ${one.message}`);

  test('holds however a key is spelt', () => {
    expect(messages({})).toEqual([]);
    expect(messages({ TRIGGER_POINTS: 51 })).toEqual(['/TRIGGER_POINTS must be at most 50, is 51']);
    expect(specAt(formOf(schema, values), '/trigger-points')).toMatchObject({ pointer: '/TRIGGER_POINTS', kind: 'integer', required: true });
  });

  test('takes a duration as text or as seconds', () => {
    expect(specAt(formOf(schema, values), '/wait')?.kind).toBe('duration');
    expect(messages({ wait: 30 })).toEqual([]);
    expect(messages({ wait: '5 parsecs' })).toEqual(['/wait must be a duration such as 30s, 5m or 1h']);
    expect(messages({ wait: -1 })).toEqual(['/wait must be at least 0, is -1']);
  });

  test('tells of one of several kinds the one that is chosen', () => {
    expect(messages({ exit: { type: 'trailing', percent: 11 } })).toEqual(['/exit/percent must be at most 10, is 11']);
    expect(messages({ exit: { type: 'fixed', percent: 2 } })).toEqual(['/exit/percent is not a known parameter']);
    expect(formOf(schema, values).children.find((one) => one.name === 'exit')?.children.map((one) => `${one.name}:${one.kind}`)).toEqual(['exit.type:choice', 'exit.percent:number']);
  });

  test('keeps all secret that lies in what is secret', () => expect(specAt(formOf(schema, values), '/keys/broker')?.kind).toBe('secret'));
});

describe('what this server says in its own way', () => {
  test('problems as words, and what is present beside a refusal', () => {
    expect(decode.update({ event: 'refused', problems: ['trend.yaml:3: trigger-points must be at most 50'] })?.problems).toEqual([expect.objectContaining({ message: 'trend.yaml:3: trigger-points must be at most 50', line: null })]);
    expect(decode.stale({ status: 412, present: { version: 8, values: {} } })).toEqual({ version: 8, changes: [] });
    expect(decode.stale({ present: { version: 8, changes_since: [{ pointer: '/trigger', before: 8, after: 10 }] } }).changes).toHaveLength(1);
  });

  test('a file that was refused before there was any version', () => {
    const raw = { bot: 'b', version: null, hash: null, content: null, values: null, file: 'trend.yaml', status: 'refusing', status_reason: 'trend.yaml:3: no such key' };

    expect(decode.config(raw)).toBeNull();
    expect(decode.unopened(raw)).toBe('No version is active yet: trend.yaml is refused. trend.yaml:3: no such key. It is read again as soon as it is saved.');
    expect(decode.unopened({ ...raw, version: 1 })).toBeNull();
    expect(decode.unopened({})).toBeNull();
  });

  test('the list of all', () => {
    const raw = { bot: 'b', version: 7, hash: 'sha256:ab', format: 'yaml', status: 'offline', pending: true, pending_reason: 'until b is flat', canary: { instance: 'i1', until: '2026-01-05T10:10:00Z', verdict: 'nothing worsened so far' }, instances_behind: 1, source: 'offered', last: { who: 'anna', at: '2026-01-05T10:00:00Z', reason: null, outcome: 'accepted' } };

    expect(decode.briefs({ configurations: [raw, { version: 1 }] })).toEqual([raw]);
    expect(decode.briefs({})).toBeNull();
  });
});

test('a refusal, a newer version and a failure are told apart', () => {
  const stale = new Refusal(412, 'v8 is active', { version: 8, changes: [{ pointer: '/trigger', before: 8, after: 10 }] });

  expect(answerTo(stale)).toMatchObject({ is: 'stale', stale: { version: 8, changes: [{ name: 'trigger' }] } });
  expect(answerTo(new Refusal(422, 'no', { errors: [{ message: 'must be below high' }] }))).toMatchObject({ is: 'refused', problems: [{ message: 'must be below high' }] });
  expect(answerTo(new Refusal(403, 'the role of an operator is needed'))).toEqual({ is: 'failed', why: 'the role of an operator is needed' });
});

describe('the lines on the chart', () => {
  const T0 = Date.parse('2026-01-05T10:00:00Z');
  const entry = (version: number | null, outcome: string, seconds: number) => ({ version, outcome, at: new Date(T0 + seconds * 1000).toISOString() });

  test('stand where a version became active, not where one waits or was refused', () => {
    expect(versionsIn({ history: [entry(7, 'accepted', 60), entry(6, 'rolled_back', 30), entry(8, 'deferred', 90), entry(null, 'refused', 20), { outcome: 'accepted' }, null] })).toEqual([
      { version: 6, at: T0 + 30_000 },
      { version: 7, at: T0 + 60_000 },
    ]);
    expect(versionsIn(null)).toEqual([]);
  });

  test('lie in a slot, the newest of it, and within the range', () => {
    const from = T0 / 1000;
    expect(rulesOf([{ version: 5, at: T0 - 1000 }, { version: 6, at: T0 + 31_000 }, { version: 7, at: T0 + 59_000 }], from, from + 3600, 30)).toEqual([{ time: from + 30, text: 'config v7' }]);
  });
});
