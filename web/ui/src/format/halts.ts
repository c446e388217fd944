/* The words and tones of halts. */
import type { Halt, HaltMode, HaltState, Proof } from '../api/halt-types';
import { plural } from './number';
import type { Tone } from './words';

export const modeWord: Readonly<Record<HaltMode, string>> = { pause: 'Pause', stop: 'Stop', cancel: 'Stop and cancel', liquidate: 'Liquidate' };

export const modeMeans: Readonly<Record<HaltMode, string>> = {
  pause: 'Nothing that adds exposure is sent. Orders that reduce a position still pass.',
  stop: 'No order is sent any more. What rests at the exchange stays there.',
  cancel: 'No order is sent any more, and every resting order is cancelled and proved gone. Positions stay.',
  liquidate: 'As above, and then every position is closed. This cannot be undone.',
};

export const haltWord: Readonly<Record<HaltState, string>> = {
  requested: 'Stopping',
  stopping: 'Closing guards',
  cancelling: 'Cancelling orders',
  flattening: 'Closing positions',
  verifying: 'Verifying',
  halted: 'Halted',
  failed: 'Not proved',
  released: 'Released',
};

export const haltTone: Readonly<Record<HaltState, Tone>> = {
  requested: 'warn',
  stopping: 'warn',
  cancelling: 'warn',
  flattening: 'warn',
  verifying: 'warn',
  halted: 'bad',
  failed: 'bad',
  released: 'quiet',
};

export const proofWord: Readonly<Record<Proof, string>> = {
  none: 'not proved yet',
  bot: 'by the bot’s word alone',
  exchange: 'read again at the exchange',
};

export const isSettled = (state: HaltState): boolean => state === 'halted' || state === 'failed' || state === 'released';

const ORDER_WORDS: Readonly<Record<string, string>> = {
  pending: 'being cancelled', cancelled: 'cancelled', filled: 'filled before the cancel', partly_filled: 'partly filled, rest cancelled', rejected: 'never rested', still_open: 'still open', unknown: 'unknown',
};
export const orderOutcome = (word: string): string => ORDER_WORDS[word] ?? word.replaceAll('_', ' ');

const POSITION_WORDS: Readonly<Record<string, string>> = { flat: 'flat', dust: 'less than the exchange trades is left', kept: 'kept, as asked', open: 'still open', unknown: 'unknown' };
export const positionOutcome = (word: string): string => POSITION_WORDS[word] ?? word.replaceAll('_', ' ');

/** How far it has come, in one line: "2 of 3 bots halted · 14 of 14 orders proved gone". */
export function progress(halt: Halt): string {
  const settled = halt.bots.filter((bot) => bot.state === 'halted').length;
  const orders = halt.bots.flatMap((bot) => bot.orders);
  const gone = orders.filter((order) => !order.residue).length;
  const open = halt.bots.flatMap((bot) => bot.positions).filter((position) => position.residue).length;
  const parts = [`${settled} of ${plural(halt.bots.length, 'bot')} halted`];
  if (orders.length > 0) parts.push(`${gone} of ${plural(orders.length, 'order')} proved gone`);
  if (open > 0) parts.push(`${plural(open, 'position')} open`);
  return parts.join(' · ');
}

/** What is left, over all its bots. */
export const residueOf = (halt: Halt): string[] => halt.bots.flatMap((bot) => bot.residue.map((what) => (halt.bots.length > 1 ? `${bot.bot}: ${what}` : what)));
