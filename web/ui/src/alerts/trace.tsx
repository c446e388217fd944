/** The metric around an alert: a small line with the limit across it and the time of the alert shaded. */
import { useEffect, useState } from 'preact/hooks';
import type { Alert } from '../api/alert-types';
import type { History } from '../api/types';
import { serverNow, zone } from '../clock';
import { figure } from '../format/alerts';
import { at, millis } from '../format/time';
import { metricWord } from '../format/words';
import { loadHistory } from '../live/history';

const WIDTH = 520;
const HEIGHT = 120;
const PAD = 6;
const BEFORE = 3_600_000;
const AFTER = 1_800_000;
const METRIC = /^[a-z][a-z0-9_.]{1,63}$/;

/** The metric that an alert was about, as its evidence names it; null when it was about something else. */
export const metricOf = (alert: Alert): string | null => alert.evidence.map((one) => one.what).find((what) => METRIC.test(what)) ?? null;

/** The limit, where it is one of this metric: a rule may judge a rate or a sum of it, which is on another scale. */
export function limitOf(alert: Alert): number | null {
  const { value, threshold } = alert;
  if (value === null || threshold === null) return null;
  const metric = metricOf(alert);
  const near = Math.max(Math.abs(value) * 0.01, 1e-9);
  return alert.evidence.some((one) => one.what === metric && Math.abs(Number.parseFloat(one.value) - value) <= near) ? threshold : null;
}

export interface Drawn {
  line: string;
  limit: number | null;
  from: number;
  to: number;
}

/** Points in the box: the line, the height of the limit and where the alert's time begins and ends. */
export function draw(points: readonly { at: number; value: number }[], begin: number, end: number, limit: number | null, open: [number, number]): Drawn | null {
  if (points.length < 2 || end <= begin) return null;
  const values = points.map((point) => point.value);
  const low = Math.min(...values, limit ?? Infinity);
  const high = Math.max(...values, limit ?? -Infinity);
  const x = (time: number): number => ((Math.min(Math.max(time, begin), end) - begin) / (end - begin)) * WIDTH;
  const y = (value: number): number => (high === low ? HEIGHT / 2 : HEIGHT - PAD - ((value - low) / (high - low)) * (HEIGHT - 2 * PAD));
  return {
    line: points.map((point, i) => `${i ? 'L' : 'M'}${x(point.at).toFixed(1)} ${y(point.value).toFixed(1)}`).join(''),
    limit: limit === null ? null : y(limit),
    from: x(open[0]),
    to: x(open[1]),
  };
}

const timed = (points: History['points']): { at: number; value: number }[] =>
  points.flatMap((point) => {
    const time = millis(point.at);
    return time === null || point.value === null ? [] : [{ at: time, value: point.value }];
  });

export function Trace({ alert }: { alert: Alert }) {
  const metric = metricOf(alert);
  const [points, setPoints] = useState<readonly { at: number; value: number }[] | null>(null);
  const begun = millis(alert.begun) ?? 0;
  const over = alert.state === 'resolved' || alert.state === 'ended';
  const ended = over ? (millis(alert.since) ?? begun) : serverNow();
  const [from, to] = [begun - BEFORE, Math.min(serverNow(), over ? ended + AFTER : Infinity)];

  useEffect(() => {
    if (metric === null) return;
    const stop = new AbortController();
    loadHistory(alert.bot, metric, from, to, 240, stop.signal).then((history) => setPoints(timed(history.points)), () => setPoints([]));
    return () => stop.abort();
  }, [alert.id, metric]);

  if (metric === null) return null;
  const limit = limitOf(alert);
  const drawn = points && draw(points, from, to, limit, [begun, ended]);
  const values = points?.map((point) => point.value) ?? [];
  return (
    <figure class="trace">
      <figcaption>{metricWord(metric)} <span class="muted">{at('minute', zone.value, from)} to {at('minute', zone.value, to)}</span></figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={values.length > 1 ? `${metricWord(metric)} between ${figure(Math.min(...values))} and ${figure(Math.max(...values))}${limit === null ? '' : `, limit ${figure(limit)}`}` : 'no samples'}>
        {drawn && (
          <>
            <rect class={alert.level} x={drawn.from} y={0} width={Math.max(2, drawn.to - drawn.from)} height={HEIGHT} />
            {drawn.limit !== null && <line x1={0} x2={WIDTH} y1={drawn.limit} y2={drawn.limit} />}
            <path d={drawn.line} />
          </>
        )}
      </svg>
      <span class="muted ends">
        {points === null ? 'Loading…' : drawn ? <><span>lowest {figure(Math.min(...values))}</span><span>highest {figure(Math.max(...values))}</span>{limit !== null && <span class="key">limit {figure(limit)}</span>}</> : 'No samples of that time are kept.'}
      </span>
    </figure>
  );
}
