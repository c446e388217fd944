/*
 * The only file that knows the chart library. It is loaded when the first chart is shown, so that figures never wait for it.
 * Lanes are stacked panes over one axis of time.
 */
import type { IChartApi, IPriceLine, ISeriesApi, SeriesType, Time, UTCTimestamp } from 'lightweight-charts';
import { AreaSeries, createChart, CrosshairMode, LineSeries, LineStyle } from 'lightweight-charts';
import type { Zone } from '../format/time';
import { at } from '../format/time';
import type { Marker } from './markers';
import type { Marks } from './marks';
import { marksPrimitive } from './marks';
import type { Rule, Rules } from './rules';
import { rulesPrimitive } from './rules';
import { colour, faded } from './paint';
import type { Slot } from './resample';
import { SILENT_SLOTS } from './resample';

export interface Lane {
  /** `value`: a gain or a loss against where the range begins. `fall`: a depth below zero. `plain`: neither. */
  kind: 'value' | 'fall' | 'plain';
  slots: readonly Slot[];
  /** Lowest and highest within each slot, where one point stands for many. */
  low?: readonly Slot[];
  high?: readonly Slot[];
  write: (value: number) => string;
  /** The smallest step that the scale shows. */
  grain: number;
  /** The share of the height. */
  share: number;
}

export interface Drawing {
  show(lanes: readonly Lane[], marks: readonly Marker[]): void;
  mark(marks: readonly Marker[]): void;
  /** Lines through all lanes, each with a word. */
  rule(rules: readonly Rule[]): void;
  /** One live value for each lane, in the slot that begins at `time`; null leaves a lane as it is. */
  append(time: number, step: number, values: readonly (number | null)[]): void;
  repaint(): void;
  remove(): void;
}

export type Look = (time: number | null, values: readonly (number | null)[]) => void;

type Series = ISeriesApi<SeriesType, Time>;

interface Drawn {
  lane: Lane;
  main: Series;
  edges: Series[];
  /** Where a `value` lane begins: the line that gain and loss are told from. */
  base: number;
  baseLine: IPriceLine | null;
  values: Map<number, number>;
  last: number;
}

const point = ({ time, value }: Slot) => (value === undefined ? { time: time as UTCTimestamp } : { time: time as UTCTimestamp, value });

/** A tick says the day where the reader's day begins and the time elsewhere; the library itself only knows UTC. */
export function tickLabel(seconds: number, zone: Zone): string {
  if (seconds % 60 !== 0) return at('clock', zone, seconds * 1000);
  const time = at('minute', zone, seconds * 1000);
  return time === '00:00' ? at('day', zone, seconds * 1000) : time;
}

