/*
 * What the browser can tell of a value before the server is asked: type, range, choice, pattern, what is required. The server's dry run
 * is the truth; where this does not know a rule it says nothing.
 */
import type { Json, JsonRecord } from '../api/config-types';
import { resolved, sameWord, typesOf } from './spec';
import type { Maybe } from './tree';
import { below, isList, isObject, same, spelt } from './tree';

export interface Finding {
  pointer: string;
  message: string;
}

/** What stands for a secret that is set: it is never shown, and never judged. */
export const MASK = '•••';

const DEEPEST = 32;

export const check = (schema: JsonRecord, values: Json): Finding[] => found(schema, values, '', schema, 0);

function found(raw: JsonRecord, value: Json, pointer: string, root: JsonRecord, depth: number): Finding[] {
  const schema = resolved(raw, root, value);
  if (depth > DEEPEST || value === MASK) return [];
  const wrong = wrongWith(schema, value);
  if (wrong !== null) return [{ pointer, message: wrong }];
  if (isList(value)) {
    const items = isObject(schema['items']) ? schema['items'] : null;
    return items === null ? [] : value.flatMap((one, i) => found(items, one, below(pointer, i), root, depth + 1));
  }
  return isObject(value) ? inObject(schema, value, pointer, root, depth) : [];
}

function inObject(schema: JsonRecord, value: JsonRecord, pointer: string, root: JsonRecord, depth: number): Finding[] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const others = schema['additionalProperties'];
  const required = isList(schema['required']) ? schema['required'] : [];
  const missing = required
    .filter((key): key is string => typeof key === 'string' && spelt(Object.keys(value), key) === undefined)
    .map((key) => ({ pointer: below(pointer, key), message: 'is required' }));
  return [
    ...missing,
    ...Object.entries(value).flatMap(([key, one]) => {
      const own = properties[spelt(Object.keys(properties), key) ?? key];
      const at = below(pointer, key);
      if (isObject(own)) return found(own, one, at, root, depth + 1);
      if (others === false && own === undefined && !key.startsWith('x-')) return [{ pointer: at, message: 'is not a known parameter' }];
      return isObject(others) ? found(others, one, at, root, depth + 1) : [];
    }),
  ];
}

/** The first rule that a value itself breaks, as a sentence without its subject; null if none. */
export function wrongWith(schema: JsonRecord, value: Json): string | null {
  const types = typesOf(schema);
  if (types.length > 0 && !types.some((type) => isOf(type, value))) return `must be ${types.map((type) => WORDS[type] ?? type).join(' or ')}, is ${show(value)}`;
  if (isList(schema['enum']) && !schema['enum'].some((one) => same(one, value) || (schema['x-any-case'] === true && sameWord(one, value)))) return `must be one of ${schema['enum'].map(show).join(', ')}`;
  if (schema['const'] !== undefined && !same(schema['const'], value)) return `must be ${show(schema['const'])}`;
  if (typeof value === 'number') return wrongNumber(schema, value);
  if (typeof value === 'string') return wrongText(schema, value);
  if (isList(value)) return wrongSize(schema, 'Items', value.length) ?? wrongList(schema, value);
  return isObject(value) ? wrongSize(schema, 'Properties', Object.keys(value).length) : null;
}

const WORDS: Readonly<Record<string, string>> = {
  number: 'a number', integer: 'a whole number', string: 'text', boolean: 'true or false', array: 'a list', object: 'a dictionary', null: 'empty',
};

const show = (value: Json): string => (typeof value === 'string' ? `“${value}”` : JSON.stringify(value));

function isOf(type: string, value: Json): boolean {
  switch (type) {
    case 'number':
      return typeof value === 'number';
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return isList(value);
    case 'object':
      return isObject(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

const num = (value: Maybe): number | null => (typeof value === 'number' ? value : null);

function wrongNumber(schema: JsonRecord, value: number): string | null {
  const [low, high] = [num(schema['minimum']), num(schema['maximum'])];
  const [above, under] = [num(schema['exclusiveMinimum']), num(schema['exclusiveMaximum'])];
  const step = num(schema['multipleOf']);
  if (low !== null && value < low) return `must be at least ${low}, is ${value}`;
  if (high !== null && value > high) return `must be at most ${high}, is ${value}`;
  if (above !== null && value <= above) return `must be above ${above}, is ${value}`;
  if (under !== null && value >= under) return `must be below ${under}, is ${value}`;
  if (step !== null && step > 0 && Math.abs(value / step - Math.round(value / step)) > 1e-9) return `must be in steps of ${step}, is ${value}`;
  return null;
}

function wrongText(schema: JsonRecord, value: string): string | null {
  const length = [...value].length;
  const [fewest, most] = [num(schema['minLength']), num(schema['maxLength'])];
  if (fewest !== null && length < fewest) return fewest === 1 ? 'must not be empty' : `must have at least ${fewest} characters, has ${length}`;
  if (most !== null && length > most) return `must have at most ${most} characters, has ${length}`;
  const { pattern } = schema;
  if (typeof pattern !== 'string' || matches(pattern, value) !== false) return null;
  return schema['x-type'] === 'duration' ? 'must be a duration such as 30s, 5m or 1h' : `must look like ${pattern}`;
}

/** Null where the pattern is none that a browser knows. */
function matches(pattern: string, value: string): boolean | null {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return null;
  }
}

const entries = (n: number): string => (n === 1 ? '1 entry' : `${n} entries`);

function wrongSize(schema: JsonRecord, what: 'Items' | 'Properties', size: number): string | null {
  const [fewest, most] = [num(schema[`min${what}`]), num(schema[`max${what}`])];
  if (fewest !== null && size < fewest) return `must have at least ${entries(fewest)}, has ${size}`;
  return most !== null && size > most ? `must have at most ${entries(most)}, has ${size}` : null;
}

function wrongList(schema: JsonRecord, value: readonly Json[]): string | null {
  if (schema['uniqueItems'] === true && value.some((one, i) => value.slice(0, i).some((other) => same(one, other)))) return 'must not have an entry twice';
  return null;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const MOST_DIGITS = 15;

/** A number as it was typed, or why it is none. */
export function numberIn(text: string): { value: number } | { wrong: string } {
  const plain = text.trim().replace('\u2212', '-');
  if (!NUMBER.test(plain)) return { wrong: /^\d+,\d+$/.test(plain) ? 'has a decimal comma; write a point' : 'must be a number' };
  const digits = plain.replace(/[eE].*$/, '').replace(/[+\-.]/g, '').replace(/^0+/, '');
  if (digits.length > MOST_DIGITS) return { wrong: `has more than ${MOST_DIGITS} digits; write it in the raw editor, which keeps them all` };
  const value = Number(plain);
  return Number.isFinite(value) ? { value } : { wrong: 'is too large' };
}
