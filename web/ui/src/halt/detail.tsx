/** One halt: the way it went, and for each bot what became of its guards, its orders and its positions. */
import type { ComponentChildren } from 'preact';
import type { BotHalt, Halt, HaltedOrder, HaltedPosition, HaltState } from '../api/halt-types';
import { haltTone, haltWord, modeWord, orderOutcome, positionOutcome, progress, proofWord } from '../format/halts';
import { decimal, plural } from '../format/number';
import { capital, plainly } from '../format/words';
import { Card } from '../parts/card';
import { Dot } from '../parts/status';
import type { Column } from '../parts/table';
import { Table } from '../parts/table';
import { Age, Clock, Said } from '../parts/when';
import { botPath } from '../router';

const STEPS: readonly { state: HaltState; word: string }[] = [
  { state: 'requested', word: 'Requested' },
  { state: 'stopping', word: 'Guards' },
  { state: 'cancelling', word: 'Cancel' },
  { state: 'flattening', word: 'Flatten' },
  { state: 'verifying', word: 'Verify' },
  { state: 'halted', word: 'Halted' },
];

/** The steps that a halt of this mode takes. */
const stepsOf = (halt: Halt): typeof STEPS =>
  STEPS.filter(({ state }) =>
    halt.mode === 'pause' || halt.mode === 'stop' ? state === 'requested' || state === 'stopping' || state === 'halted' : state !== 'flattening' || halt.mode === 'liquidate');

export function Way({ halt }: { halt: Halt }) {
  const steps = stepsOf(halt);
  const over = halt.state === 'halted' || halt.state === 'released';
  const at = over ? steps.length : Math.max(0, steps.findIndex(({ state }) => state === halt.state));
  return (
    <ol class="way" aria-label="How far it has come">
      {steps.map(({ state, word }, i) => (
        <li key={state} class={halt.state === 'failed' ? (i === steps.length - 1 ? 'failed' : 'done') : i < at ? 'done' : i === at ? 'here' : ''} aria-current={i === at && !over ? 'step' : undefined}>
          <i aria-hidden="true" />
          {halt.state === 'failed' && i === steps.length - 1 ? 'Not proved' : word}
        </li>
      ))}
    </ol>
  );
}

function Fact({ word, children }: { word: string; children: ComponentChildren }) {
  return <div><dt>{word}</dt><dd>{children}</dd></div>;
}

export function HaltDetail({ halt, tools }: { halt: Halt; tools?: ComponentChildren }) {
  return (
    <>
      <Card title={`${modeWord[halt.mode]}: ${halt.scope.words}`} note={<State state={halt.state} />} tools={tools} class="c12">
        <div class="halt-top">
          <Way halt={halt} />
          <p class="lead">{progress(halt)}</p>
          <dl class="facts">
            <Fact word="Asked by"><b>{halt.by}</b> <span class="muted">{halt.requests[0] ? (halt.requests[0].origin === 'trigger' ? 'without a person' : plainly(halt.requests[0].origin)) : ''}</span></Fact>
            <Fact word="Why"><Said text={halt.reason} /></Fact>
            <Fact word="Began"><Clock at={halt.begun} /></Fact>
            <Fact word="In this state"><Age of={halt.since} exactly /></Fact>
            <Fact word="Halt"><code>{halt.id}</code> <span class="muted">epoch {halt.epoch}</span></Fact>
            {halt.liquidation !== null && <Fact word="Liquidation">{plainly(halt.liquidation.positions)}, {halt.liquidation.collar_pct === null ? 'at the market' : `within ${halt.liquidation.collar_pct} % for ${halt.liquidation.deadline_seconds} s`}</Fact>}
            {halt.released !== null && <Fact word="Released"><Clock at={halt.released.at} /> by <b>{halt.released.by}</b>: {halt.released.reason}</Fact>}
          </dl>
          {halt.requests.length > 1 && (
            <details><summary>{plural(halt.requests.length, 'request')}</summary>
              <ul class="seen">{halt.requests.map((one, i) => <li key={i}><span class="muted"><Clock at={one.at} /></span><b>{one.by}</b><span><Said text={one.reason} /></span></li>)}</ul>
            </details>
          )}
        </div>
      </Card>
      {halt.bots.map((bot) => <OneBot key={bot.bot} bot={bot} />)}
    </>
  );
}

