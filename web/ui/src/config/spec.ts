/* From a JSON Schema and the values to what a form shows. What the schema does not say is told from the value. */
import type { Apply, Json, JsonRecord } from '../api/config-types';
import { plainly } from '../format/words';
import type { Maybe } from './tree';
import { below, fold, isList, isObject, spelt } from './tree';

export type Kind = 'section' | 'number' | 'duration' | 'integer' | 'boolean' | 'choice' | 'text' | 'secret' | 'list' | 'records' | 'map' | 'json';

export interface Spec {
  kind: Kind;
  pointer: string;
  /** "risk.stop": as people and the history name it. */
  name: string;
  title: string;
  note: string | null;
  apply: Apply;
  unit: string | null;
  required: boolean;
  /** Whether it is an entry of a dictionary or a list, which may be taken out. */
  entry: boolean;
  nullable: boolean;
  /** Which way is safer: such a change is not held back. */
  tighter: 'lower' | 'higher' | null;
  schema: JsonRecord;
  /** Of a section, of a map by its keys, of records by their places. */
  children: readonly Spec[];
}

const APPLIES: readonly Apply[] = ['hot', 'next_trade', 'when_flat', 'market_closed', 'restart'];
const DEEPEST = 12;

const said = (value: Maybe): string | null => (typeof value === 'string' && value !== '' ? value : null);
const part = (value: Maybe): JsonRecord => (isObject(value) ? value : {});

