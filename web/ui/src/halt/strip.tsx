/** The equity around a halt as one line, with what stands out as marks on the same axis. */
import { useEffect, useState } from 'preact/hooks';
import type { Incident, Line } from '../api/incident';
import type { HistoryPoint } from '../api/types';
import { serverNow, zone } from '../clock';
import { isMark, kindTone, kindWord } from '../format/incident';
import { money } from '../format/number';
import { clock, millis } from '../format/time';
import { loadHistory } from '../live/history';
import { Blank } from '../parts/card';

const WIDTH = 1000;
const HEIGHT = 90;
const PAD = 6;
const POINTS = 300;
const MOST_MARKS = 60;

/** The line through the points over the stretch from from to to; null where there is none. */
export function curve(points: readonly HistoryPoint[], from: number, to: number): string | null {
  const known = points.map(({ at, value }) => ({ at: millis(at), value })).filter((point): point is { at: number; value: number } => point.at !== null);
  if (known.length < 2 || to <= from) return null;
  const low = Math.min(...known.map(({ value }) => value));
  const high = Math.max(...known.map(({ value }) => value));
  const y = (value: number): number => (high === low ? HEIGHT / 2 : HEIGHT - PAD - ((value - low) / (high - low)) * (HEIGHT - 2 * PAD));
  return known.map(({ at, value }, i) => `${i === 0 ? 'M' : 'L'}${(((at - from) / (to - from)) * WIDTH).toFixed(1)} ${y(value).toFixed(1)}`).join('');
}

/** One mark of a kind in a place: more would be a wall. */
export function marksOf(lines: readonly Line[], from: number, to: number): { x: number; line: Line }[] {
  const seen = new Set<string>();
  const marks: { x: number; line: Line }[] = [];
  for (const line of lines.filter(isMark)) {
    const at = millis(line.at);
    if (at === null || at < from || at > to || to <= from || marks.length >= MOST_MARKS) continue;
    const x = ((at - from) / (to - from)) * WIDTH;
    const place = `${line.kind}/${Math.round(x / 8)}`;
    if (!seen.has(place)) marks.push({ x, line });
    seen.add(place);
  }
  return marks;
}

export function Strip({ incident }: { incident: Incident }) {
  const [points, setPoints] = useState<readonly HistoryPoint[]>([]);
  const [loading, setLoading] = useState(true);
  const bots = incident.halt.bots;
  const bot = bots.length === 1 ? (bots[0]?.bot ?? null) : null;
  const from = millis(incident.from) ?? 0;
  const to = millis(incident.to) ?? 0;
  useEffect(() => {
    if (to <= from) return;
    const stop = new AbortController();
    // Without a curve the marks still stand on their axis.
    loadHistory(bot, 'equity', from, to, POINTS, stop.signal).then((history) => setPoints(history.points), () => {}).finally(() => {
      if (!stop.signal.aborted) setLoading(false);
    });
    return () => stop.abort();
  }, [bot, from, to]);
  const path = curve(points, from, to);
  const marks = marksOf(incident.lines, from, to);
  const values = points.map(({ value }) => value);
  const said = path === null && loading ? 'The equity of this time is on its way.' : path === null ? 'No equity is known of this time.' : `Equity of ${bot ?? 'all bots'} from ${money(values[0] ?? null, null)} to ${money(values[values.length - 1] ?? null, null)}.`;
  return (
    <figure class="strip-axis">
      {path === null && marks.length === 0 && <Blank title={said} />}
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${said} ${marks.length} marks, which the list below has, too.`}>
        {marks.map(({ x, line }, i) => (
          <line key={i} class={`mark ${kindTone[line.kind]}`} x1={x} x2={x} y1="0" y2={HEIGHT}>
            <title>{`${kindWord[line.kind]}: ${line.what}`}</title>
          </line>
        ))}
        {path !== null && <path class="curve" d={path} />}
      </svg>
      <figcaption>
        <span>{clock(incident.from, zone.value, serverNow())}</span>
        <span class="soft">{said}</span>
        <span>{clock(incident.to, zone.value, serverNow())}</span>
      </figcaption>
    </figure>
  );
}
