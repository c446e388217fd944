/** What halts trading without a person: each trigger, its limit, and how far each bot is from it. */
import { useEffect, useState } from 'preact/hooks';
import { reasonOf } from '../api/http';
import type { BotTrigger, TriggerSetting, Triggers } from '../api/triggers';
import { loadTriggers, rearm } from '../api/triggers';
import { Dialog, Reason } from '../config/dialog';
import { capital, metricWord } from '../format/words';
import { Blank, Card } from '../parts/card';
import type { Column } from '../parts/table';
import { Table } from '../parts/table';
import { botPath, haltPath } from '../router';

const AGAIN = 5_000;

/** The nearest to its limit first; what has halted before all. */
export const byNearness = (all: readonly BotTrigger[]): BotTrigger[] => {
  const rank = (one: BotTrigger): number => (one.stage === 'tripped' ? 1e9 : one.stage === 'spent' ? 1e6 : one.share ?? -1);
  return [...all].sort((a, b) => rank(b) - rank(a) || a.bot.localeCompare(b.bot) || a.name.localeCompare(b.name) || a.part.localeCompare(b.part));
};

const SETTINGS: readonly Column<TriggerSetting>[] = [
  { head: 'Trigger', cell: (one) => metricWord(one.name.replaceAll('-', '_')) },
  { head: 'Limit', cell: (one) => one.limit },
  { head: 'Does', cell: (one) => (one.on ? `${one.mode}, ${one.scope}` : <span class="muted">off</span>) },
  { head: 'Samples', numeric: true, drop: 'phone', title: 'how many running must be beyond the limit', cell: (one) => one.samples },
];

function Where({ of: one, onRearm }: { of: BotTrigger; onRearm: ((one: BotTrigger) => void) | null }) {
  if (one.locked) {
    return (
      <>
        <span class="pill bad">off until armed again</span>
        {onRearm !== null && <button type="button" class="button" onClick={() => onRearm(one)}>Arm again</button>}
      </>
    );
  }
  if (one.stage === 'tripped') {
    const word = <span class="pill bad" title={one.rearmed ? `armed again by ${one.rearmed.by}: ${one.rearmed.reason}` : 'its halt is in force'}>has halted</span>;
    return one.halt === null ? word : <a href={haltPath(one.halt)}>{word}</a>;
  }
  if (one.stage === 'spent') return <span class="pill warn" title="halts again once a value within the limit was seen">waits for a good value</span>;
  return one.bad > 0 ? <span class="pill warn">{one.bad} bad running</span> : <span class="muted">armed</span>;
}

const columns = (onRearm: ((one: BotTrigger) => void) | null): readonly Column<BotTrigger>[] => [
  { head: 'Bot', drop: 'phone', cell: (one) => <a href={botPath(one.bot)}>{one.bot}</a> },
  { head: 'Trigger', cell: (one) => <>{metricWord(one.name.replaceAll('-', '_'))}{one.part === '' ? '' : `, ${one.part}`}<a class="near-bot" href={botPath(one.bot)}>{one.bot}</a></> },
  {
    head: 'Of the limit',
    cell: (one) => (
      <span class="near" title={`${one.value ?? 'not looked at yet'}; the limit is ${one.limit ?? 'none'}`}>
        <span class="track" aria-hidden="true"><i class={(one.share ?? 0) >= 1 ? 'bad' : (one.share ?? 0) > 0.7 ? 'warn' : ''} style={{ width: `${(Math.min(1, one.share ?? 0) * 100).toFixed(1)}%` }} /></span>
        <b>{one.share === null ? '–' : `${Math.round(one.share * 100)} %`}</b>
      </span>
    ),
  },
  { head: 'Is', drop: 'phone', cell: (one) => capital(one.value ?? '') },
  { head: 'Stage', cell: (one) => <span class="near-stage"><Where of={one} onRearm={onRearm} /></span> },
];

/** @param mayRearm whether who is signed in may arm a throttle again */
export function AutomaticStops({ mayRearm }: { mayRearm: boolean }) {
  const [seen, setSeen] = useState<Triggers | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [chosen, setChosen] = useState<BotTrigger | null>(null);
  const look = (): void => {
    if (document.hidden) return;
    loadTriggers().then((all) => {
      setSeen(all);
      setFailed(null);
    }, (error: unknown) => setFailed(reasonOf(error)));
  };
  useEffect(() => {
    look();
    const timer = setInterval(look, AGAIN);
    return () => clearInterval(timer);
  }, []);
  return (
    <Card title="Automatic stops" note={seen === null ? '' : seen.enabled ? 'halt trading without a person' : 'switched off: nothing halts without a person'} class="c12">
      <div role="status">{failed !== null && <p class="wrong">{failed}</p>}</div>
      {seen !== null && seen.enabled && seen.bots.length > 0 && (
        <Table caption="How far each bot is from a halt" columns={columns(mayRearm ? setChosen : null)} rows={byNearness(seen.bots)} keyOf={(one) => `${one.bot}/${one.name}/${one.part}`} tall />
      )}
      {seen !== null && seen.enabled && seen.bots.length === 0 && <Blank title="Nothing was looked at yet.">As soon as a bot says something of itself, it is shown here how far it is from each limit.</Blank>}
      {seen !== null && <details class="more" open={!seen.enabled || seen.bots.length === 0}><summary>Triggers as they are set</summary><Table caption="Triggers as they are set" columns={SETTINGS} rows={seen.triggers} keyOf={(one) => one.name} /></details>}
      {chosen !== null && <RearmDialog of={chosen} onClose={() => { setChosen(null); look(); }} />}
    </Card>
  );
}

function RearmDialog({ of: one, onClose }: { of: BotTrigger; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<string | null>(null);
  const act = (): void => {
    setBusy(true);
    rearm(one, reason.trim()).then(onClose, (error: unknown) => {
      setWhy(reasonOf(error));
      setBusy(false);
    });
  };
  return (
    <Dialog
      title={`Arm ${one.name} of ${one.bot} again`} onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>Back</button>
          <button type="button" class="button primary" disabled={busy || reason.trim() === ''} onClick={act}>Arm again</button>
        </>
      }
    >
      <p>It has halted the bot: {one.value ?? 'see the halt'}. Its halt can be resumed after this, and stays until then.</p>
      <Reason value={reason} onChange={setReason} required label="What was done about it" />
      {why !== null && <p class="notice bad" role="alert">{why}</p>}
    </Dialog>
  );
}
