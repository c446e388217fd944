/** An order placed by hand: what is wished, how it stands to each limit, a confirmation, and what was proved of it. */
import { useEffect, useId, useState } from 'preact/hooks';
import type { ByHand, NewOrder, Plan } from '../api/acts';
import { loadByHand } from '../api/acts';
import { isAbort } from '../api/http';
import { Dialog } from '../config/dialog';
import { capital } from '../format/words';
import { HoldButton } from '../halt/hold';
import { halts } from '../live/halts';
import { mayTrade } from '../live/session';
import { Choice } from '../parts/choice';
import { Outcome, Planned } from './act';
import { useAct } from './use-act';

/** A button where orders may be placed by who looks; nothing elsewhere: most servers have them switched off. */
export function PlaceOrder({ bot, symbols }: { bot: string; symbols: readonly string[] }) {
  const [byHand, setByHand] = useState<ByHand | null>(null);
  const [open, setOpen] = useState(false);
  const may = mayTrade.value;
  useEffect(() => {
    setByHand(null);
    if (!may) return undefined;
    const away = new AbortController();
    loadByHand(bot, away.signal).then(setByHand, (error: unknown) => {
      if (!isAbort(error)) setByHand(null);
    });
    return () => away.abort();
  }, [bot, may]);
  if (byHand === null || !byHand.allowed) return null;
  const known = byHand.symbols.length > 0 ? byHand.symbols : [...new Set(symbols)];
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>Place an order…</button>
      {open && <OrderDialog bot={bot} byHand={byHand} symbols={known} onClose={() => setOpen(false)} />}
    </>
  );
}

interface Wish {
  side: 'buy' | 'sell';
  symbol: string;
  quantity: string;
  kind: 'limit' | 'market';
  price: string;
  reduceOnly: boolean;
}

const orderOf = (wish: Wish): NewOrder => ({
  symbol: wish.symbol.trim(), side: wish.side, quantity: wish.quantity.trim(), price: wish.kind === 'limit' ? wish.price.trim() : null, reduceOnly: wish.reduceOnly,
});

const passes = (plan: Plan): boolean => plan.checks.every((check) => check.passed);

export function OrderDialog({ bot, byHand, symbols, onClose }: { bot: string; byHand: ByHand; symbols: readonly string[]; onClose: () => void }) {
  const [wish, setWish] = useState<Wish>({ side: 'buy', symbol: symbols[0] ?? '', quantity: '', kind: 'limit', price: '', reduceOnly: false });
  const { plan, action, busy, why, ask, go, back } = useAct();
  const form = useId();
  const check = (): void => ask({ kind: 'place', bot, order: orderOf(wish) });
  const ready = plan !== null && passes(plan) && plan.confirm !== null;
  return (
    <Dialog
      title={`Place an order for ${bot}`} onClose={onClose}
      actions={
        <>
          {plan !== null && action === null && <button type="button" class="button" disabled={busy} onClick={back}>Change it</button>}
          <button type="button" class="button" onClick={onClose}>{action === null ? 'Back' : 'Close'}</button>
          {plan === null && <button type="submit" form={form} class="button primary" disabled={busy}>{busy ? 'Checking…' : 'Check the order'}</button>}
          {plan !== null && action === null && why !== null && <button type="button" class="button primary" disabled={busy} onClick={check}>Check it again</button>}
          {ready && action === null && why === null && (plan.real
            ? <HoldButton disabled={busy} onHeld={go}>{busy ? 'Sent, waiting…' : 'Hold to place it'}</HoldButton>
            : <button type="button" class="button primary" disabled={busy} onClick={go}>{busy ? 'Sent, waiting…' : 'Place the order'}</button>)}
        </>
      }
    >
      <Held bot={bot} />
      {plan === null && <Form id={form} wish={wish} symbols={symbols} byHand={byHand} onChange={(part) => setWish((before) => ({ ...before, ...part }))} onCheck={check} />}
      {plan !== null && <Planned plan={plan} />}
      {plan !== null && action === null && <Checks plan={plan} />}
      {ready && action === null && why === null && <p class="muted">The bot is not asked. It is recorded with your name before it is sent, and must be sent within a minute.</p>}
      {action !== null && <Outcome action={action} />}
      {why !== null && <p class="notice bad" role="alert">{capital(why)}</p>}
    </Dialog>
  );
}

