/** On every page while a halt is in force: what is stopped, how far it has come, what is left, and the way back. */
import { useState } from 'preact/hooks';
import type { Halt } from '../api/halt-types';
import { haltTone, haltWord, isSettled, progress, residueOf } from '../format/halts';
import { halts } from '../live/halts';
import { mayAct } from '../live/session';
import { StopIcon } from '../parts/icons';
import { Age } from '../parts/when';
import { haltPath, place } from '../router';
import { ResumeDialog } from './resume';

const MOST = 3;

export function HaltBanners() {
  const [resuming, setResuming] = useState<Halt | null>(null);
  const all = halts.value;
  if (all.length === 0) return null;
  return (
    <div class="halt-banners">
      {all.slice(0, MOST).map((halt) => <One key={halt.id} halt={halt} onResume={() => setResuming(halt)} />)}
      {all.length > MOST && <a class="halt-banner" href="/halts">and {all.length - MOST} more</a>}
      {resuming !== null && <ResumeDialog halt={all.find((one) => one.id === resuming.id) ?? resuming} onClose={() => setResuming(null)} />}
    </div>
  );
}

function One({ halt, onResume }: { halt: Halt; onResume: () => void }) {
  const left = residueOf(halt);
  const here = place.value.view === 'halt' && place.value.id === halt.id;
  const word = halt.mode === 'pause' && halt.state === 'halted' ? 'Paused' : haltWord[halt.state];
  return (
    <div class={`halt-banner ${haltTone[halt.state]} ${isSettled(halt.state) ? '' : 'moving'}`} role="status">
      <StopIcon />
      <span class="halt-words">
        <b>{word}: {halt.scope.words}</b>{' '}
        <span class="soft">{progress(halt)}, for <Age of={halt.begun} exactly /></span>
        {halt.state === 'failed' && left.length > 0 && <span class="left"> Left: {left.slice(0, 2).join('; ')}{left.length > 2 ? ` and ${left.length - 2} more` : ''}</span>}
      </span>
      <span class="halt-ways">
        {!here && <a class="button" href={haltPath(halt.id)}>Details</a>}
        {mayAct.value && <button type="button" class="button" onClick={onResume}>Resume…</button>}
      </span>
    </div>
  );
}
