/** Alerts that are over, page by page. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { loadAlerts } from '../api/alerts';
import type { Alert } from '../api/alert-types';
import { reasonOf } from '../api/http';
import { alerts } from '../live/alerts';
import { resyncs } from '../live/live';
import { Blank, Bones, Card } from '../parts/card';
import { Choice } from '../parts/choice';
import { AlertRow } from './row';

const PAGE = 25;
const LEVELS = ['all', 'warning', 'critical'] as const;
type Level = (typeof LEVELS)[number];

interface Pages {
  rows: readonly Alert[];
  next: string | null;
  busy: boolean;
  why: string | null;
}

const START: Pages = { rows: [], next: null, busy: true, why: null };

function usePages(bot: string | null, level: Level): [Pages, () => void] {
  const [pages, setPages] = useState(START);
  const turn = useRef(0);
  const newest = alerts.value?.recent[0]?.id;
  async function more(before: Pages): Promise<void> {
    const mine = ++turn.current;
    setPages({ ...before, busy: true, why: null });
    try {
      const page = await loadAlerts({ state: 'resolved', bot, level: level === 'all' ? null : level, cursor: before.next, limit: PAGE });
      if (turn.current === mine) setPages({ rows: before.next === null ? page.items : [...before.rows, ...page.items], next: page.next, busy: false, why: null });
    } catch (error) {
      if (turn.current === mine) setPages({ ...before, busy: false, why: reasonOf(error) });
    }
  }
  // What was just over is on top: the rows that are there stay until the new ones have come.
  useEffect(() => void more({ ...START, rows: turn.current === 0 ? [] : pages.rows }), [bot, level, resyncs.value, newest]);
  return [pages, () => void more(pages)];
}

export function Past({ bot }: { bot: string | null }) {
  const [level, setLevel] = useState<Level>('all');
  const [{ rows, next, busy, why }, older] = usePages(bot, level);
  return (
    <Card title="Over" note="the newest first" tools={<Choice label="Level" options={LEVELS} value={level} onChange={setLevel} words={{ all: 'All', warning: 'From warning', critical: 'Critical' }} />}>
      {rows.length === 0 && busy && <Bones rows={5} />}
      {rows.length === 0 && !busy && why === null && <Blank title="None yet.">Alerts that are over stand here with what became of them.</Blank>}
      {why !== null && <Blank title="The past could not be loaded.">{why}</Blank>}
      <ul class="alerts past">{rows.map((alert) => <AlertRow key={alert.id} alert={alert} />)}</ul>
      {(next !== null || (why !== null && !busy)) && <div class="more-row"><button type="button" class="button" disabled={busy} onClick={older}>{busy ? 'Loading…' : why === null ? 'Older' : 'Try again'}</button></div>}
    </Card>
  );
}