export function State({ state }: { state: HaltState }) {
  return <span class={`status ${haltTone[state]}`}><Dot tone={haltTone[state]} />{haltWord[state]}</span>;
}

const ORDERS: readonly Column<HaltedOrder>[] = [
  { head: 'Order', cell: (order) => <code>{order.order_id}</code> },
  { head: 'Symbol', cell: (order) => order.symbol ?? '–' },
  { head: 'What became of it', cell: (order) => <span class={`status ${order.residue ? 'bad' : 'good'}`}><Dot tone={order.residue ? 'bad' : 'good'} />{orderOutcome(order.outcome)}{order.proved ? '' : ', not proved'}</span> },
  { head: 'Detail', cell: (order) => <span class="soft">{capital(order.detail ?? '')}</span>, drop: 'phone' },
];

const POSITIONS: readonly Column<HaltedPosition>[] = [
  { head: 'Position', cell: (position) => <b>{position.symbol}</b> },
  { head: 'Before', cell: (position) => decimal(position.before, 0), numeric: true, drop: 'phone' },
  { head: 'Now', cell: (position) => decimal(position.after, 0), numeric: true },
  { head: 'What became of it', cell: (position) => <span class={`status ${position.residue ? 'bad' : 'good'}`}><Dot tone={position.residue ? 'bad' : 'good'} />{positionOutcome(position.outcome)}</span> },
  { head: 'Detail', cell: (position) => <span class="soft">{capital(position.detail ?? '')}</span>, drop: 'phone' },
];

function OneBot({ bot }: { bot: BotHalt }) {
  return (
    <Card title={bot.bot} note={<State state={bot.state} />} tools={<a href={botPath(bot.bot)}>Open bot</a>} class="c12">
      <div class="halt-bot">
        <p><Said text={capital(bot.reason)} />. <span class="muted">Proof: {proofWord[bot.proof]}.</span></p>
        {bot.residue.length > 0 && (
          <div class="notice bad" role="alert"><div><b>What is left</b><ul class="residue">{bot.residue.map((what) => <li key={what}>{what}</li>)}</ul></div></div>
        )}
        <ul class="guards" aria-label="Guards">
          {bot.guards.length === 0 && <li class="muted">No run of this bot is there: nothing of it can send an order.</li>}
          {bot.guards.map((guard) => (
            <li key={guard.instance}>
              <span class={`status ${guard.stage === 'confirmed' ? 'good' : guard.stage === 'unconfirmed' ? 'bad' : 'warn'}`}><Dot tone={guard.stage === 'confirmed' ? 'good' : guard.stage === 'unconfirmed' ? 'bad' : 'warn'} />Guard {plainly(guard.stage).toLowerCase()}</span>
              <code>{guard.instance}</code>
              <span class="muted">{guard.in_flight === 0 ? 'nothing in flight' : `${plural(guard.in_flight, 'order')} in flight`}</span>
            </li>
          ))}
        </ul>
        {bot.orders.length > 0 && <Table caption={`Orders of ${bot.bot}`} columns={ORDERS} rows={bot.orders} keyOf={(order) => order.order_id} tall={bot.orders.length > 12} />}
        {bot.orders_in_all > bot.orders.length && <p class="muted">{bot.orders_in_all - bot.orders.length} more are not listed.</p>}
        {bot.positions.length > 0 && <Table caption={`Positions of ${bot.bot}`} columns={POSITIONS} rows={bot.positions} keyOf={(position) => position.symbol} />}
      </div>
    </Card>
  );
}
