/** One channel: whether it works, what it hears, what waits, and a way to try it. */
import { useState } from 'preact/hooks';
import { testChannel } from '../api/alerts';
import type { Channel } from '../api/alert-types';
import { reasonOf } from '../api/http';
import { channelTone } from '../format/alerts';
import { count, took } from '../format/number';
import { span } from '../format/time';
import { plainly } from '../format/words';
import { mayAct } from '../live/session';
import { Card } from '../parts/card';
import { Age } from '../parts/when';
import { keep } from '../router';
import { State } from './pieces';

type Trial = { is: 'idle' } | { is: 'busy' } | { is: 'done' } | { is: 'failed'; why: string };

/** "12 ms", "4.1 s", "2 min": a channel that was down has both kinds. */
const long = (milliseconds: number | null): string => (milliseconds !== null && milliseconds >= 60_000 ? span(milliseconds) : took(milliseconds));

export function ChannelCard({ channel: one, shown }: { channel: Channel; shown: boolean }) {
  const [trial, setTrial] = useState<Trial>({ is: 'idle' });
  const tryIt = (): void => {
    setTrial({ is: 'busy' });
    testChannel(one.name).then(
      (why) => setTrial(why === null ? { is: 'done' } : { is: 'failed', why }),
      (error: unknown) => setTrial({ is: 'failed', why: reasonOf(error) }),
    );
  };
  return (
    <Card title={one.name} note={`${plainly(one.type)}${one.target === null ? '' : `, ${one.target}`}`} class={`channel ${shown ? 'shown' : ''}`} tools={<State tone={channelTone[one.state]}>{one.state}</State>}>
      {one.reason !== null && <p class={one.state === 'broken' ? 'wrong' : 'soft'}>{one.reason}</p>}
      {one.hears !== null && <p class="soft">{one.hears}</p>}
      <dl class="figures">
        <div><dt>Waiting</dt><dd class={one.waiting > 0 ? 'warn' : ''}>{count(one.waiting)}{one.oldest !== null && <span class="muted">, oldest <Age of={one.oldest} /></span>}</dd></div>
        <div><dt>Delivered</dt><dd>{count(one.delivered)}</dd></div>
        <div><dt>Given up</dt><dd class={one.dead > 0 ? 'wrong' : ''}>{count(one.dead)}</dd></div>
        <div><dt>Last</dt><dd>{one.last_delivered === null ? 'never' : <Age of={one.last_delivered} />}</dd></div>
        <div class="took"><dt>Half took</dt><dd title="At most, from the decision to the service's answer, since the channel was opened">{long(one.latency.p50)}{one.latency.p99 !== null && <span class="muted">, 99% {long(one.latency.p99)}</span>}</dd></div>
      </dl>
      <div class="row">
        <button type="button" class="mini" aria-pressed={shown} onClick={() => keep({ channel: shown ? null : one.name })}>{shown ? 'All messages' : 'Its messages'}</button>
        <span class="grow" />
        <span role="status" class="trial">{trial.is === 'done' ? <span class="ok">It arrived.</span> : trial.is === 'failed' ? <span class="wrong">{trial.why}</span> : ''}</span>
        {mayAct.value && <button type="button" class="button" disabled={trial.is === 'busy' || one.state === 'off'} onClick={tryIt}>{trial.is === 'busy' ? 'Sending…' : 'Test'}</button>}
      </div>
    </Card>
  );
}
