/* Small pieces that the views of alerts share. */
import type { ComponentChildren } from 'preact';
import type { Alert, Level } from '../api/alert-types';
import { figure, levelTone, levelWord } from '../format/alerts';
import type { Tone } from '../format/words';
import { Dot } from '../parts/status';
import { place } from '../router';

const TABS = [
  { view: 'alerts', path: '/alerts', word: 'Alerts' },
  { view: 'rules', path: '/rules', word: 'Rules' },
  { view: 'notifications', path: '/notifications', word: 'Notifications' },
  { view: 'messages', path: '/messages', word: 'Messages' },
  { view: 'runbooks', path: '/runbooks', word: 'Runbooks' },
] as const;

export function AlertTabs() {
  return (
    <nav class="tabs c12" aria-label="Alerts">
      {TABS.map(({ view, path, word }) => <a key={view} href={path} aria-current={place.value.view === view ? 'page' : undefined}>{word}</a>)}
    </nav>
  );
}

export const LevelMark = ({ level }: { level: Level }) => <span class={`pill ${levelTone[level]}`}>{levelWord[level]}</span>;

export function State({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return <span class={`status ${tone}`}><Dot tone={tone} />{children}</span>;
}

/** The value against its limit; nothing where the rule has none. */
export function Against({ alert: { value, threshold } }: { alert: Alert }) {
  if (value === null) return null;
  return (
    <span class="against nowrap">
      <b>{figure(value)}</b>
      {threshold !== null && <span class="muted"> / limit {figure(threshold)}</span>}
    </span>
  );
}

/** A page of the dashboard opens here, any other one beside. */
export function RunbookLink({ href, class: cls, children }: { href: string; class?: string; children: ComponentChildren }) {
  return href.startsWith('/') ? <a class={cls} href={href}>{children}</a> : <a class={cls} href={href} target="_blank" rel="noreferrer">{children}</a>;
}

/** What to do, as a row of facts. */
export function Advice({ of: { runbook, advice } }: { of: { runbook: string | null; advice: string | null } }) {
  if (runbook === null && advice === null) return null;
  return <div><dt>What to do</dt><dd>{advice}{advice !== null && ' '}{runbook !== null && <RunbookLink href={runbook}>Runbook</RunbookLink>}</dd></div>;
}

export const alertPath = (id: string): string => `/alerts?alert=${encodeURIComponent(id)}`;

/** "bot = btc-*" as a label that one can read. */
export function Matcher({ of }: { of: Readonly<Record<string, string>> }) {
  return (
    <span class="matcher">
      {Object.entries(of).map(([label, value]) => <code key={label}>{label} = {value}</code>)}
    </span>
  );
}
