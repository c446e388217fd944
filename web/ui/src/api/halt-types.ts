/* Halts, as the server tells of them. */
import type { Decimal, Instant } from './types';

export type HaltMode = 'pause' | 'stop' | 'cancel' | 'liquidate';
export type HaltState = 'requested' | 'stopping' | 'cancelling' | 'flattening' | 'verifying' | 'halted' | 'failed' | 'released';
export type GuardStage = 'requested' | 'delivered' | 'confirmed' | 'unconfirmed';
export type GuardLevel = 'open' | 'reducing' | 'closed';
export type Proof = 'none' | 'bot' | 'exchange';

export interface HaltScope {
  kind: string;
  group: string | null;
  bot: string | null;
  symbol: string | null;
  words: string;
}

export interface HaltRequest {
  at: Instant | null;
  origin: string;
  by: string;
  reason: string;
}

export interface HaltedGuard {
  instance: string;
  stage: GuardStage;
  since: Instant | null;
  in_flight: number;
  unknown: string[];
}

export interface HaltedOrder {
  order_id: string;
  symbol: string | null;
  outcome: string;
  proved: boolean;
  residue: boolean;
  detail: string | null;
}

export interface HaltedPosition {
  symbol: string;
  before: Decimal | null;
  after: Decimal | null;
  outcome: string;
  residue: boolean;
  detail: string | null;
}

export interface BotHalt {
  bot: string;
  state: HaltState;
  since: Instant | null;
  reason: string;
  proof: Proof;
  guards: HaltedGuard[];
  orders: HaltedOrder[];
  orders_in_all: number;
  positions: HaltedPosition[];
  residue: string[];
}

export interface Halt {
  id: string;
  epoch: number;
  scope: HaltScope;
  mode: HaltMode;
  liquidation: { positions: string; collar_pct: Decimal | null; deadline_seconds: number | null } | null;
  state: HaltState;
  since: Instant | null;
  begun: Instant | null;
  by: string;
  reason: string;
  requests: HaltRequest[];
  bots: BotHalt[];
  released: { at: Instant | null; by: string; reason: string } | null;
}

export interface BotGuard {
  bot: string;
  wanted: GuardLevel;
  reason: string;
  confirmed: boolean;
}

export interface HaltsNow {
  halts: Halt[];
  released: Halt[];
  bots: BotGuard[];
}
