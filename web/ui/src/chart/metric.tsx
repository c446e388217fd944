/** One metric over time: numbers as a line with its lowest and highest, states as a band, growing live. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { History, StateChange } from '../api/types';
import { serverNow, zone } from '../clock';
import { decimal } from '../format/number';
import { at, millis, span } from '../format/time';
import type { Range } from '../live/history';
import { RANGES } from '../live/history';
import { Blank, Card } from '../parts/card';
import { Choice } from '../parts/choice';
import { useThrottled } from '../parts/use-throttled';
import { keep } from '../router';
import type { Lane } from './canvas';
import { ChartFigure } from './figure';
import type { Slot } from './resample';
import { extremes, resample, slotOf } from './resample';
import { useDrawing, useHistories } from './use-chart';

interface Props {
  bot: string | null;
  metric: string;
  title: string;
  range: Range;
  first: number | null;
  /** The newest value, if it is a number; null where it is not, or is not known. */
  live: number | null;
  write?: (value: number) => string;
}

const plainly = (value: number): string => decimal(Number(value.toPrecision(5)), 0);

/** Lowest or highest of each slot; undefined where no point stands for several. */
function edge(history: History, from: number, to: number, step: number, which: 'min' | 'max'): readonly Slot[] | undefined {
  const points = history.points.flatMap((point) => (point[which] === null ? [] : [{ ...point, value: point[which], min: null, max: null }]));
  const differs = history.points.some((point) => point[which] !== null && point[which] !== point.value);
  return differs ? resample(points, from, to, 'last', step).slots : undefined;
}

export function MetricChart({ bot, metric, title, range, first, live, write = plainly }: Props) {
  const [look, setLook] = useState<{ time: number; value: number | null } | null>(null);
  const [box, drawing] = useDrawing((time, values) => setLook(time === null ? null : { time, value: values[0] ?? null }));
  const loaded = useHistories(bot, [metric], range, first);
  const history = loaded.state === 'there' ? (loaded.histories[0] ?? null) : null;
  const grid = useMemo(() => (loaded.state === 'there' && history ? resample(history.points, loaded.from, loaded.to) : null), [loaded]);

  useEffect(() => {
    if (!drawing || !grid || !history || loaded.state !== 'there') return;
    const low = edge(history, loaded.from, loaded.to, grid.step, 'min');
    const high = edge(history, loaded.from, loaded.to, grid.step, 'max');
    const lane: Lane = { kind: 'plain', slots: grid.slots, write, grain: grainOf(grid.slots), share: 1, ...(low ? { low } : {}), ...(high ? { high } : {}) };
    drawing.show([lane], []);
  }, [drawing, grid]);
  useThrottled(() => {
    if (drawing && grid && grid.slots.length > 0) drawing.append(slotOf(serverNow(), grid.step), grid.step, [live]);
  }, [live]);

  const ends = grid && extremes(grid.slots);
  const states = history?.states ?? [];
  const numbers = states.length === 0 || ends !== null;
  return (
    <Card
      title={title}
      note={look ? `${at('full', zone.value, look.time * 1000)} · ${look.value === null ? '–' : write(look.value)}` : <code>{metric}</code>}
      class="c9 metric"
      tools={<Choice label="Range" options={RANGES} value={range} onChange={(next) => keep({ range: next === '1D' ? null : next })} />}
    >
      {states.length > 0 && loaded.state === 'there' && <Band states={states} from={loaded.from} to={Math.max(loaded.to, serverNow())} />}
      {numbers && (
        <ChartFigure
          loaded={loaded}
          box={box}
          empty={!ends}
          summary={ends ? `${title} from ${write(ends.first)} to ${write(ends.last)}, lowest ${write(ends.low)}, highest ${write(ends.high)}.` : ''}
          sequences={grid ? [{ head: title, slots: grid.slots, write }] : []}
          legend={ends && <span>lowest {write(ends.low)} · highest {write(ends.high)}</span>}
          nothing={<Blank title="Nothing in this range.">Choose a longer one, or wait for the next value.</Blank>}
        />
      )}
      {states.length > 0 && <Transitions states={states} />}
    </Card>
  );
}

/** The steps of the scale: a thousandth of what the values span, at most 1. */
function grainOf(slots: readonly Slot[]): number {
  const ends = extremes(slots);
  const wide = ends ? Math.max(ends.high - ends.low, Math.abs(ends.high) / 1000) : 1;
  return wide > 0 ? Math.min(1, 10 ** (Math.floor(Math.log10(wide)) - 3)) : 1;
}

const GOOD = /^(connected|online|ok|up|healthy|running|open|ready)$/i;
const BAD = /^(disconnected|offline|down|failed|error|closed|unhealthy|halted)$/i;

export const stateTone = (state: string): string => (GOOD.test(state) ? 'good' : BAD.test(state) ? 'bad' : 'warn');

export interface Stretch {
  state: string;
  from: number;
  to: number;
}

/** From transitions to stretches: a state holds until the next; the first one may have begun before the range. */
export function stretches(states: readonly StateChange[], from: number, to: number): Stretch[] {
  const changes = states
    .map((change) => ({ state: change.value, at: millis(change.at) }))
    .filter((change): change is { state: string; at: number } => change.at !== null && change.at < to)
    .sort((a, b) => a.at - b.at);
  return changes
    .map(({ state, at: begin }, i) => ({ state, from: Math.max(from, begin), to: Math.max(from, changes[i + 1]?.at ?? to) }))
    .filter((stretch) => stretch.to > stretch.from);
}

function Band({ states, from, to }: { states: readonly StateChange[]; from: number; to: number }) {
  const all = stretches(states, from, to);
  const begin = all[0]?.from ?? from;
  const words = all.slice(-5).map((one) => `${one.state} for ${span(one.to - one.from)}`).join(', then ');
  return (
    <div class="bands">
      <div class="band" role="img" aria-label={`States: ${words}`}>
        {all.map((one) => (
          <i key={one.from} class={stateTone(one.state)} title={`${one.state}: ${at('full', zone.value, one.from)}, ${span(one.to - one.from)}`} style={{ flex: `${Math.max((one.to - one.from) / (to - begin), 0.002)} 0 2px` }}>
            {one.state}
          </i>
        ))}
      </div>
    </div>
  );
}

const NEWEST = 12;

function Transitions({ states }: { states: readonly StateChange[] }) {
  return (
    <table>
      <caption class="sr">Changes of state, the newest first</caption>
      <thead><tr><th scope="col">Since</th><th scope="col">State</th></tr></thead>
      <tbody>
        {states.slice(-NEWEST).reverse().map((change) => (
          <tr key={change.at}>
            <td>{at('full', zone.value, millis(change.at) ?? 0)}</td>
            <td><span class={`status ${stateTone(change.value)}`}>{change.value}</span></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
