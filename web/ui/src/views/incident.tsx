/** What happened around a halt: everything that is known, on one axis of time. */
import { useEffect, useState } from 'preact/hooks';
import type { Incident as Known, Kind, Line } from '../api/incident';
import { incidentUrl, KINDS, loadIncident } from '../api/incident';
import { isAbort, reasonOf } from '../api/http';
import { zone } from '../clock';
import { modeWord, progress } from '../format/halts';
import { around, kindTone, kindWord, offset } from '../format/incident';
import { count, plural } from '../format/number';
import { at, millis, moment } from '../format/time';
import { State } from '../halt/detail';
import { Strip } from '../halt/strip';
import { halts, released } from '../live/halts';
import { Blank, Bones, Card } from '../parts/card';
import { Choice } from '../parts/choice';
import { Dot } from '../parts/status';
import { Said } from '../parts/when';
import { haltPath, keep, search } from '../router';
import '../styles/incident.css';

const BEFORE = ['10m', '1h', '1d'] as const;
type Before = (typeof BEFORE)[number];
const BEFORE_WORDS: Readonly<Record<Before, string>> = { '10m': '10 min', '1h': '1 h', '1d': '1 day' };

/** Asked for anew whenever the halt moves. */
function useIncident(id: string, before: Before): { known: Known | null; why: string | null } {
  const [state, setState] = useState<{ known: Known | null; why: string | null }>({ known: null, why: null });
  const live = halts.value.find((one) => one.id === id) ?? released.value.find((one) => one.id === id);
  const moved = live === undefined ? '' : `${live.state}/${live.since}/${live.epoch}/${progress(live)}`;
  useEffect(() => {
    const stop = new AbortController();
    loadIncident(id, before, stop.signal).then(
      (known) => setState({ known, why: null }),
      (error: unknown) => {
        if (!isAbort(error)) setState((old) => ({ ...old, why: reasonOf(error) }));
      },
    );
    return () => stop.abort();
  }, [id, before, moved]);
  return state;
}

const chosen = (text: string | null): ReadonlySet<Kind> => new Set(KINDS.filter((kind) => (text ?? '').split(',').includes(kind)));

export function Incident({ id }: { id: string }) {
  const before = BEFORE.find((one) => one === search.value.get('before')) ?? '10m';
  const { known, why } = useIncident(id, before);
  return (
    <>
      <div class="head c12">
        <h1>Incident {id}</h1>
        <span class="grow" />
        <a class="button" href={incidentUrl(id, before, 'markdown')} download>Markdown</a>
        <a class="button" href={incidentUrl(id, before, 'csv')} download>CSV</a>
        <a class="button" href={incidentUrl(id, before, 'json')} download={`incident-${id}.json`}>JSON</a>
        <a class="button" href={haltPath(id)}>The halt</a>
      </div>
      {known === null && <Card title="Incident" class="c12">{why === null ? <Bones rows={8} /> : <Blank title="This incident cannot be shown.">{why}</Blank>}</Card>}
      {known !== null && (
        <>
          <Card
            title={`${modeWord[known.halt.mode]}: ${known.halt.scope.words}`}
            note={<State state={known.halt.state} />}
            tools={<Choice label="From how long before" options={BEFORE} value={before} onChange={(next) => keep({ before: next === '10m' ? null : next })} words={BEFORE_WORDS} />}
            class="c12"
          >
            <p class="incident-lead"><b>{known.halt.by}</b>: <Said text={known.halt.reason} />. <span class="muted">{progress(known.halt)}</span></p>
            {why !== null && <p class="notice bad" role="alert">{why}</p>}
            <Strip incident={known} />
          </Card>
          <Axis incident={known} />
        </>
      )}
    </>
  );
}

function Axis({ incident }: { incident: Known }) {
  const only = chosen(search.value.get('kinds'));
  const [more, setMore] = useState({ earlier: false, later: false });
  const counts = new Map<Kind, number>();
  incident.lines.forEach(({ kind }) => counts.set(kind, (counts.get(kind) ?? 0) + 1));
  const lines = only.size === 0 ? incident.lines : incident.lines.filter(({ kind }) => only.has(kind));
  const begun = millis(incident.halt.begun) ?? 0;
  const near = around(lines, begun);
  const from = more.earlier ? 0 : near.from;
  const to = more.later ? lines.length : near.to;
  const toggle = (kind: Kind): void => {
    const next = KINDS.filter((one) => only.has(one) !== (one === kind));
    keep({ kinds: next.length === 0 ? null : next.join(',') });
  };
  return (
    <Card title="What happened" note={plural(lines.length, 'line')} class="c12">
      <div class="kinds" role="group" aria-label="Kinds of lines">
        {KINDS.filter((kind) => counts.has(kind)).map((kind) => (
          <button key={kind} type="button" class="kind" aria-pressed={only.has(kind)} onClick={() => toggle(kind)}>
            {kindWord[kind]} <span class="muted">{count(counts.get(kind) ?? 0)}</span>
          </button>
        ))}
      </div>
      {(incident.left_out > 0 || !incident.whole) && <p class="notice">There is more than is listed: these lines are nearest to the halt’s begin.</p>}
      {lines.length === 0 && <Blank title={incident.lines.length === 0 ? 'Nothing is known of this time any more.' : 'No line is of these kinds.'} />}
      {from > 0 && <p class="row"><button type="button" class="button" onClick={() => setMore({ ...more, earlier: true })}>Show {count(from)} earlier</button></p>}
      <ol class="axis">{lines.slice(from, to).map((line, i) => <Row key={from + i} line={line} begun={begun} />)}</ol>
      {to < lines.length && <p class="row"><button type="button" class="button" onClick={() => setMore({ ...more, later: true })}>Show {count(lines.length - to)} later</button></p>}
    </Card>
  );
}

function Row({ line, begun }: { line: Line; begun: number }) {
  const when = millis(line.at) ?? 0;
  const tone = kindTone[line.kind];
  return (
    <li class={line.kind === 'command' || line.kind === 'release' ? 'turn' : ''}>
      <a href={line.link}>
        <time dateTime={line.at} title={moment(line.at)}>{at('clock', zone.value, when)}<small>{offset(when, begun)}</small></time>
        <span class={`status ${tone}`}><Dot tone={tone} />{kindWord[line.kind]}</span>
        <span class="axis-what">{line.bot !== null && <b>{line.bot} </b>}<Said text={line.what} />{line.detail !== null && <span class="muted axis-detail"><Said text={line.detail} /></span>}</span>
      </a>
    </li>
  );
}
