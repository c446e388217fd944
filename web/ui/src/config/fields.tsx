/* The inputs of a form, one for each kind of value. */
import { useId, useState } from 'preact/hooks';
import type { Json, JsonRecord } from '../api/config-types';
import { isJson } from '../api/config-decode';
import { MASK, numberIn } from './check';
import type { Spec } from './spec';
import { blankOf, sameWord, typesOf } from './spec';
import type { Maybe } from './tree';
import { isList, isObject } from './tree';

export interface FieldProps {
  spec: Spec;
  id: string;
  value: Maybe;
  /** What stands there and is not yet a value. */
  typed: string | null;
  disabled: boolean;
  invalid: boolean;
  describedBy: string;
  onValue: (value: Maybe) => void;
  onOdd: (text: string, message: string) => void;
}

type Common = { id: string; disabled: boolean; 'aria-invalid'?: 'true'; 'aria-describedby': string };

const common = ({ id, disabled, invalid, describedBy }: FieldProps): Common => ({ id, disabled, 'aria-describedby': describedBy, ...(invalid ? { 'aria-invalid': 'true' } : {}) });

export function Input(props: FieldProps) {
  switch (props.spec.kind) {
    case 'number':
    case 'integer':
      return <NumberInput {...props} />;
    case 'boolean':
      return <Toggle {...props} />;
    case 'choice':
      return <Select {...props} />;
    case 'secret':
      return <SecretInput {...props} />;
    case 'duration':
      return <DurationInput {...props} />;
    case 'text':
      return <TextInput {...props} />;
    case 'list':
      return <ListInput {...props} />;
    case 'json':
    case 'section':
    case 'map':
    case 'records':
      return <JsonInput {...props} />;
  }
}

/** What an emptied field means: nothing set where that is allowed. */
const emptied = (spec: Spec): { value: Maybe } | null => (!spec.required ? { value: undefined } : spec.nullable ? { value: null } : null);

const placeholderOf = (spec: Spec): string => {
  const { default: usual } = spec.schema;
  return usual === undefined ? 'not set' : `${typeof usual === 'string' ? usual : JSON.stringify(usual)} (default)`;
};

function NumberInput(props: FieldProps) {
  const { spec, value, typed, onValue, onOdd } = props;
  const take = (text: string): void => {
    const nothing = text.trim() === '' ? emptied(spec) : null;
    if (nothing) return onValue(nothing.value);
    const read = numberIn(text);
    if ('wrong' in read) onOdd(text, read.wrong);
    else onValue(read.value);
  };
  // While somebody types "1.", what they typed stays; it is the same number.
  const [text, setText] = useState<string | null>(null);
  const own = text !== null && numberIn(text);
  const shown = typed ?? (own && 'value' in own && own.value === value ? text : typeof value === 'number' ? String(value) : '');
  return (
    <span class="with-unit">
      <input
        {...common(props)} type="text" inputMode="decimal" autocomplete="off" value={shown ?? ''} placeholder={placeholderOf(spec)}
        onInput={(event) => { setText(event.currentTarget.value); take(event.currentTarget.value); }} onBlur={() => setText(null)}
      />
      {spec.unit !== null && <span class="unit">{spec.unit}</span>}
    </span>
  );
}

function Toggle(props: FieldProps) {
  const on = props.value === true;
  return (
    <span class="toggle">
      <input {...common(props)} type="checkbox" role="switch" checked={on} onChange={(event) => props.onValue(event.currentTarget.checked)} />
      <span aria-hidden="true" class={on ? '' : 'muted'}>{props.value === undefined ? placeholderOf(props.spec) : on ? 'on' : 'off'}</span>
    </span>
  );
}

const word = (one: Json): string => (one === null ? 'none' : typeof one === 'string' ? one : JSON.stringify(one));

function Select(props: FieldProps) {
  const { spec, value, onValue } = props;
  const options = isList(spec.schema['enum']) ? spec.schema['enum'] : [];
  const at = options.findIndex((one) => one === value || (spec.schema['x-any-case'] === true && sameWord(one, value)));
  return (
    <select {...common(props)} value={String(at)} onChange={(event) => onValue(event.currentTarget.value === '-1' ? undefined : options[Number(event.currentTarget.value)])}>
      {(at < 0 || !spec.required) && <option value="-1">{value === undefined ? placeholderOf(spec) : at < 0 ? word(value) : 'not set'}</option>}
      {options.map((one, i) => <option key={i} value={String(i)}>{word(one)}</option>)}
    </select>
  );
}

function TextInput(props: FieldProps) {
  const { spec, value, onValue } = props;
  return (
    <span class="with-unit">
      <input
        {...common(props)} type="text" autocomplete="off" spellcheck={false} value={typeof value === 'string' ? value : ''} placeholder={value === null ? 'none' : placeholderOf(spec)}
        onInput={(event) => onValue(event.currentTarget.value === '' && !spec.required ? undefined : event.currentTarget.value)}
      />
      {spec.unit !== null && <span class="unit">{spec.unit}</span>}
    </span>
  );
}

/** "5m", or a bare number of seconds. */
function DurationInput(props: FieldProps) {
  const { spec, value, onValue } = props;
  const take = (text: string): void => {
    const plain = text.trim();
    const read = numberIn(plain);
    onValue(plain === '' && !spec.required ? undefined : 'value' in read ? read.value : plain);
  };
  return (
    <span class="with-unit">
      <input {...common(props)} type="text" autocomplete="off" spellcheck={false} value={typeof value === 'string' || typeof value === 'number' ? String(value) : ''} placeholder={placeholderOf(spec)} onInput={(event) => take(event.currentTarget.value)} />
      {typeof value === 'number' && <span class="unit">seconds</span>}
    </span>
  );
}

