/**
 * A configuration that is open: its newest state, what is being changed in the form and in the raw editor, and what happened to it.
 * What somebody typed outlives a newer version, another tab and another page; only they throw it away.
 */
import type { Signal } from '@preact/signals';
import { batch, signal } from '@preact/signals';
import { loadConfig, loadEntries } from '../api/config';
import { update as decodeUpdate } from '../api/config-decode';
import type { Change, Config, Entry, Outcome, Problem, Update } from '../api/config-types';
import { isAbort, reasonOf, Refusal } from '../api/http';
import { serverNow } from '../clock';
import { mayAct } from '../live/session';
import type { Draft } from './draft';
import { begun, isTouched, rebased } from './draft';

export type Loaded = { state: 'loading' } | { state: 'none'; why: string } | { state: 'failed'; why: string } | { state: 'there'; config: Config };

export interface RawDraft {
  base: Config;
  text: string;
}

/** One thing that happened, as the live monitor shows it. */
export interface Happening {
  key: string;
  at: number;
  event: Outcome;
  version: number | null;
  who: string | null;
  reason: string | null;
  changes: readonly Change[];
  problems: readonly Problem[];
  line: string | null;
}

export const MOST_HAPPENINGS = 200;
const SEED = 20;

export interface OpenConfig {
  readonly bot: string;
  readonly loaded: Signal<Loaded>;
  /** Why the state that is shown may be old: the last request failed. */
  readonly trouble: Signal<string | null>;
  readonly draft: Signal<Draft | null>;
  readonly raw: Signal<RawDraft | null>;
  /** Changed here and meanwhile there too. */
  readonly clashes: Signal<readonly Change[]>;
  /** What the reader is told of the last thing that they did. */
  readonly said: Signal<string | null>;
  /** The newest first, at most 200. */
  readonly happenings: Signal<readonly Happening[]>;
  readonly dropped: Signal<number>;
  /** Counts up with each news of it: what shows its past asks again. */
  readonly news: Signal<number>;
  refresh(): Promise<void>;
  /** Asks for what happened before the page was opened. */
  recall(): Promise<void>;
  hear(raw: unknown, at: number | null): void;
  /** The edits of the form, put on the newest version. */
  rebase(): void;
  discard(): void;
  /** The raw text stays and is from now on based on the newest version. */
  rebaseRaw(): void;
  discardRaw(): void;
}

export const isRawTouched = (raw: RawDraft | null): boolean => raw !== null && raw.text !== raw.base.content;

const fromEntry = (entry: Entry): Happening => ({
  key: `h${entry.id}`, at: Date.parse(entry.at ?? '') || 0, event: entry.outcome, version: entry.version, who: entry.who, reason: entry.reason,
  changes: entry.changes, problems: entry.problems, line: null,
});

const fromUpdate = (update: Update, at: number, n: number): Happening => ({ key: `u${n}`, at, ...update });

const TOGETHER = 5_000;

/** Whether the history tells of what the socket told of. */
const isSame = (a: Happening, b: Happening): boolean => a.event === b.event && a.version === b.version && Math.abs(a.at - b.at) < TOGETHER;

export function openConfig(bot: string): OpenConfig {
  const loaded = signal<Loaded>({ state: 'loading' });
  const trouble = signal<string | null>(null);
  const draft = signal<Draft | null>(null);
  const raw = signal<RawDraft | null>(null);
  const clashes = signal<readonly Change[]>([]);
  const said = signal<string | null>(null);
  const happenings = signal<readonly Happening[]>([]);
  const dropped = signal(0);
  const news = signal(0);
  let heard = 0;
  let underway: Promise<void> | null = null;
  let again = false;

  function newest(): Config | null {
    const now = loaded.peek();
    return now.state === 'there' ? now.config : null;
  }

  function take(config: Config): void {
    batch(() => {
      loaded.value = { state: 'there', config };
      trouble.value = null;
      const form = draft.peek();
      if (form === null || !isTouched(form)) draft.value = begun(config);
      const text = raw.peek();
      if (text === null || !isRawTouched(text)) raw.value = { base: config, text: config.content };
    });
  }

  async function load(): Promise<void> {
    try {
      take(await loadConfig(bot));
    } catch (error) {
      if (isAbort(error)) return;
      const why = reasonOf(error);
      if (error instanceof Refusal && error.status === 404) loaded.value = { state: 'none', why };
      else if (newest() === null) loaded.value = { state: 'failed', why };
      else trouble.value = why;
    }
  }

  /** One request at a time; who asks meanwhile gets the state after it. */
  function refresh(): Promise<void> {
    if (underway) {
      again = true;
      return underway;
    }
    underway = load().finally(() => {
      underway = null;
    });
    return underway.then(() => {
      if (!again) return undefined;
      again = false;
      return refresh();
    });
  }

  function add(more: readonly Happening[]): void {
    const all = [...more, ...happenings.peek()];
    dropped.value += Math.max(0, all.length - MOST_HAPPENINGS);
    happenings.value = all.slice(0, MOST_HAPPENINGS);
  }

  return {
    bot, loaded, trouble, draft, raw, clashes, said, happenings, dropped, news, refresh,
    async recall() {
      try {
        const { entries } = await loadEntries(bot, { limit: SEED });
        const known = entries.map(fromEntry);
        // What was heard while the answer travelled stays, once.
        const heardOnly = happenings.peek().filter((one) => one.key.startsWith('u') && !known.some((other) => isSame(one, other)));
        happenings.value = [...heardOnly, ...known].sort((a, b) => b.at - a.at).slice(0, MOST_HAPPENINGS);
      } catch {
        // The monitor says what it hears from now on.
      }
    },
    hear(told, at) {
      const update = decodeUpdate(told);
      news.value++;
      if (update !== null) add([fromUpdate(update, at ?? serverNow(), ++heard)]);
      void refresh();
    },
    rebase() {
      const [form, config] = [draft.peek(), newest()];
      if (form === null || config === null) return;
      const next = rebased(form, config);
      batch(() => {
        draft.value = next.draft;
        clashes.value = next.clashes;
      });
    },
    discard() {
      const config = newest();
      batch(() => {
        draft.value = config && begun(config);
        clashes.value = [];
      });
    },
    rebaseRaw() {
      const [text, config] = [raw.peek(), newest()];
      if (text !== null && config !== null) raw.value = { base: config, text: text.text };
    },
    discardRaw() {
      const config = newest();
      raw.value = config && { base: config, text: config.content };
    },
  };
}

const opened = new Map<string, OpenConfig>();

/** The one of this bot, with what was typed the last time that it was looked at. */
export function configOf(bot: string): OpenConfig {
  const known = opened.get(bot);
  if (known) return known;
  for (const [id, one] of opened) if (!hasUnsaved(one)) opened.delete(id);
  const made = openConfig(bot);
  opened.set(bot, made);
  return made;
}

export const hasUnsaved = (one: OpenConfig): boolean => {
  const form = one.draft.peek();
  return (form !== null && isTouched(form)) || isRawTouched(one.raw.peek());
};

export const anyUnsaved = (): boolean => [...opened.values()].some(hasUnsaved);

/** Why nothing can be changed here; null where it can. */
export function lockedBy(config: Config): string | null {
  if (!mayAct.value) return 'You may look at this configuration. Changing it takes the role of an operator.';
  return config.editable ? null : `This configuration is changed where it lies${config.file === null ? '' : `, in ${config.file}`}; it cannot be changed from here.`;
}
