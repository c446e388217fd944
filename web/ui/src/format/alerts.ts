/* The words for alerts. */
import type { AlertState, Channel, DeliveryState, Level, Standing } from '../api/alert-types';
import { plural } from './number';
import type { Tone } from './words';

export const levelTone: Readonly<Record<Level, Tone>> = { critical: 'bad', warning: 'warn', info: 'quiet' };
export const levelWord: Readonly<Record<Level, string>> = { critical: 'Critical', warning: 'Warning', info: 'Info' };

export const stateWord: Readonly<Record<AlertState, string>> = {
  pending: 'pending',
  firing: 'firing',
  no_data: 'no data',
  flapping: 'flapping',
  resolved: 'resolved',
  ended: 'ended',
};

export const standingTone: Readonly<Record<Standing, Tone>> = { firing: 'bad', flapping: 'bad', no_data: 'warn', pending: 'warn', good: 'good', waiting: 'quiet' };
export const channelTone: Readonly<Record<Channel['state'], Tone>> = { working: 'good', waiting: 'warn', broken: 'bad', off: 'quiet' };
export const deliveryTone: Readonly<Record<DeliveryState, Tone>> = { delivered: 'good', waiting: 'warn', attempting: 'warn', dead: 'bad' };
export const deliveryWord: Readonly<Record<DeliveryState, string>> = { delivered: 'delivered', waiting: 'waits', attempting: 'being sent', dead: 'given up' };

/** Why people were told, as a sentence's beginning. */
export const noticeWord: Readonly<Record<string, string>> = {
  firing: 'it fires',
  raised: 'its level rose',
  resolved: 'it is over',
  no_data: 'its data are missing',
  flapping: 'it comes and goes',
  repeated: 'it still fires',
  escalated: 'nobody took care',
  unattended: 'the acknowledgement ended',
  unsilenced: 'the silence ended',
};

/** "slow-execution" as "slow execution": a rule's own name, readable. */
export const ruleWord = (rule: string): string => rule.replaceAll('-', ' ').replaceAll('_', ' ');

/** A figure of an alert, in as many digits as tell it from its limit. */
export function figure(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 1 ? { maximumFractionDigits: size >= 1000 ? 0 : size >= 100 ? 1 : 2 } : { maximumSignificantDigits: 3 };
  return new Intl.NumberFormat('en-US', digits).format(value).replace('-', '\u2212');
}

/** "1 critical · 2 warnings". */
export function countWords({ critical, warning, info }: { critical: number; warning: number; info: number }): string {
  const parts = [critical > 0 && `${critical} critical`, warning > 0 && plural(warning, 'warning'), info > 0 && `${info} info`];
  return parts.filter(Boolean).join(' · ');
}
