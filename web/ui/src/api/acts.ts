/** Single acts at a bot's exchange: what one would do, having it done, and what became of it. */
import { flag, isRecord, list, record, text as words } from './decode';
import { get, Refusal, request, send } from './http';
import type { Instant } from './types';

const part = encodeURIComponent;

export interface NewOrder {
  symbol: string;
  side: 'buy' | 'sell';
  quantity: string;
  /** The limit; null for an order at the market. */
  price: string | null;
  reduceOnly: boolean;
}

export type Act =
  | { kind: 'close'; bot: string; symbol: string }
  | { kind: 'cancel'; bot: string; order: string }
  | { kind: 'place'; bot: string; order: NewOrder };

export interface Check {
  rule: string;
  passed: boolean;
  reason: string;
}

export interface Plan {
  what: string;
  exchange: string;
  /** Whether money is at stake there. */
  real: boolean;
  checks: readonly Check[];
  /** To be sent along to have an order placed; null where none is needed, or where a check is not passed. */
  confirm: string | null;
}

export type Stage = 'begun' | 'done' | 'failed' | 'unknown';

export interface Action {
  id: string;
  bot: string;
  what: string;
  by: string;
  begun: Instant | null;
  stage: Stage;
  outcome: string;
}

/** Whether orders may be placed by hand, and within what. */
export interface ByHand {
  allowed: boolean;
  reason: string | null;
  real: boolean;
  symbols: readonly string[];
  limits: readonly { rule: string; limit: string }[];
}

const STAGES: readonly string[] = ['begun', 'done', 'failed', 'unknown'];

/** Where it is asked for. A symbol's slash parts two segments of the path. */
export function actPath(act: Act): string {
  const bot = `/api/v1/bots/${part(act.bot)}/`;
  switch (act.kind) {
    case 'close':
      return `${bot}positions/${act.symbol.split('/').map(part).join('/')}/close`;
    case 'cancel':
      return `${bot}orders/${part(act.order)}/cancel`;
    case 'place':
      return `${bot}orders`;
  }
}

/** What is sent along; nothing where the address says all. */
const bodyOf = (act: Act, confirm: string | null): Record<string, unknown> | undefined =>
  act.kind !== 'place'
    ? undefined
    : {
        symbol: act.order.symbol,
        side: act.order.side,
        quantity: act.order.quantity,
        ...(act.order.price === null ? {} : { price: act.order.price }),
        ...(act.order.reduceOnly ? { reduce_only: true } : {}),
        ...(confirm === null ? {} : { confirm }),
      };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export async function planOf(act: Act): Promise<Plan> {
  const raw = await request('POST', `${actPath(act)}?dry_run=true`, bodyOf(act, null));
  if (!isRecord(raw) || typeof raw['what'] !== 'string') throw new Refusal(200, 'The server’s answer about what would be done is not understood.');
  return {
    what: raw['what'],
    exchange: text(raw['exchange']),
    real: raw['real'] !== false,
    checks: list(raw['checks'], (one) => ({ rule: words(one['rule']) ?? '?', passed: flag(one['passed']), reason: words(one['reason']) ?? '' })),
    confirm: words(raw['confirm']),
  };
}

function action(raw: unknown): Action {
  const stage = isRecord(raw) ? text(raw['stage']) : '';
  if (!isRecord(raw) || typeof raw['id'] !== 'string') throw new Refusal(202, 'It was taken, and the server’s answer about it is not understood. Look at the bot’s orders and positions.');
  return {
    id: raw['id'], bot: text(raw['bot']), what: text(raw['what']), by: text(raw['by']), begun: words(raw['begun']),
    stage: (STAGES.includes(stage) ? stage : 'unknown') as Stage, outcome: text(raw['outcome']),
  };
}

/** With the same key it is done once, however often it is sent. */
export async function carryOut(act: Act, key: string, confirm: string | null = null): Promise<Action> {
  const body = bodyOf(act, confirm);
  return action(await send('POST', actPath(act), { key, body: body === undefined ? undefined : { text: JSON.stringify(body), type: 'application/json' } }));
}

export const follow = async (id: string): Promise<Action> => action(await get(`/api/v1/actions/${part(id)}`));

/** Those under way and those that ended last, the newest first. */
export const loadActions = async (signal?: AbortSignal): Promise<Action[]> => list(record(await get('/api/v1/actions', signal))['actions'], action);

export async function loadByHand(bot: string, signal?: AbortSignal): Promise<ByHand> {
  const raw = record(await get(`/api/v1/bots/${part(bot)}/orders/by-hand`, signal));
  const symbols = raw['symbols'];
  return {
    allowed: flag(raw['allowed']),
    reason: words(raw['reason']),
    real: raw['real'] !== false,
    symbols: Array.isArray(symbols) ? symbols.filter((one): one is string => typeof one === 'string') : [],
    limits: list(raw['limits'], (one) => ({ rule: words(one['rule']) ?? '?', limit: words(one['limit']) ?? '' })),
  };
}
