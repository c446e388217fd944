/* The words that people read for the words on the wire. An unknown word is shown as it came. */
import type { BotStatus, Health } from '../api/types';

const sentence = (word: string): string => (word.charAt(0).toUpperCase() + word.slice(1)).replaceAll('_', ' ').replaceAll('-', ' ');

/** "take_profit" as "Take profit". */
export const plainly = (word: string | null | undefined): string => (word ? sentence(word) : '–');

/** A sentence of the server as one of the page: only its first letter is changed, for names in it are names. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const sideWord = (side: string | null): string => (side === 'buy' ? 'Long' : side === 'sell' ? 'Short' : plainly(side));
export const orderSide = (side: string | null): string => (side === 'buy' ? 'Buy' : side === 'sell' ? 'Sell' : plainly(side));

export type Tone = 'good' | 'quiet' | 'warn' | 'bad';

export const statusTone: Readonly<Record<BotStatus, Tone>> = {
  online: 'good',
  halted: 'bad',
  stale: 'warn',
  error: 'bad',
  offline: 'quiet',
};

export const healthTone: Readonly<Record<Health, Tone>> = { healthy: 'good', unknown: 'quiet', degraded: 'warn', failed: 'bad' };

/** Worst first; what nobody has looked at is worse than healthy. */
export const healthRank: Readonly<Record<Health, number>> = { failed: 0, degraded: 1, unknown: 2, healthy: 3 };
export const statusRank: Readonly<Record<BotStatus, number>> = { error: 0, halted: 1, stale: 2, offline: 3, online: 4 };

export function severityTone(severity: string | null): Tone {
  switch (severity) {
    case 'critical':
    case 'high':
    case 'error':
      return 'bad';
    case 'warning':
    case 'warn':
      return 'warn';
    default:
      return 'quiet';
  }
}

const UNITS: Readonly<Record<string, string>> = { mb: 'MB', pnl: 'PnL', percent: '%', pct: '%', usd: 'USD' };
const WORD = /\b(api|cpu|id|gc|jvm|url|http|pnl|sqn|mb|percent|pct|usd)\b/gi;

/** "memory_usage_mb" as "Memory usage MB": a metric's own name, readable. */
export const metricWord = (name: string): string =>
  sentence(name.replaceAll('.', ' ')).replace(WORD, (word) => UNITS[word.toLowerCase()] ?? word.toUpperCase());
