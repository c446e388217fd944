/** The fields of a form: name, input, range, when a change applies, and what is wrong or changed. */
import { useId } from 'preact/hooks';
import type { Problem } from '../api/config-types';
import type { Finding } from './check';
import { MASK } from './check';
import type { Draft } from './draft';
import { restored, withField, withOdd } from './draft';
import { AddKey, Input } from './fields';
import { Badge, Values } from './pieces';
import type { Spec } from './spec';
import { blankOf, liesIn, rangeOf, resolved } from './spec';
import type { OpenConfig } from './store';
import { isList, isObject, same, valueAt } from './tree';
import { waitsFor } from './words';

interface Shared {
  draft: Draft;
  open: OpenConfig;
  locked: boolean;
  wrong: readonly Finding[];
  said: readonly Problem[];
  positions: number | null;
}

/** @param top whether the card around it says the section's name already */
export function Rows({ specs, top = false, ...shared }: { specs: readonly Spec[]; top?: boolean } & Shared) {
  return <>{specs.map((spec) => <One key={spec.pointer} spec={spec} bare={top} {...shared} />)}</>;
}

function One({ spec, bare, ...shared }: { spec: Spec; bare: boolean } & Shared) {
  if (spec.kind === 'section' || spec.kind === 'map' || spec.kind === 'records') return <Group spec={spec} bare={bare} {...shared} />;
  return <Field spec={spec} {...shared} />;
}

function Group({ spec, bare, ...shared }: { spec: Spec; bare: boolean } & Shared) {
  const { draft, open, locked } = shared;
  const inner = (
    <>
      <Rows specs={spec.children} {...shared} />
      <Own spec={spec} {...shared} />
      {!locked && spec.kind === 'map' && (
        <AddKey spec={spec} taken={spec.children.map((one) => one.title)} onAdd={(key) => {
          const each = spec.schema['additionalProperties'];
          const sibling = spec.children[0] && valueAt(draft.values, spec.children[0].pointer);
          const blank = isObject(each) && Object.keys(each).length > 0 ? blankOf(resolved(each, draft.base.schema)) : (sibling ?? '');
          open.draft.value = withField(draft, `${spec.pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, blank);
        }} />
      )}
      {!locked && spec.kind === 'records' && (
        <div class="add-key"><button type="button" class="mini" onClick={() => {
          const all = valueAt(draft.values, spec.pointer);
          const list = isList(all) ? all : [];
          const items = isObject(spec.schema['items']) ? spec.schema['items'] : {};
          open.draft.value = withField(draft, spec.pointer, [...list, Object.keys(items).length > 0 ? blankOf(items) : (list.at(-1) ?? {})]);
        }}>+ add to {spec.title.toLowerCase()}</button></div>
      )}
    </>
  );
  if (bare) return inner;
  return (
    <fieldset class="group">
      <legend>
        {spec.title} {spec.note !== null && <small>{spec.note}</small>}
        <Remove spec={spec} {...shared} />
      </legend>
      {inner}
    </fieldset>
  );
}

/** A section's own trouble, such as a field that is missing in it. */
function Own({ spec, wrong, said }: { spec: Spec } & Shared) {
  const own = [...wrong.filter((one) => one.pointer === spec.pointer).map((one) => one.message), ...said.filter((one) => one.pointer === spec.pointer).map((one) => one.message)];
  return own.length === 0 ? null : <p class="wrong own">{own.join('; ')}</p>;
}

/** Entries of a dictionary and of a list can be taken out. */
function Remove({ spec, draft, open, locked }: { spec: Spec } & Shared) {
  if (locked || !spec.entry) return null;
  return <button type="button" class="mini" aria-label={`Take out ${spec.name}`} onClick={() => { open.draft.value = withField(draft, spec.pointer, undefined); }}>×</button>;
}

function Field({ spec, ...shared }: { spec: Spec } & Shared) {
  const { draft, open, locked, wrong, said, positions } = shared;
  const id = useId();
  const value = valueAt(draft.values, spec.pointer);
  const before = valueAt(draft.base.values, spec.pointer);
  const odd = draft.odd[spec.pointer] ?? null;
  const changed = odd !== null || !same(before, value);
  const inside = (pointer: string | null): boolean => pointer !== null && liesIn(pointer, spec.pointer);
  const mine = wrong.filter((one) => inside(one.pointer)).map((one) => one.message);
  const theirs = said.filter((one) => inside(one.pointer));
  const waits = changed && !tightens(spec, before, value) ? waitsFor(spec.apply, positions) : null;
  const origin = draft.base.origins[spec.pointer];
  const range = rangeOf(spec.schema);
  return (
    <div class={`param ${changed ? 'changed' : ''}`}>
      <div class="what">
        <label for={id}>{spec.title}{spec.required && <span class="sr"> (required)</span>}</label>
        <code>{spec.name}</code>
        {spec.note !== null && <p>{spec.note}</p>}
      </div>
      <div class="how">
        <div class="row">
          <Input
            spec={spec} id={id} value={value} typed={odd?.text ?? null} disabled={locked} invalid={mine.length + theirs.length > 0} describedBy={`${id}-about`}
            onValue={(next) => { open.draft.value = withField(open.draft.peek() ?? draft, spec.pointer, next === MASK ? before : next); }}
            onOdd={(text, message) => { open.draft.value = withOdd(open.draft.peek() ?? draft, spec.pointer, text, message); }}
          />
          <Remove spec={spec} {...shared} />
        </div>
        <div class="about" id={`${id}-about`}>
          {range !== null && <span class="muted">{range}</span>}
          {origin !== undefined && <span class="muted">from {origin}</span>}
          {mine.map((message) => <span key={message} class="wrong" role="alert">{message}</span>)}
          {theirs.map((one) => <span key={one.message} class="wrong" role="alert">{one.message}{one.remedy === null ? '' : ` ${one.remedy}`}</span>)}
          {changed && mine.length === 0 && (
            <span class="diff">
              {spec.kind === 'secret' ? 'will be replaced' : <Values before={before ?? null} after={value ?? null} />}
              {waits !== null && <span class="waits-for">{waits}</span>}
            </span>
          )}
        </div>
      </div>
      <div class="mode-cell">
        <Badge mode={spec.apply} />
        {changed && <button type="button" class="mini" aria-label={`Undo the change of ${spec.name}`} onClick={() => { open.draft.value = restored(draft, spec.pointer); }}>undo</button>}
      </div>
    </div>
  );
}

/** A change towards safety is not held back. */
function tightens({ tighter }: Spec, before: unknown, after: unknown): boolean {
  const [was, is] = [before, after].map((value) => (typeof value === 'boolean' ? Number(value) : value));
  if (tighter === null || typeof was !== 'number' || typeof is !== 'number') return false;
  return tighter === 'lower' ? is < was : is > was;
}
