/* The words and tones of what happened around a halt. */
import type { Kind, Line } from '../api/incident';
import { span } from './time';
import type { Tone } from './words';

export const kindWord: Readonly<Record<Kind, string>> = {
  command: 'Command', guard: 'Guard', halt: 'Halt', order: 'Order', fill: 'Fill', trade: 'Trade', position: 'Position', alert: 'Alert', config: 'Configuration', error: 'Error', status: 'Status', release: 'Release',
};

export const kindTone: Readonly<Record<Kind, Tone>> = {
  command: 'bad', guard: 'quiet', halt: 'warn', order: 'quiet', fill: 'quiet', trade: 'quiet', position: 'quiet', alert: 'bad', config: 'warn', error: 'bad', status: 'quiet', release: 'good',
};

/** How far from the halt's begin: "+0.4 s", "−3:56 min"; hours and days as elsewhere. */
export function offset(at: number, begun: number): string {
  const size = Math.abs(at - begun);
  const seconds = Math.round(size / 1000);
  const far = seconds >= 60 && seconds < 3_600 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}\u00a0min` : span(size);
  return `${at < begun ? '−' : '+'}${far}`;
}

/** So many lines are drawn at first, and so many of them of before the begin: a long halt has thousands, and it begins somewhere among them. */
export const SHOWN = 400;
const BEFORE = 100;

/** Which lines are drawn at first: those around the begin. */
export function around(lines: readonly Line[], begun: number): { from: number; to: number } {
  if (lines.length <= SHOWN) return { from: 0, to: lines.length };
  const first = lines.findIndex((line) => Date.parse(line.at) >= begun);
  const from = Math.max(0, Math.min((first < 0 ? lines.length : first) - BEFORE, lines.length - SHOWN));
  return { from, to: from + SHOWN };
}

/** What stands out on a curve. */
export const isMark = ({ kind, bot }: Line): boolean => kind === 'command' || kind === 'release' || kind === 'alert' || kind === 'config' || (kind === 'halt' && bot === null);
