/** Letting trading go on: named, with a reason, and by the state that was seen. */
import { useState } from 'preact/hooks';
import { resume } from '../api/halts';
import type { Halt } from '../api/halt-types';
import { reasonOf } from '../api/http';
import { Dialog, Reason } from '../config/dialog';
import { haltWord, isSettled, residueOf } from '../format/halts';
import { plural } from '../format/number';
import { haltsTopic } from '../live/halts';

export function ResumeDialog({ halt, onClose }: { halt: Halt; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<string | null>(null);
  const residue = residueOf(halt);
  const unproved = halt.state === 'failed' || !isSettled(halt.state);
  const act = (): void => {
    setBusy(true);
    resume(halt, reason.trim(), unproved).then(
      () => {
        void haltsTopic.refresh();
        onClose();
      },
      (error: unknown) => {
        setWhy(reasonOf(error));
        setBusy(false);
      },
    );
  };
  return (
    <Dialog
      title={`Resume ${halt.scope.words}`} onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>Back</button>
          <button type="button" class="button primary" disabled={busy || reason.trim() === '' || (unproved && !sure)} onClick={act}>Let trading go on</button>
        </>
      }
    >
      <p>The guards of {plural(halt.bots.length, 'bot')} open as far as this halt is concerned. Other halts stay.</p>
      {unproved && (
        <div class="notice bad">
          <div>
            <b>{halt.state === 'failed' ? 'Not everything is proved.' : `It is still at: ${haltWord[halt.state].toLowerCase()}.`}</b>
            {residue.length > 0 && <ul class="residue">{residue.slice(0, 8).map((what) => <li key={what}>{what}</li>)}{residue.length > 8 && <li>and {residue.length - 8} more</li>}</ul>}
            <label class="field"><input type="checkbox" checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} /> I have looked at this, and resume all the same</label>
          </div>
        </div>
      )}
      <Reason value={reason} onChange={setReason} required label="Why may it go on" />
      {why !== null && <p class="notice bad" role="alert">{why}</p>}
    </Dialog>
  );
}
