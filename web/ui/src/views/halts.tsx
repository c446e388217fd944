/** The halts: those in force, and those that were released. */
import { useEffect, useState } from 'preact/hooks';
import { loadHalt, loadReleased } from '../api/halts';
import type { Halt } from '../api/halt-types';
import { isAbort, reasonOf } from '../api/http';
import { HaltDetail, State } from '../halt/detail';
import { ResumeDialog } from '../halt/resume';
import '../config/styles';
import { Acted } from '../panels/acted';
import { modeWord, progress } from '../format/halts';
import { halts, haltsTopic, released } from '../live/halts';
import { loadSession, mayAct } from '../live/session';
import { Blank, Bones, Card } from '../parts/card';
import { Age, Clock, Said } from '../parts/when';
import { haltPath, incidentPath } from '../router';

const PAGE = 50;

export function Halts() {
  useEffect(() => void loadSession(), []);
  const known = haltsTopic.state.value !== null;
  return (
    <>
      <div class="head c12"><h1>Halts</h1></div>
      <Card title="In force" class="c12">
        {!known && <Bones rows={2} />}
        {known && halts.value.length === 0 && <Blank title="Nothing is stopped.">The red button at the top of every page stops all bots, or the one that is looked at.</Blank>}
        <ul class="halt-list">{halts.value.map((halt) => <Row key={halt.id} halt={halt} />)}</ul>
      </Card>
      <Acted bot={null} class="c12" />
      <Past />
    </>
  );
}

function Row({ halt }: { halt: Halt }) {
  return (
    <li>
      <a href={haltPath(halt.id)}>
        <State state={halt.state} />
        <b>{modeWord[halt.mode]}: {halt.scope.words}</b>
        <span class="soft"><Said text={halt.reason} /></span>
        <span class="muted nowrap">{halt.by}, <Age of={halt.begun} /> ago</span>
        <span class="muted">{halt.released === null ? progress(halt) : <>released <Clock at={halt.released.at} /> by {halt.released.by}: {halt.released.reason}</>}</span>
      </a>
    </li>
  );
}

function Past() {
  const [older, setOlder] = useState<readonly Halt[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const load = (cursor: string | null): void =>
    void loadReleased(cursor, PAGE).then(
      (page) => {
        setOlder((before) => (cursor === null ? page.items : [...before, ...page.items]));
        setNext(page.next);
        setWhy(null);
      },
      (error: unknown) => setWhy(reasonOf(error)),
    );
  const newest = released.value[0]?.id;
  useEffect(() => load(null), [newest]);
  return (
    <Card title="Released" note="the newest first" class="c12">
      {why !== null && <Blank title="The past cannot be shown.">{why}</Blank>}
      {why === null && older.length === 0 && <Blank title="No halt has been released yet." />}
      <ul class="halt-list">{older.map((halt) => <Row key={halt.id} halt={halt} />)}</ul>
      {next !== null && <p class="row"><button type="button" class="button" onClick={() => load(next)}>Show older</button></p>}
    </Card>
  );
}

/** The newest that is known of a halt: the live one, or the one that was asked for. */
function useHalt(id: string): { halt: Halt | null; why: string | null } {
  const [asked, setAsked] = useState<{ halt: Halt | null; why: string | null }>({ halt: null, why: null });
  const live = halts.value.find((one) => one.id === id) ?? released.value.find((one) => one.id === id) ?? null;
  const isLive = live !== null;
  useEffect(() => {
    if (isLive) return;
    const stop = new AbortController();
    loadHalt(id, stop.signal).then(
      (halt) => setAsked({ halt, why: null }),
      (error: unknown) => {
        if (!isAbort(error)) setAsked((before) => ({ ...before, why: reasonOf(error) }));
      },
    );
    return () => stop.abort();
  }, [id, isLive]);
  return live === null ? asked : { halt: live, why: null };
}

export function HaltPage({ id }: { id: string }) {
  useEffect(() => void loadSession(), []);
  const [resuming, setResuming] = useState(false);
  const { halt, why } = useHalt(id);
  return (
    <>
      <div class="head c12"><h1>Halt {id}</h1><span class="grow" /><a class="button" href={incidentPath(id)}>Incident</a><a class="button" href="/halts">All halts</a></div>
      {halt === null && <Card title="Halt" class="c12">{why === null ? <Bones rows={5} /> : <Blank title="This halt cannot be shown.">{why}</Blank>}</Card>}
      {halt !== null && <HaltDetail halt={halt} tools={halt.released === null && mayAct.value && <button type="button" class="button" onClick={() => setResuming(true)}>Resume…</button>} />}
      {resuming && halt !== null && <ResumeDialog halt={halt} onClose={() => setResuming(false)} />}
    </>
  );
}
