/** Equity and drawdown over one axis of time, with the trades on it, growing live. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Decimal, Trade } from '../api/types';
import { serverNow, zone } from '../clock';
import { fixed, money, percent } from '../format/number';
import { at } from '../format/time';
import type { Range } from '../live/history';
import { RANGES } from '../live/history';
import { Blank, Card } from '../parts/card';
import { Choice } from '../parts/choice';
import { useThrottled } from '../parts/use-throttled';
import { keep, search } from '../router';
import type { Lane } from './canvas';
import { ChartFigure } from './figure';
import { markers } from './markers';
import { extremes, resample, slotOf } from './resample';
import { useDrawing, useHistories } from './use-chart';
import { MOST, useMarkedTrades } from './use-trades';
import { rulesOf, useVersions } from './use-versions';

interface Props {
  bot: string | null;
  currency: string | null;
  equity: Decimal | null;
  drawdown: number | null;
  /** The newest trades; older ones are asked for. */
  trades: readonly Trade[];
  /** Whether so many bots trade here that their marks would hide the line. */
  many?: boolean;
  /** When the first of what is shown was first heard, in milliseconds. */
  first: number | null;
  /** Why there is no equity to show. */
  why: string | null;
}

const METRICS = ['equity', 'drawdown'];

export function rangeIn(text: string | null): Range {
  return RANGES.find((range) => range === text) ?? '1D';
}

export function EquityChart({ bot, currency, equity, drawdown, trades, many = false, first, why }: Props) {
  const range = rangeIn(search.value.get('range'));
  const [look, setLook] = useState<{ time: number; values: readonly (number | null)[] } | null>(null);
  const [box, drawing] = useDrawing((time, values) => setLook(time === null ? null : { time, values }));
  const loaded = useHistories(bot, METRICS, range, first);
  const write = (value: number): string => money(value, currency);

  const grids = useMemo(() => {
    if (loaded.state !== 'there') return null;
    const [past, falls] = loaded.histories;
    const value = resample(past?.points ?? [], loaded.from, loaded.to);
    return { value, fall: resample(falls?.points ?? [], loaded.from, loaded.to, 'min', value.step) };
  }, [loaded]);

  const marked = useMarkedTrades(bot, range, first, trades, many);
  const marks = useMemo(() => {
    const begin = grids?.value.slots[0]?.time;
    return begin === undefined || !grids ? [] : markers(marked, begin, serverNow() / 1000, grids.value.step);
  }, [grids, marked]);

  const versions = useVersions(bot);
  const rules = useMemo(() => {
    const begin = grids?.value.slots[0]?.time;
    return begin === undefined || !grids ? [] : rulesOf(versions, begin, serverNow() / 1000, grids.value.step);
  }, [grids, versions]);

  useEffect(() => {
    if (!drawing || !grids) return;
    const lanes: Lane[] = [{ kind: 'value', slots: grids.value.slots, write, grain: 0.01, share: 0.72 }];
    if (grids.fall.slots.length > 0) lanes.push({ kind: 'fall', slots: grids.fall.slots, write: percent, grain: 0.0001, share: 0.28 });
    drawing.show(lanes, marks);
  }, [drawing, grids]);
  useEffect(() => drawing?.mark(marks), [drawing, marks]);
  useEffect(() => drawing?.rule(rules), [drawing, rules]);
  useThrottled(() => {
    if (drawing && grids && grids.value.slots.length > 0) {
      drawing.append(slotOf(serverNow(), grids.value.step), grids.value.step, [equity === null ? null : Number(equity), drawdown]);
    }
  }, [equity, drawdown]);

  const ends = grids && extremes(grids.value.slots);
  const deepest = grids && extremes(grids.fall.slots);
  const summary = ends
    ? `Equity from ${write(ends.first)} to ${write(ends.last)} ${currency ?? ''}, lowest ${write(ends.low)}, highest ${write(ends.high)}` +
      `${deepest ? `; deepest drawdown ${percent(deepest.low)}` : ''}; ${fixed(marks.length, 0)} trade marks${rules.length > 0 ? `; ${rules.map((rule) => rule.text).join(', ')} became active` : ''}.`
    : '';
  return (
    <Card
      class="c8 equity"
      title="Equity"
      note={look ? <Under look={look} write={write} zone={zone.value} /> : `${bot ?? 'all bots'}${currency ? `, ${currency}` : ''}, incl. unrealised`}
      tools={<Choice label="Range" options={RANGES} value={range} onChange={(next) => keep({ range: next === '1D' ? null : next })} />}
    >
      <ChartFigure
        loaded={loaded}
        box={box}
        empty={!ends}
        summary={summary}
        sequences={grids ? [{ head: `Equity, ${currency ?? ''}`, slots: grids.value.slots, write }, { head: 'Drawdown', slots: grids.fall.slots, write: percent }] : []}
        legend={many ? <span>trades are marked on each bot's page</span> : <Legend more={marked.length >= MOST} versions={rules.length > 0} />}
        nothing={<Blank title={`Nothing in this range.`}>{why ?? 'The line begins with the first balance that a bot reports.'}</Blank>}
      />
    </Card>
  );
}

function Under({ look, write, zone: shown }: { look: { time: number; values: readonly (number | null)[] }; write: (value: number) => string; zone: 'local' | 'utc' }) {
  const [value, fall] = look.values;
  return (
    <span class="soft">
      {at('full', shown, look.time * 1000)} · {value === null || value === undefined ? '–' : write(value)}
      {fall !== null && fall !== undefined && ` · ${percent(fall)}`}
    </span>
  );
}

function Legend({ more, versions }: { more: boolean; versions: boolean }) {
  return (
    <span class="marks" aria-hidden="true">
      <span><i class="m-entry">▲</i> long</span>
      <span><i class="m-entry">▼</i> short</span>
      <span><i class="up">●</i> closed with gain</span>
      <span><i class="down">■</i> with loss</span>
      {versions && <span><i class="m-entry">┊</i> configuration</span>}
      {more && <span>the newest {MOST} trades</span>}
    </span>
  );
}