/** Follows `$ref` within the schema, takes `allOf` together, "this or null" as this, and of "if … then" what holds for the value. */
export function resolved(schema: JsonRecord, root: JsonRecord, value?: Maybe, depth = 0): JsonRecord {
  if (depth > DEEPEST) return {};
  let found = schema;
  const ref = said(schema['$ref']);
  if (ref !== null && ref.startsWith('#')) {
    const { $ref: _, ...own } = schema;
    const target = ref.slice(1).split('/').slice(1).reduce<Maybe>((at, key) => (isObject(at) ? at[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined), root);
    found = { ...resolved(part(target), root, value, depth + 1), ...own };
  }
  if (isList(found['allOf'])) {
    const { allOf, ...own } = found;
    found = allOf.reduce<JsonRecord>((all, one) => merged(all, branch(part(one), root, value, depth + 1)), own);
  }
  const either = found['anyOf'] ?? found['oneOf'];
  if (isList(either) && either.length === 2) {
    const other = either.map(part).filter((one) => one['type'] !== 'null');
    if (other.length === 1) {
      const { anyOf: _, oneOf: __, ...own } = found;
      const inner = resolved(other[0]!, root, value, depth + 1);
      found = { ...inner, ...own, type: [...typesOf(inner), 'null'] };
    }
  }
  return found;
}

function branch(schema: JsonRecord, root: JsonRecord, value: Maybe, depth: number): JsonRecord {
  if (!isObject(schema['if'])) return resolved(schema, root, value, depth);
  const wanted = Object.entries(part(schema['if']['properties']));
  const holds = isObject(value) && wanted.every(([key, one]) => sameWord(value[key], part(one)['const']));
  return holds ? resolved(part(schema['then']), root, value, depth) : {};
}

/** Whether two values are one where the spelling of words does not matter. */
export const sameWord = (a: Maybe, b: Maybe): boolean => a === b || (typeof a === 'string' && typeof b === 'string' && fold(a) === fold(b));

function merged(a: JsonRecord, b: JsonRecord): JsonRecord {
  const required = [...(isList(a['required']) ? a['required'] : []), ...(isList(b['required']) ? b['required'] : [])];
  return { ...b, ...a, properties: { ...part(b['properties']), ...part(a['properties']) }, required };
}

export function typesOf(schema: JsonRecord): string[] {
  const type = schema['type'];
  if (typeof type === 'string') return [type];
  return isList(type) ? type.filter((one): one is string => typeof one === 'string') : [];
}

function kindOf(schema: JsonRecord, value: Maybe): Kind {
  if (isList(schema['enum'])) return 'choice';
  if (schema['x-type'] === 'duration') return 'duration';
  const [type, another] = typesOf(schema).filter((one) => one !== 'null');
  if (another !== undefined) return kindOfValue(schema, value);
  switch (type) {
    case 'number':
    case 'integer':
    case 'boolean':
      return type;
    case 'string':
      return 'text';
    case 'array':
      return itemsKind(schema, value);
    case 'object':
      return isObject(schema['properties']) && Object.keys(schema['properties']).length > 0 ? 'section' : 'map';
    default:
      return kindOfValue(schema, value);
  }
}

function kindOfValue(schema: JsonRecord, value: Maybe): Kind {
  if (isObject(schema['properties'])) return 'section';
  if (Object.keys(schema).some((key) => ['anyOf', 'oneOf', 'not', 'if'].includes(key))) return 'json';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return 'text';
  if (isList(value)) return itemsKind(schema, value);
  return isObject(value) ? 'section' : 'json';
}

const SIMPLE: readonly string[] = ['string', 'number', 'integer'];

function itemsKind(schema: JsonRecord, value: Maybe): Kind {
  const items = part(schema['items']);
  const [type] = typesOf(items);
  if (type === 'object' || isObject(items['properties'])) return 'records';
  if (type !== undefined) return SIMPLE.includes(type) ? 'list' : 'json';
  const all = isList(value) ? value : [];
  if (all.length > 0 && all.every(isObject)) return 'records';
  return all.every((one) => typeof one === 'string' || typeof one === 'number') ? 'list' : 'json';
}

interface Around {
  root: JsonRecord;
  /** Whether all that lies within is secret. */
  secret: boolean;
  apply: Apply;
  depth: number;
}

/** The form of a whole configuration. Its top is a section even where the schema says nothing. */
export function formOf(schema: JsonRecord, values: JsonRecord): Spec {
  const around: Around = { root: schema, secret: false, apply: 'hot', depth: 0 };
  const top = resolved(schema, schema, values);
  return made('', '', top, values, true, around, 'section');
}

function made(pointer: string, key: string, raw: JsonRecord, value: Maybe, required: boolean, around: Around, as?: Kind): Spec {
  const schema = resolved(raw, around.root, value);
  const secret = around.secret || schema['x-secret'] === true;
  const kind = around.depth > DEEPEST ? 'json' : secret && !isObject(value) && !isList(value) ? 'secret' : (as ?? kindOf(schema, value));
  // What a section says of when it applies holds for all that is in it.
  const apply = APPLIES.find((one) => one === schema['x-apply']) ?? around.apply;
  const inner: Around = { ...around, secret, apply, depth: around.depth + 1 };
  const withItems = kind === 'list' || kind === 'records' ? { ...schema, items: resolved(part(schema['items']), around.root) } : schema;
  return {
    kind,
    pointer,
    name: pointer.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~'),
    title: said(schema['title']) ?? plainly(key.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)),
    note: said(schema['description']),
    apply,
    unit: said(schema['x-unit']),
    required,
    entry: false,
    nullable: typesOf(schema).includes('null') || (isList(schema['enum']) && schema['enum'].includes(null)),
    tighter: tighterWay(schema['x-tighter']),
    schema: withItems,
    children: childrenOf(kind, pointer, schema, value, inner),
  };
}

function childrenOf(kind: Kind, pointer: string, schema: JsonRecord, value: Maybe, inner: Around): Spec[] {
  const values = isObject(value) ? value : {};
  if (kind === 'section') {
    const properties = part(schema['properties']);
    const required = isList(schema['required']) ? schema['required'] : [];
    // A key is spelt as the file spells it, and stands where the schema names it.
    const [named, written] = [Object.keys(properties), Object.keys(values)];
    const keys = [...new Set([...named.map((name) => spelt(written, name) ?? name), ...written])];
    return keys.map((key) => {
      const name = spelt(named, key) ?? key;
      return made(below(pointer, key), name, part(properties[name] ?? schema['additionalProperties']), values[key], required.includes(name), inner);
    });
  }
  if (kind === 'map') {
    const each = part(schema['additionalProperties']);
    return Object.keys(values).map((key) => ({ ...made(below(pointer, key), key, each, values[key], true, inner), title: key, entry: true }));
  }
  if (kind === 'records') {
    const all = isList(value) ? value : [];
    return all.map((one, i) => ({ ...made(below(pointer, i), `${i + 1}`, part(schema['items']), one, true, inner), title: `Entry ${i + 1}`, entry: true }));
  }
  return [];
}

