/** One position closed or one order cancelled: what it would do, a confirmation, and what was proved afterwards. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Act, Action, Plan } from '../api/acts';
import { carryOut, follow, planOf } from '../api/acts';
import { reasonOf } from '../api/http';
import { Dialog } from '../config/dialog';
import { Bones } from '../parts/card';

const LOOK_AGAIN = 1_000;

const WORDS = {
  begun: { tone: 'warn', title: 'Under way' },
  done: { tone: 'good', title: 'Done, and read again at the exchange' },
  failed: { tone: 'bad', title: 'Not done' },
  unknown: { tone: 'bad', title: 'Nobody can say' },
} as const;

/** `randomUUID` is there by https alone. */
const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export function ActDialog({ act, onClose }: { act: Act; onClose: () => void }) {
  const [plan, setPlan] = useState<Plan | null>(null);
  const [action, setAction] = useState<Action | null>(null);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<string | null>(null);
  const key = useRef(newKey());

  useEffect(() => {
    planOf(act).then(setPlan, (error: unknown) => setWhy(reasonOf(error)));
  }, []);

  useEffect(() => {
    if (action?.stage !== 'begun') return undefined;
    const timer = window.setTimeout(() => follow(action.id).then(setAction, (error: unknown) => setWhy(reasonOf(error))), LOOK_AGAIN);
    return () => clearTimeout(timer);
  }, [action]);

  const go = (): void => {
    setBusy(true);
    setWhy(null);
    carryOut(act, key.current).then(setAction, (error: unknown) => {
      setWhy(reasonOf(error));
      setBusy(false);
    });
  };
  const verb = act.kind === 'close' ? 'Close the position' : 'Cancel the order';
  return (
    <Dialog
      title={act.kind === 'close' ? `Close ${act.symbol} of ${act.bot}` : `Cancel order ${act.order} of ${act.bot}`} onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>{action === null ? 'Back' : 'Close'}</button>
          {action === null && <button type="button" class="button primary" disabled={busy || plan === null} onClick={go}>{verb}</button>}
        </>
      }
    >
      {plan === null && why === null && <Bones rows={2} />}
      {plan !== null && <p>At <b>{plan.exchange}</b>{plan.real ? ', with real money' : ', on paper'}: {plan.what}.</p>}
      {plan !== null && action === null && <p class="muted">The bot is not asked. It is recorded with your name before it is sent.</p>}
      {action !== null && (
        <div class={`notice ${WORDS[action.stage].tone}`} role="status"><div><b>{WORDS[action.stage].title}</b><p>{action.stage === 'begun' ? 'The exchange is being asked and read.' : action.outcome}</p></div></div>
      )}
      {why !== null && <p class="notice bad" role="alert">{why}</p>}
    </Dialog>
  );
}