export function draw(element: HTMLElement, zone: () => Zone, look: Look): Drawing {
  const chart: IChartApi = createChart(element, {
    autoSize: true,
    layout: { attributionLogo: false, fontFamily: getComputedStyle(element).fontFamily, fontSize: 11, background: { color: 'transparent' } },
    crosshair: { mode: CrosshairMode.Magnet },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.08, bottom: 0.06 } },
    timeScale: {
      borderVisible: false,
      timeVisible: true,
      secondsVisible: false,
      minBarSpacing: 0.001,
      rightOffset: 2,
      fixLeftEdge: true,
      fixRightEdge: true,
      tickMarkFormatter: (time: Time) => tickLabel(Number(time), zone()),
    },
    localization: { timeFormatter: (time: Time) => at('full', zone(), Number(time) * 1000) },
    // The wheel scrolls the page, and so does a finger that moves up or down.
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false },
  });
  let drawn: Drawn[] = [];
  let marker: Marks | null = null;
  let marks: readonly Marker[] = [];
  let ruled: Rules[] = [];
  let rules: readonly Rule[] = [];
  let lastTime = 0;

  chart.subscribeCrosshairMove((event) => {
    if (event.time === undefined) return look(null, []);
    look(
      Number(event.time),
      drawn.map(({ main }) => (event.seriesData.get(main) as { value?: number } | undefined)?.value ?? null),
    );
  });

  function clear(): void {
    for (const { main, edges } of drawn) for (const series of [main, ...edges]) chart.removeSeries(series);
    while (chart.panes().length > 1) chart.removePane(chart.panes().length - 1);
    drawn = [];
    marker = null;
    ruled = [];
  }

  function add(lane: Lane, pane: number): Drawn {
    const price = { type: 'custom' as const, formatter: lane.write, minMove: lane.grain };
    const common = { priceFormat: price, lineWidth: 2 as const, priceLineVisible: false, lastValueVisible: lane.kind !== 'fall', crosshairMarkerRadius: 3 };
    const values = new Map(lane.slots.flatMap((slot) => (slot.value === undefined ? [] : [[slot.time, slot.value] as const])));
    const [base = 0] = values.values();
    const main: Series =
      lane.kind === 'plain'
        ? chart.addSeries(LineSeries, common, pane)
        : chart.addSeries(AreaSeries, { ...common, ...(lane.kind === 'fall' ? { lineWidth: 1, invertFilledArea: true } : {}) }, pane);
    const edges = [lane.low, lane.high].flatMap((slots) => {
      if (!slots) return [];
      const edge: Series = chart.addSeries(LineSeries, { ...common, lineWidth: 1, lineStyle: LineStyle.Dotted, lastValueVisible: false, crosshairMarkerVisible: false }, pane);
      edge.setData(slots.map(point));
      return [edge];
    });
    main.setData(lane.slots.map(point));
    const baseLine =
      lane.kind === 'value' ? main.createPriceLine({ price: base, lineWidth: 1, lineStyle: LineStyle.SparseDotted, axisLabelVisible: false, title: '' }) : null;
    return { lane, main, edges, base, baseLine, values, last: [...values.values()].at(-1) ?? base };
  }

  /** A gain has the gain's colour over the whole range, a loss the other: by where the line ends against where it begins. */
  function ink({ lane, main, base, baseLine, last }: Drawn): void {
    if (lane.kind === 'plain') main.applyOptions({ color: colour('accent') });
    else if (lane.kind === 'fall') main.applyOptions({ lineColor: colour('down'), topColor: faded(colour('down'), 0.22), bottomColor: faded(colour('down'), 0.08) });
    else {
      const tone = colour(last < base ? 'down' : 'up');
      main.applyOptions({ lineColor: tone, topColor: faded(tone, 0.28), bottomColor: faded(tone, 0) });
      baseLine?.applyOptions({ color: colour('muted') });
    }
  }

  function repaint(): void {
    const [line, muted, accent] = ['line', 'muted', 'accent'].map(colour) as [string, string, string];
    chart.applyOptions({
      layout: { textColor: muted, panes: { separatorColor: line, separatorHoverColor: faded(accent, 0.2) } },
      grid: { vertLines: { visible: false }, horzLines: { color: faded(line, 0.8) } },
      crosshair: { vertLine: { color: muted, labelBackgroundColor: muted }, horzLine: { color: muted, labelBackgroundColor: muted } },
    });
    for (const one of drawn) {
      ink(one);
      for (const edge of one.edges) edge.applyOptions({ color: faded(accent, 0.5) });
    }
    place();
    placeRules();
  }

  function place(): void {
    const first = drawn[0];
    if (!first) return;
    if (!marker && marks.length > 0) {
      marker = marksPrimitive();
      first.main.attachPrimitive(marker);
    }
    const times = [...first.values.keys()];
    marker?.set(marks, (time) => first.values.get(time) ?? first.values.get(times.findLast((one) => one < time) ?? Number.NaN) ?? null);
  }

  function placeRules(): void {
    if (ruled.length === 0 && rules.length > 0) {
      ruled = drawn.map(({ main }, i) => {
        // The word stands in the first lane, the line goes through all.
        const one = rulesPrimitive(i === 0);
        main.attachPrimitive(one);
        return one;
      });
    }
    for (const one of ruled) one.set(rules);
  }

  function append(time: number, step: number, values: readonly (number | null)[]): void {
    if (time < lastTime) return;
    const range = chart.timeScale().getVisibleLogicalRange();
    const whole = range === null || range.from <= 1;
    drawn.forEach((one, i) => {
      const value = values[i];
      if (value === null || value === undefined) return;
      const { main } = one;
      one.values.set(time, value);
      const before = one.last;
      const silent = lastTime > 0 && time - lastTime > SILENT_SLOTS * step;
      one.last = value;
      if (before < one.base !== value < one.base) ink(one);
      // Slots in which nothing was said stay empty, a bounded number of them: time is drawn to scale.
      for (let skipped = Math.max(lastTime + step, time - 60 * step); lastTime > 0 && skipped < time; skipped += step) {
        main.update(silent && skipped + step >= time ? { time: skipped as UTCTimestamp, value: before } : { time: skipped as UTCTimestamp });
      }
      main.update({ time: time as UTCTimestamp, value });
    });
    if (time > lastTime && whole) chart.timeScale().fitContent();
    lastTime = time;
  }

  return {
    show(lanes, next) {
      clear();
      marks = next;
      drawn = lanes.map(add);
      lastTime = Math.max(0, ...lanes.map((lane) => lane.slots.at(-1)?.time ?? 0));
      lanes.forEach((lane, i) => chart.panes()[i]?.setStretchFactor(lane.share));
      repaint();
      chart.timeScale().fitContent();
    },
    mark(next) {
      marks = next;
      place();
    },
    rule(next) {
      rules = next;
      placeRules();
    },
    append,
    repaint,
    remove: () => chart.remove(),
  };
}
