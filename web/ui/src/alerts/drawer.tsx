/** One alert at the side of the page: why, against what, what became of it, and what one can do. Its address can be sent to somebody. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { loadLife, unacknowledge } from '../api/alerts';
import type { Alert, Life } from '../api/alert-types';
import { isAbort, reasonOf } from '../api/http';
import { figure, ruleWord, stateWord } from '../format/alerts';
import { plainly } from '../format/words';
import { alerts, alertsTopic } from '../live/alerts';
import { mayAct } from '../live/session';
import { Blank, Bones } from '../parts/card';
import { CloseIcon } from '../parts/icons';
import { Age, Clock } from '../parts/when';
import { botPath } from '../router';
import { leftWords } from './left';
import { Timeline } from './life';
import { Advice, RunbookLink, LevelMark } from './pieces';
import { Trace } from './trace';

interface Props {
  id: string;
  onClose: () => void;
  onAcknowledge: (alert: Alert) => void;
  onSilence: (alert: Alert) => void;
}

/** The newest that is known of an alert: the live one, or the one that was asked for. */
function useLife(id: string): { life: Life | null; why: string | null } {
  const [state, setState] = useState<{ life: Life | null; why: string | null }>({ life: null, why: null });
  const live = [...(alerts.value?.open ?? []), ...(alerts.value?.pending ?? []), ...(alerts.value?.recent ?? [])].find((one) => one.id === id) ?? null;
  useEffect(() => {
    const stop = new AbortController();
    loadLife(id, stop.signal).then(
      (life) => setState({ life, why: null }),
      (error: unknown) => {
        if (!isAbort(error)) setState((before) => ({ ...before, why: reasonOf(error) }));
      },
    );
    return () => stop.abort();
  }, [id, live]);
  return state.life && live ? { ...state, life: { ...state.life, alert: live } } : state;
}

export function Drawer({ id, onClose, onAcknowledge, onSilence }: Props) {
  const title = useId();
  const box = useRef<HTMLDialogElement>(null);
  const { life, why } = useLife(id);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    return () => queueMicrotask(() => {
      const next = before instanceof HTMLElement && before.isConnected ? before : document.getElementById('main');
      next?.focus({ preventScroll: true });
    });
  }, []);
  return (
    <dialog
      ref={box} class="drawer" aria-labelledby={title}
      onCancel={(event) => { event.preventDefault(); onClose(); }}
      onClick={(event) => { if (event.target === box.current) onClose(); }}
    >
      <div class="drawer-in">
        <header>
          <h2 id={title}>{life ? `${life.alert.subject} · ${ruleWord(life.alert.rule)}` : 'Alert'}</h2>
          <button type="button" class="close" aria-label="Close" onClick={onClose}><CloseIcon size={18} /></button>
        </header>
        {life === null && why === null && <Bones rows={6} />}
        {life === null && why !== null && <Blank title="This alert cannot be shown.">{why}</Blank>}
        {life !== null && <Body life={life} onAcknowledge={onAcknowledge} onSilence={onSilence} />}
      </div>
    </dialog>
  );
}

function Body({ life, onAcknowledge, onSilence }: { life: Life } & Pick<Props, 'onAcknowledge' | 'onSilence'>) {
  const { alert } = life;
  const over = alert.state === 'resolved' || alert.state === 'ended';
  const [why, setWhy] = useState<string | null>(null);
  const release = (): void => void unacknowledge(alert.id).then(() => alertsTopic.refresh(), (error: unknown) => setWhy(reasonOf(error)));
  return (
    <>
      <p class="line wrap">
        <LevelMark level={alert.level} />
        <span class="pill">{stateWord[alert.state]}</span>
        {alert.silenced.length > 0 && <span class="pill">silenced</span>}
        <span class="soft">{over ? <>ended <Age of={alert.since} /> ago</> : <>for <Age of={alert.begun} exactly /></>}</span>
      </p>
      <p class="lead">{alert.reason}</p>
      {alert.acknowledged !== null && (
        <div class="notice good">
          <div>
            <b>{alert.acknowledged.owner}</b> takes care since <Clock at={alert.acknowledged.at} />
            {alert.acknowledged.until !== null && <span class="muted">, {leftWords(alert.acknowledged.until)}</span>}
            {alert.acknowledged.comment !== null && <p>{alert.acknowledged.comment}</p>}
          </div>
          <span class="grow" />
          {mayAct.value && !over && <button type="button" class="mini" onClick={release}>Take back</button>}
        </div>
      )}
      {why !== null && <p class="notice bad" role="alert">{why}</p>}
      {!over && mayAct.value && (
        <div class="row">
          {alert.acknowledged === null && alert.state !== 'pending' && <button type="button" class="button primary" onClick={() => onAcknowledge(alert)}>Acknowledge…</button>}
          <button type="button" class="button" onClick={() => onSilence(alert)}>Silence…</button>
          {alert.runbook !== null && <RunbookLink class="button" href={alert.runbook}>Runbook</RunbookLink>}
        </div>
      )}
      <Trace alert={alert} />
      <dl class="facts">
        {alert.value !== null && <div><dt>Value</dt><dd><b>{figure(alert.value)}</b>{alert.threshold !== null && <span class="muted"> against {figure(alert.threshold)}</span>}</dd></div>}
        <div><dt>Began</dt><dd><Clock at={alert.begun} /></dd></div>
        <div><dt>{plainly(alert.state)} since</dt><dd><Clock at={alert.since} /></dd></div>
        <div><dt>Rule</dt><dd><a href={`/rules#${encodeURIComponent(alert.rule)}`}>{alert.rule}</a></dd></div>
        {alert.bot !== null && <div><dt>Bot</dt><dd><a href={botPath(alert.bot)}>{alert.bot}</a></dd></div>}
        <Advice of={over ? alert : { runbook: null, advice: alert.advice }} />
      </dl>
      {alert.evidence.length > 0 && (
        <>
          <h3>What was seen</h3>
          <ul class="seen">{alert.evidence.map((one, i) => <li key={i}><span class="muted"><Clock at={one.at} /></span><code>{one.what}</code><b>{one.value}</b></li>)}</ul>
        </>
      )}
      <h3>What became of it</h3>
      <Timeline life={life} />
      <p class="matcher">{Object.entries(alert.labels).map(([label, value]) => <code key={label}>{label}={value}</code>)}</p>
    </>
  );
}
