/** The alerts: what is open first, then what may come, what hides what, and what is over. */
import { useEffect, useState } from 'preact/hooks';
import type { Alert } from '../api/alert-types';
import { AcknowledgeDialog, SilenceDialog } from '../alerts/ask';
import { Drawer } from '../alerts/drawer';
import { Past } from '../alerts/past';
import { AlertTabs } from '../alerts/pieces';
import { AlertRow } from '../alerts/row';
import { Silences } from '../alerts/silences';
import '../alerts/styles';
import { countWords } from '../format/alerts';
import { plural } from '../format/number';
import { alerts, alertsTopic } from '../live/alerts';
import { botIds, bots } from '../live/fleet';
import { loadSession } from '../live/session';
import { Blank, Bones, Card } from '../parts/card';
import { Age } from '../parts/when';
import { keep, search } from '../router';

type Asked = { what: 'acknowledge' | 'silence'; alert: Alert | null } | null;

export function Alerts() {
  const [asked, setAsked] = useState<Asked>(null);
  useEffect(() => void loadSession(), []);
  const open = search.value.get('alert');
  const now = alerts.value;
  const bot = search.value.get('bot') ?? '';
  const ofBot = (list: readonly Alert[]): readonly Alert[] => (bot === '' ? list : list.filter((alert) => alert.bot === bot));
  const acts = {
    onAcknowledge: (alert: Alert) => setAsked({ what: 'acknowledge', alert }),
    onSilence: (alert: Alert) => setAsked({ what: 'silence', alert }),
  };
  return (
    <>
      <div class="head c12">
        <h1>Alerts</h1>
        <span class="grow" />
        <label class="field">Bot
          <select value={bot} onChange={(event) => keep({ bot: event.currentTarget.value })}>
            <option value="">All bots</option>
            {botIds.value.split('\n').filter((id) => id !== '').map((id) => <option key={id} value={id}>{id}</option>)}
          </select>
        </label>
      </div>
      <AlertTabs />
      <div class="alert-page c12">
        <Open list={now && ofBot(now.open)} {...acts} />
        <div class="stack">
          {now && ofBot(now.pending).length > 0 && (
            <Card title="Pending" note="not yet for as long as their rules ask">
              <ul class="alerts">{ofBot(now.pending).map((alert) => <AlertRow key={alert.id} alert={alert} onSilence={acts.onSilence} />)}</ul>
            </Card>
          )}
          <Silences silences={now?.silences ?? []} onNew={() => setAsked({ what: 'silence', alert: null })} />
        </div>
        <Past bot={bot === '' ? null : bot} />
      </div>
      {open !== null && <Drawer key={open} id={open} onClose={() => keep({ alert: null })} {...acts} />}
      {asked?.what === 'acknowledge' && asked.alert && <AcknowledgeDialog alert={asked.alert} onClose={() => setAsked(null)} />}
      {asked?.what === 'silence' && <SilenceDialog alert={asked.alert} onClose={() => setAsked(null)} />}
    </>
  );
}

interface Props {
  list: readonly Alert[] | null;
  onAcknowledge: (alert: Alert) => void;
  onSilence: (alert: Alert) => void;
}

function Open({ list, onAcknowledge, onSilence }: Props) {
  const problem = alertsTopic.problem.value;
  const all = alerts.value?.counts;
  const beyond = list !== null && all !== undefined && all.open > (alerts.value?.open.length ?? 0) ? all.open - (alerts.value?.open.length ?? 0) : 0;
  return (
    <Card title="Open" note={all && list && list.length > 0 ? countWords(all) : ''} class="open-alerts">
      {list === null && problem === null && <Bones rows={3} />}
      {list === null && problem !== null && <Blank title="The alerts could not be loaded.">{problem.message}</Blank>}
      {list !== null && list.length === 0 && <Quiet />}
      {list !== null && <ul class="alerts">{list.map((alert) => <AlertRow key={alert.id} alert={alert} onAcknowledge={onAcknowledge} onSilence={onSilence} />)}</ul>}
      {beyond > 0 && <p class="muted more">and {plural(beyond, 'more alert')}, less urgent than these.</p>}
    </Card>
  );
}

/** Good news is worth saying, with what it rests on. */
function Quiet() {
  const last = alerts.value?.recent[0];
  const online = bots.value.filter((bot) => bot.status === 'online').length;
  return (
    <div class="all-quiet">
      <svg width="40" height="40" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
        <circle cx="12" cy="12" r="9" /><path d="M8 12.5l2.7 2.7L16 9.5" />
      </svg>
      <div>
        <b>All quiet</b>
        <p>No alert is open. {bots.value.length > 0 && `${online} of ${plural(bots.value.length, 'bot')} online.`}</p>
        {last && <p class="muted">The last one, {last.subject}, was over <Age of={last.since} /> ago.</p>}
      </div>
    </div>
  );
}
