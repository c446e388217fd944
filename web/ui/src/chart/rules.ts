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
  const at = rules.flatMap(({ time, text }) => {
    const x = on.chart.timeScale().timeToCoordinate(time as UTCTimestamp);
    return x === null ? [] : [{ x, text }];
  });
  target.useMediaCoordinateSpace(({ context, mediaSize }) => {
    context.save();
    context.strokeStyle = ink;
    context.lineWidth = 1;
    context.setLineDash(DASH);
    for (const { x } of at) {
      context.beginPath();
      context.moveTo(Math.round(x) + 0.5, 0);
      context.lineTo(Math.round(x) + 0.5, mediaSize.height);
      context.stroke();
    }
    context.font = `${FONT}px ${font}`;
    if (worded) words(context, at, mediaSize.width, ink, rim);
    context.restore();
  });
}

/** The newest first: where there is room for one word it is the newest one's. */
function words(context: CanvasRenderingContext2D, at: readonly { x: number; text: string }[], wide: number, ink: string, rim: string): void {
  context.textBaseline = 'top';
  context.setLineDash([]);
  context.lineWidth = 4;
  context.strokeStyle = rim;
  context.fillStyle = ink;
  let free = Number.POSITIVE_INFINITY;
  for (const { x, text } of [...at].reverse()) {
    const { width } = context.measureText(text);
    // At the right edge the word stands at the left of its line.
    const left = x + APART + width > wide ? x - APART - width : x + APART;
    if (left + width > free) continue;
    context.strokeText(text, left, 3);
    context.fillText(text, left, 3);
    free = left - APART;
  }
}
