/* The words that people read for the words of live configuration. */
import type { Apply, Change, InstanceState, Json, Outcome, Status } from '../api/config-types';
import { plural } from '../format/number';
import type { Tone } from '../format/words';
import { plainly } from '../format/words';

export const applyWord: Readonly<Record<Apply, string>> = {
  hot: 'at once', next_trade: 'next trade', when_flat: 'when flat', market_closed: 'market closed', restart: 'restart',
};

export const applyMeans: Readonly<Record<Apply, string>> = {
  hot: 'A change applies at once.',
  next_trade: 'A change applies from the next trade on; open trades keep what they began with.',
  when_flat: 'A change waits until the bot holds no position.',
  market_closed: 'A change waits until the market is closed.',
  restart: 'A change waits until the bot is started anew.',
};

const ORDER: readonly Apply[] = ['hot', 'next_trade', 'when_flat', 'market_closed', 'restart'];
export const strictest = (modes: readonly Apply[]): Apply => ORDER[Math.max(0, ...modes.map((mode) => ORDER.indexOf(mode)))] ?? 'hot';

/** Why a change will wait, as far as it is known here; null where it will not. */
export function waitsFor(mode: Apply, positions: number | null): string | null {
  switch (mode) {
    case 'hot':
      return null;
    case 'next_trade':
      return 'takes effect with the next trade';
    case 'when_flat':
      if (positions === null) return 'waits until the bot is flat';
      return positions === 0 ? 'the bot is flat now, so it would not wait' : `will wait: ${plural(positions, 'position')} ${positions === 1 ? 'is' : 'are'} open`;
    case 'market_closed':
      return 'will wait until the market is closed';
    case 'restart':
      return 'will wait until the bot is started anew';
  }
}

export const outcomeTone: Readonly<Record<Outcome, Tone>> = {
  accepted: 'good', refused: 'bad', deferred: 'warn', unchanged: 'quiet', rolled_back: 'good', superseded: 'quiet', expired: 'warn', canary: 'warn',
};

export const statusTone: Readonly<Record<Status | 'offline', Tone>> = { active: 'good', degraded: 'warn', source_missing: 'bad', refusing: 'bad', offline: 'quiet' };
export const instanceTone: Readonly<Record<InstanceState, Tone>> = { applied: 'good', pending: 'warn', refused: 'bad', lagging: 'bad', canary: 'warn' };

export const formatWord = { json: 'JSON', yaml: 'YAML', python: 'Python' } as const;

/** "sha256:ab12…" as "ab12cd34". */
export const shortHash = (hash: string | null): string => (hash === null ? '–' : hash.replace(/^sha\d+:/, '').slice(0, 8));

const LONGEST = 60;

/** A value in one line. What is not there is said so. */
export function written(value: Json | undefined): string {
  if (value === null || value === undefined) return 'not set';
  if (typeof value === 'string') return value === '' ? '""' : clipped(value);
  return clipped(JSON.stringify(value));
}

const clipped = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

export const changeLine = ({ name, before, after }: Change): string => `${name}: ${written(before)} → ${written(after)}`;

export const sourceWord = (source: string | null): string =>
  source === 'api' ? 'API' : source === 'cli' ? 'command line' : source === null ? '–' : plainly(source).toLowerCase();

/** "trend.yaml:3:17", as far as it is known; a problem without a line stands nowhere in particular. */
export function placeIn({ file, line, column }: { file: string | null; line: number | null; column: number | null }, fallback: string | null): string | null {
  if (line === null) return file;
  const name = file ?? fallback;
  return `${name === null ? 'line ' : `${name}:`}${line}${column === null ? '' : `:${column}`}`;
}
