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

/** How far from the halt's begin: "−2 min", "+0.4 s". */
export function offset(at: number, begun: number): string {
  return `${at < begun ? '−' : '+'}${span(Math.abs(at - begun))}`;
}

/** What stands out on a curve. */
export const isMark = ({ kind, bot }: Line): boolean => kind === 'command' || kind === 'release' || kind === 'alert' || kind === 'config' || (kind === 'halt' && bot === null);