/** A halt refuses orders: better known before one is written. */
function Held({ bot }: { bot: string }) {
  const halt = halts.value.find((one) => one.bots.some((each) => each.bot === bot));
  if (halt === undefined) return null;
  return <div class="notice warn"><div><b>Halt {halt.id} holds {bot}</b><p>{halt.mode === 'pause' ? 'Only an order that makes a position smaller is taken.' : 'No order is taken until it is resumed.'}</p></div></div>;
}

function Checks({ plan }: { plan: Plan }) {
  return (
    <ul class="act-checks" aria-label="How it stands to each limit">
      {plan.checks.map((check) => (
        <li key={check.rule} class={check.passed ? '' : 'broken'}>
          <span aria-hidden="true">{check.passed ? '✓' : '✕'}</span>
          <b>{capital(check.rule.replaceAll('-', ' '))}<span class="sr">{check.passed ? ' is kept' : ' is not kept'}</span></b>
          <span>{capital(check.reason)}</span>
        </li>
      ))}
    </ul>
  );
}

const NUMBER = '[0-9]{1,18}([.][0-9]{1,18})?';

interface FormProps {
  id: string;
  wish: Wish;
  symbols: readonly string[];
  byHand: ByHand;
  onChange: (part: Partial<Wish>) => void;
  onCheck: () => void;
}

function Form({ id, wish, symbols, byHand, onChange, onCheck }: FormProps) {
  const base = wish.symbol.includes('/') ? (wish.symbol.split('/')[0] ?? '') : '';
  const quote = wish.symbol.includes('/') ? (wish.symbol.split('/')[1] ?? '') : '';
  return (
    <form id={id} class="act-form" onSubmit={(event) => { event.preventDefault(); onCheck(); }}>
      <div class="act-row"><span>Side</span><Choice label="Side" options={['buy', 'sell'] as const} value={wish.side} words={{ buy: 'Buy', sell: 'Sell' }} onChange={(side) => onChange({ side })} /></div>
      <label class="act-row"><span>Symbol</span>
        {byHand.symbols.length > 0
          ? <select value={wish.symbol} onChange={(event) => onChange({ symbol: event.currentTarget.value })}>{symbols.map((one) => <option key={one}>{one}</option>)}</select>
          : <input type="text" required maxLength={64} placeholder="BTC/USD" autocomplete="off" value={wish.symbol} onInput={(event) => onChange({ symbol: event.currentTarget.value })} />}
      </label>
      <label class="act-row"><span>Quantity</span>
        <span class="unit"><input type="text" inputMode="decimal" required pattern={NUMBER} title="a number such as 0.01" autofocus autocomplete="off" value={wish.quantity} onInput={(event) => onChange({ quantity: event.currentTarget.value })} /><i>{base}</i></span>
      </label>
      <div class="act-row"><span>Kind</span><Choice label="Kind" options={['limit', 'market'] as const} value={wish.kind} words={{ limit: 'Limit', market: 'Market' }} onChange={(kind) => onChange({ kind })} /></div>
      {wish.kind === 'limit' && (
        <label class="act-row"><span>Price</span>
          <span class="unit"><input type="text" inputMode="decimal" required pattern={NUMBER} title="a number such as 45000" autocomplete="off" value={wish.price} onInput={(event) => onChange({ price: event.currentTarget.value })} /><i>{quote}</i></span>
        </label>
      )}
      <label class="act-row"><span /><span class="tick"><input type="checkbox" checked={wish.reduceOnly} onChange={(event) => onChange({ reduceOnly: event.currentTarget.checked })} /> Only to make a position smaller</span></label>
      {byHand.real && <p class="notice bad"><b>This exchange trades with real money.</b></p>}
      <p class="muted">{byHand.limits.length === 0 ? 'No limit is set.' : `Limits: ${byHand.limits.map((one) => one.limit).join('; ')}.`} Nothing is sent before you have seen how it stands to each.</p>
    </form>
  );
}
