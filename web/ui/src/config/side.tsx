/** What stands beside every tab: which version runs where, what waits, and what is being tried. */
import { useState } from 'preact/hooks';
import { dropPending, endCanary } from '../api/config';
import type { Canary, Config, Pending } from '../api/config-types';
import { reasonOf } from '../api/http';
import { now } from '../clock';
import { millis, roughly, span } from '../format/time';
import { plainly } from '../format/words';
import { Blank, Card } from '../parts/card';
import { Age } from '../parts/when';
import { Comparison } from './comparison';
import { Dialog, Reason } from './dialog';
import { Badge, Changes, State } from './pieces';
import type { OpenConfig } from './store';
import { formatWord, instanceTone, shortHash, statusTone } from './words';

export function Side({ open, config, locked }: { open: OpenConfig; config: Config; locked: string | null }) {
  return (
    <div class="side beside">
      {config.pending && <PendingCard open={open} pending={config.pending} locked={locked !== null} />}
      {config.canary && <CanaryCard open={open} canary={config.canary} locked={locked !== null} />}
      <StateCard config={config} />
      <InstancesCard config={config} />
    </div>
  );
}

function StateCard({ config }: { config: Config }) {
  return (
    <Card title="Active">
      <dl class="facts">
        <div><dt>Version</dt><dd><b>v{config.version}</b></dd></div>
        <div><dt>State</dt><dd><State tone={statusTone[config.status]}>{plainly(config.status)}</State></dd></div>
        <div><dt>Hash</dt><dd><code title={config.hash}>{shortHash(config.hash)}</code></dd></div>
        {config.file !== null && <div><dt>File</dt><dd><code>{config.file}</code></dd></div>}
        <div><dt>Format</dt><dd>{formatWord[config.format]}</dd></div>
        <div><dt>Kept by</dt><dd>{config.source === 'offered' ? 'the bot' : config.source === 'managed' ? 'this server' : plainly(config.source)}</dd></div>
      </dl>
    </Card>
  );
}

