/** What every chart here needs: the library loaded late, the drawing made once, repainted when the colours or the zone change. */
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { resyncs } from '../live/live';
import type { Range } from '../live/history';
import { loadHistory, startOf } from '../live/history';
import { isAbort, reasonOf } from '../api/http';
import type { History } from '../api/types';
import { serverNow, zone } from '../clock';
import { colours } from '../settings';
import type { Drawing, Look } from './canvas';

/** The drawing in a box; null until the library is there, or where there is no canvas. */
export function useDrawing(look: Look): [RefObject<HTMLDivElement | null>, Drawing | null] {
  const box = useRef<HTMLDivElement>(null);
  const heard = useRef(look);
  heard.current = look;
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  useEffect(() => {
    let gone = false;
    let made: Drawing | null = null;
    void import('./canvas').then(({ draw }) => {
      if (gone || !box.current) return;
      made = draw(box.current, () => zone.peek(), (time, values) => heard.current(time, values));
      setDrawing(made);
    });
    return () => {
      gone = true;
      made?.remove();
    };
  }, []);
  const painted = `${colours.value}/${zone.value}`;
  useEffect(() => drawing?.repaint(), [drawing, painted]);
  return [box, drawing];
}

export type Loaded =
  | { state: 'loading' }
  | { state: 'failed'; why: string }
  | { state: 'there'; from: number; to: number; histories: readonly History[] };

/** The past of some metrics over a range, asked for again after every interruption. */
export function useHistories(bot: string | null, metrics: readonly string[], range: Range, first: number | null): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' });
  const names = metrics.join(' ');
  const again = resyncs.value;
  const start = range === 'All' ? first : null;
  const asked = useRef('');
  useEffect(() => {
    const abort = new AbortController();
    const what = `${bot ?? ''}/${names}/${range}`;
    // After an interruption the chart that is there stays until the newer one is.
    if (asked.current !== what) setLoaded({ state: 'loading' });
    asked.current = what;
    const to = serverNow();
    const from = startOf(range, to, start);
    Promise.all(names.split(' ').map((metric) => loadHistory(bot, metric, from, to, undefined, abort.signal)))
      .then((histories) => setLoaded({ state: 'there', from, to, histories }))
      .catch((error: unknown) => {
        if (!isAbort(error)) setLoaded({ state: 'failed', why: reasonOf(error) });
      });
    return () => abort.abort();
  }, [bot, names, range, again, start]);
  return loaded;
}
