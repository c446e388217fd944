/** One position closed or one order cancelled: what it would do, a confirmation, and what was proved afterwards. */
import { useEffect } from 'preact/hooks';
import type { Act, Action, Plan } from '../api/acts';
import { Dialog } from '../config/dialog';
import { capital } from '../format/words';
import { Bones } from '../parts/card';
import { useAct } from './use-act';

const WORDS = {
  begun: { tone: 'warn', title: 'Under way' },
  done: { tone: 'good', title: 'Done, and read again at the exchange' },
  failed: { tone: 'bad', title: 'Not done' },
  unknown: { tone: 'bad', title: 'Nobody can say' },
} as const;

/** What would be done, and whether money is at stake. */
export function Planned({ plan }: { plan: Plan }) {
  return <p class="act-plan"><b>{capital(plan.what)}</b><span class="soft">at {plan.exchange}, {plan.real ? <strong>with real money</strong> : 'no real money'}</span></p>;
}

/** What became of it. */
export function Outcome({ action }: { action: Action }) {
  const { tone, title } = WORDS[action.stage];
  return <div class={`notice ${tone}`} role="status"><div><b>{title}</b><p>{action.stage === 'begun' ? 'The exchange is being asked and read.' : capital(action.outcome)}</p></div></div>;
}

export function ActDialog({ act, onClose }: { act: Exclude<Act, { kind: 'place' }>; onClose: () => void }) {
  const { plan, action, busy, why, ask, go } = useAct();
  useEffect(() => ask(act), []);
  const closing = act.kind === 'close';
  return (
    <Dialog
      title={closing ? `Close ${act.symbol} of ${act.bot}` : `Cancel order ${act.order} of ${act.bot}`} onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>{action === null ? 'Back' : 'Close'}</button>
          {action === null && <button type="button" class="button primary" disabled={busy || plan === null} onClick={go}>{busy && plan !== null ? 'Sent, waiting…' : closing ? 'Close the position' : 'Cancel the order'}</button>}
        </>
      }
    >
      {plan === null && why === null && <Bones rows={2} />}
      {plan !== null && <Planned plan={plan} />}
      {plan !== null && action === null && <p class="muted">The bot is not asked. It is recorded with your name before it is sent.</p>}
      {action !== null && <Outcome action={action} />}
      {why !== null && <p class="notice bad" role="alert">{capital(why)}</p>}
    </Dialog>
  );
}
