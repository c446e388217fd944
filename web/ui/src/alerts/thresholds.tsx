/** The plain limits: how near the bot comes that is nearest. */
import type { Threshold } from '../api/alert-types';
import { figure } from '../format/alerts';
import { metricWord } from '../format/words';
import { Card } from '../parts/card';
import { Meter } from '../parts/spark';
import { LevelMark } from './pieces';

/** How much of the way to the limit is gone, 0 to 1; null where that cannot be said. A value beyond it is 1. */
export function wayTo({ limit, fires }: Pick<Threshold, 'limit' | 'fires'>, value: number): number | null {
  if (fires === 'above') return limit > 0 ? Math.min(1, Math.max(0, value / limit)) : value > limit ? 1 : null;
  if (value < limit) return 1;
  // A loss grows downwards from zero; a share of successes falls towards its limit from above.
  if (limit < 0) return Math.min(1, Math.max(0, value / limit));
  return value > 0 ? Math.min(1, limit / value) : null;
}

export function Thresholds({ limits }: { limits: readonly Threshold[] }) {
  return (
    <Card title="Thresholds" note="the bot that is nearest to each limit" class="c12 thresholds">
      {limits.map((one) => <Limit key={one.name} of={one} />)}
    </Card>
  );
}

function Limit({ of: one }: { of: Threshold }) {
  const nearest = one.present[0];
  const part = nearest ? wayTo(one, nearest.value) : null;
  const beyond = nearest !== undefined && (one.fires === 'above' ? nearest.value > one.limit : nearest.value < one.limit);
  return (
    <div class="limit">
      <Meter
        label={metricWord(one.name)} part={part ?? 0} tone={beyond ? 'bad' : part !== null && part > 0.85 ? 'warn' : ''}
        title={`${one.name}: fires ${one.fires} ${figure(one.limit)}, by the rule ${one.rule}`}
      >
        {nearest ? <><b>{figure(nearest.value)}</b> <span class="muted">of {one.fires === 'below' ? 'at least ' : ''}{figure(one.limit)}</span></> : <span class="muted">no bot reports it; limit {figure(one.limit)}</span>}
      </Meter>
      <span class="by muted">{nearest?.bot ?? ''}</span>
      <LevelMark level={one.level} />
    </div>
  );
}
