/** Where a bot's configuration became another one: asked for with the chart, and again when the socket says so. */
import { useEffect, useState } from 'preact/hooks';
import { isRecord } from '../api/decode';
import { get, query, url } from '../api/http';
import { millis } from '../format/time';
import { followConfig } from '../live/config';
import { resyncs } from '../live/live';
import type { Rule } from './rules';

export interface VersionMark {
  version: number;
  /** In milliseconds. */
  at: number;
}

/** More lines than this on one chart tell nobody anything. */
const MOST = 100;
const BECAME: readonly unknown[] = ['accepted', 'rolled_back'];

/** The versions in a page of the history, the oldest first. The chart needs no more of it than this. */
export function versionsIn(raw: unknown): VersionMark[] {
  const list: unknown = isRecord(raw) ? raw['history'] : null;
  if (!Array.isArray(list)) return [];
  return list
    .flatMap((one: unknown) => {
      if (!isRecord(one) || !BECAME.includes(one['outcome'])) return [];
      const { version, at } = one;
      const when = typeof at === 'string' ? millis(at) : null;
      return typeof version === 'number' && when !== null ? [{ version, at: when }] : [];
    })
    .sort((a, b) => a.at - b.at);
}

function has(raw: unknown, bot: string): boolean {
  const list: unknown = isRecord(raw) ? raw['configurations'] : null;
  return Array.isArray(list) && list.some((one: unknown) => isRecord(one) && one['bot'] === bot);
}

/** Of several in one slot the newest is named. */
export function rulesOf(marks: readonly VersionMark[], from: number, to: number, step: number): Rule[] {
  const found = new Map<number, Rule>();
  for (const { version, at } of marks) {
    const time = Math.floor(at / 1000 / step) * step;
    if (time >= from && time <= to) found.set(time, { time, text: `config v${version}` });
  }
  return [...found.values()];
}

/** None for the fleet: the lines of many bots are no news of any. */
export function useVersions(bot: string | null): readonly VersionMark[] {
  const [marks, setMarks] = useState<readonly VersionMark[]>([]);
  const [news, setNews] = useState(0);
  const again = resyncs.value;
  useEffect(() => followConfig((heard) => (heard.bot === bot ? setNews((before) => before + 1) : undefined)), [bot]);
  useEffect(() => {
    if (bot === null) return setMarks([]);
    const abort = new AbortController();
    // A bot without a configuration is asked for nothing that it does not have.
    get(url.configs, abort.signal)
      .then((raw) => (has(raw, bot) ? get(`${url.bot(bot)}/config/history?${query({ limit: MOST })}`, abort.signal) : null))
      .then((raw) => setMarks(versionsIn(raw)))
      .catch(() => undefined); // A chart without the lines is a chart.
    return () => abort.abort();
  }, [bot, again, news]);
  return marks;
}
