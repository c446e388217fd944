/* A configuration that is being changed in the form: what it was based on, how it would be, and what was typed that is no value yet. */
import type { Change, Config, Edit, JsonRecord } from '../api/config-types';
import type { Finding } from './check';
import { check } from './check';
import type { Maybe } from './tree';
import { changesBetween, editsBetween, overlap, valueAt, withEdits, withValue } from './tree';

export interface Draft {
  base: Config;
  values: JsonRecord;
  /** What stands in a field and is not yet a value, by its place. */
  odd: Readonly<Record<string, { text: string; message: string }>>;
}

export const begun = (config: Config): Draft => ({ base: config, values: config.values, odd: {} });

const without = (odd: Draft['odd'], pointer: string): Draft['odd'] => Object.fromEntries(Object.entries(odd).filter(([at]) => !overlap(at, pointer)));

export const withField = (draft: Draft, pointer: string, value: Maybe): Draft => ({
  ...draft,
  values: withValue(draft.values, pointer, value),
  odd: without(draft.odd, pointer),
});

export const withOdd = (draft: Draft, pointer: string, text: string, message: string): Draft => ({ ...draft, odd: { ...draft.odd, [pointer]: { text, message } } });

/** As it is in the version that the draft is based on. */
export const restored = (draft: Draft, pointer: string): Draft => withField(draft, pointer, valueAt(draft.base.values, pointer));

export const editsOf = (draft: Draft): Edit[] => editsBetween(draft.base.values, draft.values);
export const changesOf = (draft: Draft): Change[] => changesBetween(draft.base.values, draft.values);
export const isTouched = (draft: Draft): boolean => Object.keys(draft.odd).length > 0 || draft.values !== draft.base.values && editsOf(draft).length > 0;

/** What is wrong with it, as far as the browser can tell. */
export function findings(draft: Draft): Finding[] {
  const odd = Object.entries(draft.odd).map(([pointer, { message }]) => ({ pointer, message }));
  return [...odd, ...check(draft.base.schema, draft.values).filter((one) => !odd.some((other) => overlap(one.pointer, other.pointer)))];
}

export interface Rebased {
  draft: Draft;
  /** What was changed here and meanwhile there too: here's value is kept, and a person must look. */
  clashes: Change[];
}

/** The same edits on a newer version. Edits that the newer version has already are no edits any more. */
export function rebased(draft: Draft, newer: Config): Rebased {
  const edits = editsOf(draft);
  const theirs = changesBetween(draft.base.values, newer.values);
  const clashes = theirs.filter((change) => edits.some((edit) => overlap(edit.pointer, change.pointer)));
  const values = withEdits(newer.values, edits);
  return { draft: { base: newer, values, odd: draft.odd }, clashes };
}