function tighterWay(value: Maybe): 'lower' | 'higher' | null {
  return value === 'lower' || value === 'higher' ? value : null;
}

const number = (value: Maybe): number | null => (typeof value === 'number' ? value : null);

/** "1 to 50", "above 0", "at most 12 characters": what the schema allows, in few words. */
export function rangeOf(schema: JsonRecord): string | null {
  const [low, high] = [number(schema['minimum']), number(schema['maximum'])];
  const [above, under] = [number(schema['exclusiveMinimum']), number(schema['exclusiveMaximum'])];
  const [fewest, most] = [sized(schema, 'min'), sized(schema, 'max')];
  const what = schema['maxLength'] === undefined && schema['minLength'] === undefined ? 'entries' : 'characters';
  const step = number(schema['multipleOf']);
  const parts = [
    low !== null && high !== null ? `${low} to ${high}` : low !== null ? `at least ${low}` : null,
    above !== null ? `above ${above}` : null,
    under !== null ? `below ${under}` : null,
    low === null && high !== null ? `at most ${high}` : null,
    fewest !== null && most !== null ? `${fewest} to ${most} ${what}` : most !== null ? `at most ${most} ${what}` : fewest !== null ? `at least ${fewest} ${what}` : null,
    step !== null && step !== 1 ? `in steps of ${step}` : null,
    limitOf(schema['x-max-change']),
  ].filter((one) => one !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

/** "25%" of what it is, or an amount. */
const limitOf = (most: Maybe): string | null =>
  typeof most === 'number' || typeof most === 'string' ? `changes by at most ${String(most).replace('%', ' %')} at a time` : null;

/** A bound that no configuration reaches is none. */
const BOUNDLESS = 1_000_000_000;

function sized(schema: JsonRecord, which: 'min' | 'max'): number | null {
  const found = number(schema[`${which}Length`] ?? schema[`${which}Items`] ?? schema[`${which}Properties`]);
  return found === null || found >= BOUNDLESS || (which === 'min' && found === 0) ? null : found;
}

/** Every field that holds a value, in the order of the form. */
export const leaves = (spec: Spec): Spec[] =>
  spec.kind === 'section' || spec.kind === 'map' || spec.kind === 'records' ? [spec, ...spec.children.flatMap(leaves)] : [spec];

/** Whether a place is here or within, however its keys are spelt. */
export function liesIn(pointer: string, place: string): boolean {
  const [a, b] = [fold(pointer), fold(place)];
  return a === b || a.startsWith(`${b}/`);
}

/** The field that a place belongs to: itself, or the one that it lies in. */
export const specAt = (form: Spec, pointer: string): Spec | null => leaves(form).filter((one) => liesIn(pointer, one.pointer)).at(-1) ?? null;

/** What a new entry begins with. */
export function blankOf(schema: JsonRecord): Json {
  if (schema['default'] !== undefined) return schema['default'];
  if (isList(schema['enum']) && schema['enum'].length > 0) return schema['enum'][0] ?? null;
  const [type] = typesOf(schema);
  switch (type) {
    case 'number':
    case 'integer':
      return number(schema['minimum']) ?? 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object': {
      const properties = part(schema['properties']);
      const required = isList(schema['required']) ? schema['required'] : [];
      return Object.fromEntries(Object.entries(properties).filter(([key]) => required.includes(key)).map(([key, one]) => [key, blankOf(part(one))]));
    }
    default:
      return '';
  }
}
