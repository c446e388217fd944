/* The history of a live configuration as it came over the wire, in the spirit of `config-decode`. */
import { changes, list, outcome, problems, whole } from './config-decode';
import type * as C from './config-types';
import type { Raw } from './decode';
import { record, text } from './decode';

function entry(raw: Raw): C.Entry | null {
  const id = whole(raw['id']);
  const became = outcome(raw['outcome']);
  if (id === null || became === null) return null;
  return {
    id,
    outcome: became,
    version: whole(raw['version']),
    at: text(raw['at']),
    who: text(raw['who']),
    proved: raw['proved'] === true,
    reason: text(raw['reason']),
    source: text(raw['source']),
    hash: text(raw['hash']),
    parent: text(raw['parent']),
    rollback_of: whole(raw['rollback_of']),
    changes: changes(raw['changes']),
    problems: problems(raw['problems']),
    chain: text(raw['chain']),
  };
}

export const historyPage = (value: unknown): { entries: C.Entry[]; next: string | null } => {
  const raw = record(value);
  return { entries: list(raw['history'], entry), next: text(raw['next']) };
};

export function difference(value: unknown): C.Difference | null {
  const raw = record(value);
  const from = whole(raw['from']);
  const to = whole(raw['to']);
  return from === null || to === null ? null : { from, to, changes: changes(raw['changes']), text: typeof raw['text'] === 'string' ? raw['text'] : '' };
}

export function oldVersion(value: unknown): C.OldVersion | null {
  const raw = record(value);
  const version = whole(raw['version']);
  if (version === null || typeof raw['content'] !== 'string') return null;
  return { version, hash: text(raw['hash']), content: raw['content'], at: text(raw['at']), who: text(raw['who']), reason: text(raw['reason']) };
}