export function InstancesCard({ config }: { config: Config }) {
  return (
    <Card title="Instances" note={config.instances.length === 0 ? '' : `${config.instances.filter((one) => one.version === config.version).length} of ${config.instances.length} on v${config.version}`}>
      {config.instances.length === 0 && <Blank title="No instance has asked for it yet.">A running bot reports the version that it uses.</Blank>}
      <ul class="config-instances">
        {config.instances.map((one) => (
          <li key={one.instance}>
            <code title={one.instance}>{one.instance}</code>
            <span>{one.version === null ? '–' : `v${one.version}`}</span>
            {one.state === null ? <span class="muted">unknown</span> : <State tone={instanceTone[one.state]}>{plainly(one.state)}</State>}
            <span class="muted"><Age of={one.at} /></span>
            {one.reason !== null && <span class="say">{one.reason}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** "in 4 min" until then; what it says once it is over. */
function Until({ at, over }: { at: string | null; over: string }) {
  const end = millis(at);
  if (end === null) return null;
  const left = end - now.value;
  return <span class="nowrap" role="timer">{left <= 0 ? over : span(Math.ceil(left / 1000) * 1000).replace('.0', '')}</span>;
}

export function PendingCard({ open, pending, locked }: { open: OpenConfig; pending: Pending; locked: boolean }) {
  const [asking, setAsking] = useState(false);
  return (
    <Card title={pending.version === null ? 'Waiting' : `v${pending.version} waits`} class="waiting" tools={<Badge mode={pending.mode} />}>
      <p class="lead">{pending.reason ?? 'for its moment'}</p>
      <Changes changes={pending.changes} most={6} />
      <dl class="facts">
        <div><dt>Since</dt><dd><Age of={pending.since} />{pending.who !== null && `, by ${pending.who}`}</dd></div>
        {pending.expires_at !== null && <div><dt>Given up in</dt><dd><Until at={pending.expires_at} over="now" /></dd></div>}
      </dl>
      {!locked && <div class="row"><button type="button" class="button danger" onClick={() => setAsking(true)}>Drop…</button></div>}
      {asking && (
        <Ask
          title={`Drop ${pending.version === null ? 'what waits' : `v${pending.version}`}`} act="Drop it" danger onClose={() => setAsking(false)}
          words="It will not be applied. What is active stays active; the history keeps that it was dropped." run={(reason) => dropPending(open.bot, reason)} open={open} told="What waited was dropped."
        />
      )}
    </Card>
  );
}

const VERDICT = { running: 'running', promoted: 'promoted to all', rolled_back: 'taken back' } as const;

export function CanaryCard({ open, canary, locked }: { open: OpenConfig; canary: Canary; locked: boolean }) {
  const [asking, setAsking] = useState<'promote' | 'abort' | null>(null);
  const [since, until] = [millis(canary.since), millis(canary.until)];
  const part = since === null || until === null || until <= since ? null : Math.min(1, Math.max(0, (now.value - since) / (until - since)));
  const runs = canary.state === 'running';
  return (
    <Card title="Canary" note={`on ${canary.instance ?? 'one instance'}`} class={runs ? 'waiting' : ''} tools={<State tone={runs ? 'warn' : canary.state === 'promoted' ? 'good' : 'quiet'}>{VERDICT[canary.state]}</State>}>
      {canary.verdict !== null && <p class="lead">{canary.verdict}</p>}
      <Changes changes={canary.changes} most={6} />
      <Comparison rows={canary.comparison} />
      {runs && part !== null && (
        <div class="progress">
          <progress max={1} value={part} aria-label="Progress of the canary" />
          <span class="muted">{part >= 1 ? 'time is up' : <><Until at={canary.until} over="" /> left of {roughly((until ?? 0) - (since ?? 0))}</>}</span>
        </div>
      )}
      <p class="muted">{[canary.who !== null && `by ${canary.who}`, canary.reason !== null && `“${canary.reason}”`].filter(Boolean).join(', ')}</p>
      {runs && !locked && (
        <div class="row">
          <button type="button" class="button danger" onClick={() => setAsking('abort')}>Abort…</button>
          <button type="button" class="button primary" onClick={() => setAsking('promote')}>Promote…</button>
        </div>
      )}
      {asking && (
        <Ask
          title={asking === 'promote' ? 'Promote the canary' : 'Abort the canary'} act={asking === 'promote' ? 'Promote to all' : 'Abort it'} danger={asking === 'abort'} open={open}
          words={asking === 'promote' ? 'The change becomes a version, is written to the file and goes to every instance.' : `${canary.instance ?? 'The instance'} goes back to the active version. Nothing else changes.`}
          run={(reason) => endCanary(open.bot, asking, reason)} onClose={() => setAsking(null)} told={asking === 'promote' ? 'The canary was promoted.' : 'The canary was aborted.'}
        />
      )}
    </Card>
  );
}

interface AskProps {
  open: OpenConfig;
  title: string;
  words: string;
  act: string;
  danger?: boolean;
  told: string;
  run: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

function Ask({ open, title, words, act, danger = false, told, run, onClose }: AskProps) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<string | null>(null);
  async function go(): Promise<void> {
    setBusy(true);
    try {
      await run(reason);
      open.said.value = told;
      onClose();
      void open.refresh();
    } catch (error) {
      setWhy(reasonOf(error));
      setBusy(false);
      void open.refresh();
    }
  }
  return (
    <Dialog
      title={title} onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>Cancel</button>
          <button type="button" class={`button ${danger ? 'danger' : 'primary'}`} disabled={busy} onClick={() => void go()}>{act}</button>
        </>
      }
    >
      <p>{words}</p>
      <Reason value={reason} onChange={setReason} />
      {why !== null && <p class="notice bad" role="alert">{why}</p>}
    </Dialog>
  );
}
