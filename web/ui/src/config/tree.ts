/* JSON values by their pointers (RFC 6901), never changed in place. */
import type { Change, Edit, Json, JsonRecord } from '../api/config-types';
import { dotted } from '../api/config-decode';

/** A JSON value, or nothing at all. */
export type Maybe = Json | undefined;

export const isObject = (value: Maybe): value is JsonRecord => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isList = (value: Maybe): value is readonly Json[] => Array.isArray(value);

const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const unescape = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

export const below = (pointer: string, key: string | number): string => `${pointer}/${escape(String(key))}`;
export const pathOf = (pointer: string): string[] => pointer.split('/').slice(1).map(unescape);

function child(value: Maybe, key: string): Maybe {
  if (isList(value)) return /^(0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export const valueAt = (tree: Json, pointer: string): Maybe => pathOf(pointer).reduce<Maybe>(child, tree);

/** The tree with another value at a place; `undefined` takes it out. Objects on the way are made where there are none. */
export function withValue<A extends Json>(tree: A, pointer: string, value: Maybe): A {
  return put(tree, pathOf(pointer), value) as A;
}

function put(tree: Maybe, path: readonly string[], value: Maybe): Maybe {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const next = put(child(tree, key), rest, value);
  if (isList(tree)) {
    const index = Number(key);
    return next === undefined ? tree.filter((_, i) => i !== index) : Object.assign([...tree], { [index]: next });
  }
  const { [key]: _, ...others } = isObject(tree) ? tree : {};
  if (next === undefined) return others;
  // A key keeps its place.
  return isObject(tree) && Object.hasOwn(tree, key) ? { ...tree, [key]: next } : { ...others, [key]: next };
}

export function same(a: Maybe, b: Maybe): boolean {
  if (a === b) return true;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((one, i) => same(one, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

export interface Difference {
  pointer: string;
  before: Maybe;
  after: Maybe;
}

/** What is different, as single values as far down as both sides have the same shape. A list of another length is one difference. */
export function differences(before: Maybe, after: Maybe, pointer = ''): Difference[] {
  if (same(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences(child(before, key), child(after, key), below(pointer, key)));
  }
  if (isList(before) && isList(after) && before.length === after.length) {
    return before.flatMap((one, i) => differences(one, after[i], below(pointer, i)));
  }
  return [{ pointer, before, after }];
}

/** The edits that lead from one tree to the other: the body of a PATCH. */
export const editsBetween = (before: Json, after: Json): Edit[] =>
  differences(before, after).map(({ pointer, after: value }) => (value === undefined ? { pointer, remove: true } : { pointer, value }));

export function withEdits<A extends Json>(tree: A, edits: readonly Edit[]): A {
  return edits.reduce((result, { pointer, value, remove }) => withValue(result, pointer, remove ? undefined : value), tree);
}

export const changesBetween = (before: Json, after: Json): Change[] =>
  differences(before, after).map((one) => ({ pointer: one.pointer, name: dotted(one.pointer), before: one.before ?? null, after: one.after ?? null }));

/** The same for `triggerPoints`, `trigger-points`, `trigger_points` and `TRIGGER_POINTS`: one key in a file. */
export const fold = (name: string): string => name.replace(/[-_]/g, '').toLowerCase();

/** The value that an object has under a name, however that is spelt there. */
export function spelt(keys: readonly string[], name: string): string | undefined {
  return keys.find((key) => key === name) ?? keys.find((key) => fold(key) === fold(name));
}

/** Whether one of two places lies in the other. */
export const overlap = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
