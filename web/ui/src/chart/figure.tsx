/** The frame of a chart: a figure with a summary in words, and the same as a table for those who cannot see a canvas. */
import type { ComponentChildren, RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { serverNow, zone } from '../clock';
import { at } from '../format/time';
import { Blank } from '../parts/card';
import type { Loaded } from './use-chart';
import type { Slot } from './resample';
import { sample } from './resample';

export interface Sequence {
  head: string;
  slots: readonly Slot[];
  write: (value: number) => string;
}

interface Props {
  loaded: Loaded;
  /** Whether there is anything to draw. */
  empty: boolean;
  summary: string;
  sequences: readonly Sequence[];
  box: RefObject<HTMLDivElement | null>;
  /** Beside the switch between chart and table. */
  legend?: ComponentChildren;
  nothing: ComponentChildren;
}

const ROWS = 24;

export function ChartFigure({ loaded, empty, summary, sequences, box, legend, nothing }: Props) {
  const [table, setTable] = useState(false);
  const there = loaded.state === 'there' && !empty;
  return (
    <figure class="chart">
      <div class={`canvas ${there && !table ? '' : 'off'}`} ref={box} aria-hidden="true" />
      {!(there && !table) && (
        <div class="instead">
          {loaded.state === 'loading' && <div class="veil" aria-busy="true"><span class="sr">Loading the chart</span></div>}
          {loaded.state === 'failed' && <Blank title="No chart.">{loaded.why}</Blank>}
          {loaded.state === 'there' && empty && nothing}
          {there && table && <Values sequences={sequences} />}
        </div>
      )}
      <figcaption>
        <span class="sr">{there ? summary : ''}</span>
        {legend}
        <span class="grow" />
        <button type="button" class="button plain" aria-pressed={table} disabled={!there} onClick={() => setTable(!table)}>
          {table ? 'Show chart' : 'Show as table'}
        </button>
      </figcaption>
    </figure>
  );
}

function Values({ sequences }: { sequences: readonly Sequence[] }) {
  const times = sample(sequences[0]?.slots ?? [], ROWS).map((slot) => slot.time).reverse();
  const columns = sequences.map((sequence) => new Map(sequence.slots.map((slot) => [slot.time, slot.value])));
  const recent = (time: number): boolean => serverNow() - time * 1000 < 20 * 3_600_000;
  return (
    <div class="values" tabIndex={0} role="group" aria-label="Values of the chart">
      <table>
        <caption class="sr">Values of the chart, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {sequences.map(({ head }) => <th key={head} scope="col" class="num">{head}</th>)}
          </tr>
        </thead>
        <tbody>
          {times.map((time) => (
            <tr key={time}>
              <td>{at(recent(time) ? 'clock' : 'dayMinute', zone.value, time * 1000)}</td>
              {sequences.map(({ head, write }, i) => {
                const value = columns[i]?.get(time);
                return <td key={head} class="num">{value === undefined ? '–' : write(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
