/** A look at the server's parts and the bots' for who does not want to wait for the next regular one. */
import { useState } from 'preact/hooks';
import type { Checked, HealthCheck } from '../api/health';
import { checkHealth } from '../api/health';
import { reasonOf } from '../api/http';
import { plural, took } from '../format/number';
import { plainly } from '../format/words';
import { Blank, Card } from '../parts/card';
import { HealthMark } from '../parts/status';
import { Table } from '../parts/table';
import type { Column } from '../parts/table';
import { Clock } from '../parts/when';
import { botPath } from '../router';

const COLUMNS: readonly Column<Checked>[] = [
  { head: 'Of', cell: (part) => (part.bot === null ? 'server' : <a href={botPath(part.bot)}>{part.bot}</a>) },
  { head: 'Component', cell: (part) => plainly(part.name) },
  { head: 'Health', cell: (part) => <HealthMark health={part.health} /> },
  { head: 'Answers in', title: 'for the server, how long it took to look; for a bot, what it told', numeric: true, cell: (part) => took(part.response_time_ms) },
  { head: 'Message', drop: 'phone', cell: (part) => part.message ?? '' },
];

/** @param mayCheck whether who is signed in may have it done */
export function HealthCheckCard({ mayCheck }: { mayCheck: boolean }) {
  const [seen, setSeen] = useState<HealthCheck | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const check = (): void => {
    setBusy(true);
    setFailed(null);
    checkHealth().then(setSeen).catch((error: unknown) => setFailed(reasonOf(error))).finally(() => setBusy(false));
  };
  return (
    <Card
      title="Health check" class="c12" note={seen !== null && <>server {seen.health}, {plural(seen.bots, 'bot')}, seen at <Clock at={seen.at} /></>}
      tools={mayCheck && <button type="button" class="button" disabled={busy} onClick={check}>{busy ? 'Looking…' : 'Check now'}</button>}
    >
      <div role="status">{failed !== null && <p class="wrong">{failed}</p>}</div>
      {seen === null ? <Blank title={mayCheck ? 'Not asked for yet.' : 'Operators can have everything looked at now.'}>The server looks at itself and at what the bots told at the interval of its settings; a check does so at once.</Blank> : (
        <Table caption="Components as they were seen" columns={COLUMNS} rows={seen.parts} keyOf={(part, i) => `${i}/${part.bot ?? ''}/${part.name}`} />
      )}
    </Card>
  );
}
