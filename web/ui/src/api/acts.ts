/** Single acts at a bot's exchange: what one would do, having it done, and what became of it. */
import { get, Refusal, request, send } from './http';
import { isRecord } from './decode';

const part = encodeURIComponent;

export type Act = { kind: 'close'; bot: string; symbol: string } | { kind: 'cancel'; bot: string; order: string };

export interface Plan {
  what: string;
  exchange: string;
  /** Whether money is at stake there. */
  real: boolean;
}

export type Stage = 'begun' | 'done' | 'failed' | 'unknown';

export interface Action {
  id: string;
  what: string;
  stage: Stage;
  outcome: string;
}

const STAGES: readonly string[] = ['begun', 'done', 'failed', 'unknown'];

/** Where it is asked for. A symbol's slash parts two segments of the path. */
export const actPath = (act: Act): string =>
  `/api/v1/bots/${part(act.bot)}/` +
  (act.kind === 'close' ? `positions/${act.symbol.split('/').map(part).join('/')}/close` : `orders/${part(act.order)}/cancel`);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export async function planOf(act: Act): Promise<Plan> {
  const raw = await request('POST', `${actPath(act)}?dry_run=true`);
  if (!isRecord(raw) || typeof raw['what'] !== 'string') throw new Refusal(200, 'The server’s answer about what would be done is not understood.');
  return { what: raw['what'], exchange: text(raw['exchange']), real: raw['real'] !== false };
}

function action(raw: unknown): Action {
  const stage = isRecord(raw) ? text(raw['stage']) : '';
  if (!isRecord(raw) || typeof raw['id'] !== 'string') throw new Refusal(202, 'It was taken, and the server’s answer about it is not understood. Look at the bot’s orders and positions.');
  return { id: raw['id'], what: text(raw['what']), stage: (STAGES.includes(stage) ? stage : 'unknown') as Stage, outcome: text(raw['outcome']) };
}

/** With the same key it is done once, however often it is sent. */
export const carryOut = async (act: Act, key: string): Promise<Action> => action(await send('POST', actPath(act), { key }));

export const follow = async (id: string): Promise<Action> => action(await get(`/api/v1/actions/${part(id)}`));
