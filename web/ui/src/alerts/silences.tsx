/** Silences in force, with what they have held back, and a way to begin and to end one. */
import { useState } from 'preact/hooks';
import { endSilence } from '../api/alerts';
import type { Silence } from '../api/alert-types';
import { reasonOf } from '../api/http';
import { plural } from '../format/number';
import { alertsTopic } from '../live/alerts';
import { mayAct } from '../live/session';
import { Blank, Card } from '../parts/card';
import { leftWords } from './left';
import { Matcher } from './pieces';

export function Silences({ silences, onNew }: { silences: readonly Silence[]; onNew: () => void }) {
  const hidden = silences.reduce((sum, one) => sum + one.hidden, 0);
  return (
    <Card
      title="Silences" note={silences.length === 0 ? '' : `${plural(hidden, 'notice')} held back`}
      tools={mayAct.value && <button type="button" class="mini" onClick={onNew}>Silence…</button>}
    >
      {silences.length === 0 && <Blank title="Nothing is silenced.">Everything that fires is told.</Blank>}
      <ul class="silences">{silences.map((one) => <One key={one.id} of={one} />)}</ul>
    </Card>
  );
}

function One({ of: one }: { of: Silence }) {
  const [why, setWhy] = useState<string | null>(null);
  const end = (): void => void endSilence(one.id).then(() => alertsTopic.refresh(), (error: unknown) => setWhy(reasonOf(error)));
  return (
    <li>
      <div class="line"><Matcher of={one.matcher} /><span class="grow" /><span class="muted nowrap">{leftWords(one.until)}{one.until_resolved && ', or until resolved'}</span></div>
      <p>{one.comment} <span class="muted">by {one.owner}</span></p>
      <div class="line">
        <span class="muted">{one.hidden === 0 ? 'nothing held back yet' : `${plural(one.hidden, 'notice')} held back`}</span>
        <span class="grow" />
        {mayAct.value && <button type="button" class="mini" onClick={end}>End now</button>}
      </div>
      {why !== null && <p class="wrong" role="alert">{why}</p>}
    </li>
  );
}
