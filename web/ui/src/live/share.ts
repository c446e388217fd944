/**
 * The newest state, with every part that did not change kept as the object that it was. A view that looks at one part is then not
 * drawn again because another part changed.
 */
export function share<A>(before: A, after: A): A {
  if (Object.is(before, after)) return before;
  if (Array.isArray(before) && Array.isArray(after)) return shareList(before, after) as A;
  if (isPlain(before) && isPlain(after)) return shareRecord(before, after) as A;
  return after;
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists of things with names are compared by name, so that a new first element does not make all the others new. */
function shareList(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const known = new Map<unknown, unknown>();
  for (const one of before) {
    const name = nameOf(one);
    if (name !== null) known.set(name, one);
  }
  let same = before.length === after.length;
  const shared = after.map((one, i) => {
    const name = nameOf(one);
    const kept = share(name === null ? before[i] : known.get(name), one);
    if (!Object.is(kept, before[i])) same = false;
    return kept;
  });
  return same ? before : shared;
}

function nameOf(value: unknown): string | null {
  if (!isPlain(value)) return null;
  const name = value['id'] ?? value['trade_id'] ?? value['order_id'];
  return typeof name === 'string' ? `${String(value['bot'] ?? '')}/${name}` : null;
}

function shareRecord(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(after);
  let same = keys.length === Object.keys(before).length;
  const shared: Record<string, unknown> = {};
  for (const key of keys) {
    shared[key] = share(before[key], after[key]);
    if (!(key in before) || !Object.is(shared[key], before[key])) same = false;
  }
  return same ? before : shared;
}