/** A secret is never shown; a new one takes its place. */
function SecretInput(props: FieldProps) {
  const { value, onValue } = props;
  const isSet = value !== undefined && value !== null && value !== '';
  const fresh = typeof value === 'string' && value !== MASK ? value : '';
  return (
    <input
      {...common(props)} type="password" autocomplete="new-password" value={fresh} placeholder={isSet ? `${MASK} set; type to replace` : 'not set'}
      onInput={(event) => onValue(event.currentTarget.value === '' ? MASK : event.currentTarget.value)}
    />
  );
}

function ListInput(props: FieldProps) {
  const { spec, value, disabled, onValue, onOdd, typed, id } = props;
  const items = isObject(spec.schema['items']) ? spec.schema['items'] : {};
  const all = isList(value) ? value : [];
  const numeric = isNumeric(items, all);
  const read = (text: string, i: number): void => {
    if (!numeric) return onValue(all.map((one, k) => (k === i ? text : one)));
    const found = numberIn(text);
    if ('wrong' in found) onOdd(JSON.stringify({ i, text }), `entry ${i + 1} ${found.wrong}`);
    else onValue(all.map((one, k) => (k === i ? found.value : one)));
  };
  const odd = oddIn(typed);
  const choices = isList(items['enum']) ? items['enum'] : null;
  return (
    <div class="list-input" role="group" aria-label={spec.title} aria-describedby={props.describedBy}>
      {all.map((one, i) => (
        <span key={i} class="entry">
          {choices ? (
            <select id={i === 0 ? id : undefined} aria-label={`${spec.title}, entry ${i + 1}`} disabled={disabled} value={String(one)} onChange={(event) => onValue(all.map((old, k) => (k === i ? (choices.find((c) => String(c) === event.currentTarget.value) ?? old) : old)))}>
              {choices.map((choice) => <option key={String(choice)} value={String(choice)}>{word(choice)}</option>)}
            </select>
          ) : (
            <input
              id={i === 0 ? id : undefined} type="text" autocomplete="off" spellcheck={false} inputMode={numeric ? 'decimal' : undefined} aria-label={`${spec.title}, entry ${i + 1}`} disabled={disabled}
              value={odd?.i === i ? odd.text : typeof one === 'string' ? one : JSON.stringify(one)} onInput={(event) => read(event.currentTarget.value, i)}
            />
          )}
          {!disabled && <button type="button" class="mini" aria-label={`Take entry ${i + 1} out of ${spec.title}`} onClick={() => onValue(all.filter((_, k) => k !== i))}>×</button>}
        </span>
      ))}
      {all.length === 0 && <span class="muted">empty</span>}
      {!disabled && <button type="button" class="mini" id={all.length === 0 ? id : undefined} aria-label={`Add an entry to ${spec.title}`} onClick={() => onValue([...all, numeric ? (all.at(-1) ?? 0) : blankOf(items)])}>+ add</button>}
    </div>
  );
}

function isNumeric(items: JsonRecord, all: readonly Json[]): boolean {
  const types = typesOf(items);
  return types.length > 0 ? types.some((type) => type === 'number' || type === 'integer') : all.length > 0 && all.every((one) => typeof one === 'number');
}

function oddIn(typed: string | null): { i: number; text: string } | null {
  if (typed === null) return null;
  const { i, text } = JSON.parse(typed) as { i?: unknown; text?: unknown };
  return typeof i === 'number' && typeof text === 'string' ? { i, text } : null;
}

/** What has no form of its own, as JSON. */
function JsonInput(props: FieldProps) {
  const { value, typed, onValue, onOdd } = props;
  const [own, setOwn] = useState<string | null>(null);
  const take = (text: string): void => {
    setOwn(text);
    try {
      const read: unknown = JSON.parse(text);
      if (isJson(read)) onValue(read);
      else onOdd(text, 'is no JSON that can be kept');
    } catch {
      onOdd(text, 'is not valid JSON');
    }
  };
  const plain = value === undefined ? '' : JSON.stringify(value, null, 2);
  const shown = typed ?? own ?? plain;
  return <textarea {...common(props)} class="mono" rows={Math.min(10, Math.max(2, shown.split('\n').length))} spellcheck={false} value={shown} onInput={(event) => take(event.currentTarget.value)} onBlur={() => setOwn(null)} />;
}

/** Adds a key to a dictionary. */
export function AddKey({ spec, taken, onAdd }: { spec: Spec; taken: readonly string[]; onAdd: (key: string) => void }) {
  const [key, setKey] = useState('');
  const id = useId();
  const wrong = taken.includes(key.trim()) ? 'is there already' : null;
  const add = (): void => {
    if (key.trim() === '' || wrong !== null) return;
    onAdd(key.trim());
    setKey('');
  };
  return (
    <div class="add-key">
      <label class="sr" for={id}>New entry of {spec.title}</label>
      <input id={id} value={key} placeholder="new entry" autocomplete="off" spellcheck={false} onInput={(event) => setKey(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); add(); } }} />
      <button type="button" class="mini" onClick={add}>+ add</button>
      {wrong !== null && <span class="wrong">“{key.trim()}” {wrong}</span>}
    </div>
  );
}
