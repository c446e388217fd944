/* Upright dashed lines with a word: where something happened to all that is drawn. */
import type { CanvasRenderingTarget2D } from 'fancy-canvas';
import type { IPrimitivePaneView, ISeriesPrimitive, SeriesAttachedParameter, SeriesType, Time, UTCTimestamp } from 'lightweight-charts';
import { colour } from './paint';

export interface Rule {
  /** In seconds, where a slot begins. */
  time: number;
  text: string;
}

export interface Rules extends ISeriesPrimitive<Time> {
  set(rules: readonly Rule[]): void;
}

const DASH = [3, 3];
const FONT = 11;
/** A word that would stand in another one is left out; its line is drawn. */
const APART = 4;

export function rulesPrimitive(worded: boolean): Rules {
  let rules: readonly Rule[] = [];
  let attached: SeriesAttachedParameter<Time, SeriesType> | null = null;
  const view: IPrimitivePaneView = {
    zOrder: () => 'top',
    renderer: () => ({ draw: (target) => paint(target, rules, attached, worded) }),
  };
  return {
    attached(to) {
      attached = to;
    },
    detached() {
      attached = null;
    },
    paneViews: () => [view],
    set(next) {
      rules = next;
      attached?.requestUpdate();
    },
  };
}

function paint(target: CanvasRenderingTarget2D, rules: readonly Rule[], on: SeriesAttachedParameter<Time, SeriesType> | null, worded: boolean): void {
  if (!on || rules.length === 0) return;
  const [ink, rim] = [colour('accent'), colour('surface')];
  const font = on.chart.options().layout.fontFamily;
  target.useMediaCoordinateSpace(({ context, mediaSize }) => {
    context.save();
    context.fillStyle = ink;
    context.font = `${FONT}px ${font}`;
    context.textBaseline = 'top';
    // The newest first: where there is room for one word it is the newest one's.
    let free = Number.POSITIVE_INFINITY;
    for (const { time, text } of [...rules].reverse()) {
      const x = on.chart.timeScale().timeToCoordinate(time as UTCTimestamp);
      if (x === null) continue;
      context.setLineDash(DASH);
      context.strokeStyle = ink;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(Math.round(x) + 0.5, 0);
      context.lineTo(Math.round(x) + 0.5, mediaSize.height);
      context.stroke();
      const { width } = context.measureText(text);
      // At the right edge the word stands at the left of its line.
      const left = x + APART + width > mediaSize.width ? x - APART - width : x + APART;
      if (!worded || left + width > free) continue;
      context.setLineDash([]);
      context.strokeStyle = rim;
      context.lineWidth = 4;
      context.strokeText(text, left, 3);
      context.fillText(text, left, 3);
      free = left - APART;
    }
    context.restore();
  });
}
