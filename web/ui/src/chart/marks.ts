/* Draws the trade marks on the line: small, with a rim, so that many beside each other stay readable. */
import type { CanvasRenderingTarget2D } from 'fancy-canvas';
import type { IPrimitivePaneView, ISeriesPrimitive, SeriesAttachedParameter, SeriesType, Time, UTCTimestamp } from 'lightweight-charts';
import type { Marker } from './markers';
import { colour } from './paint';

interface Placed extends Marker {
  value: number;
}

const SIZE = 4.5;
const AWAY = 9;

export interface Marks extends ISeriesPrimitive<Time> {
  /** What to mark, and the value of the line at a time; null where it has none. */
  set(marks: readonly Marker[], valueAt: (time: number) => number | null): void;
}

export function marksPrimitive(): Marks {
  let placed: Placed[] = [];
  let attached: SeriesAttachedParameter<Time, SeriesType> | null = null;
  const view: IPrimitivePaneView = {
    zOrder: () => 'top',
    renderer: () => ({ draw: (target) => paint(target, placed, attached) }),
  };
  return {
    attached(to) {
      attached = to;
    },
    detached() {
      attached = null;
    },
    paneViews: () => [view],
    set(marks, valueAt) {
      placed = marks.flatMap((mark) => {
        const value = valueAt(mark.time);
        return value === null ? [] : [{ ...mark, value }];
      });
      attached?.requestUpdate();
    },
  };
}

function paint(target: CanvasRenderingTarget2D, marks: readonly Placed[], on: SeriesAttachedParameter<Time, SeriesType> | null): void {
  if (!on || marks.length === 0) return;
  const inks = { entry: colour('accent'), gain: colour('up'), loss: colour('down'), closed: colour('muted'), rim: colour('surface') };
  target.useMediaCoordinateSpace(({ context }) => {
    context.lineWidth = 1.5;
    context.strokeStyle = inks.rim;
    for (const mark of marks) {
      const x = on.chart.timeScale().timeToCoordinate(mark.time as UTCTimestamp);
      const y = on.series.priceToCoordinate(mark.value);
      if (x === null || y === null) continue;
      context.fillStyle = mark.kind === 'long' || mark.kind === 'short' ? inks.entry : inks[mark.kind];
      context.beginPath();
      trace(context, mark.kind, x, y);
      context.closePath();
      context.stroke();
      context.fill();
    }
  });
}

function trace(context: CanvasRenderingContext2D, kind: Marker['kind'], x: number, y: number): void {
  switch (kind) {
    case 'long':
      triangle(context, x, y + AWAY, 1);
      break;
    case 'short':
      triangle(context, x, y - AWAY, -1);
      break;
    case 'loss':
      context.rect(x - 3, y - 3, 6, 6);
      break;
    case 'gain':
    case 'closed':
      context.arc(x, y, 3.3, 0, 2 * Math.PI);
      break;
  }
}

/** Its tip towards the line: `way` +1 stands below and points up. */
function triangle(context: CanvasRenderingContext2D, x: number, y: number, way: 1 | -1): void {
  context.moveTo(x, y - way * SIZE);
  context.lineTo(x - SIZE, y + way * (SIZE - 1));
  context.lineTo(x + SIZE, y + way * (SIZE - 1));
}
