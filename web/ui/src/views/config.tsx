/** The configuration of one bot: as a form, as its history, as it happens, and as the file. */
import { useEffect } from 'preact/hooks';
import type { Config as ConfigState } from '../api/config-types';
import { CurrentTab } from '../config/form';
import { HistoryTab } from '../config/history';
import { MonitorTab } from '../config/monitor';
import { State } from '../config/pieces';
import { RawTab } from '../config/raw';
import { Side } from '../config/side';
import type { OpenConfig } from '../config/store';
import { anyUnsaved, configOf, lockedBy } from '../config/store';
import { loadSession } from '../live/session';
import { statusTone } from '../config/words';
import { plainly } from '../format/words';
import { followConfig } from '../live/config';
import { connection, resyncs } from '../live/live';
import { Blank, Bones, Card } from '../parts/card';
import { botPath, configPath, search } from '../router';
import { FirstConfig } from './first-config';
import '../config/styles';

const TABS = [
  { tab: '', word: 'Current', more: ' configuration' },
  { tab: 'history', word: 'History', more: '' },
  { tab: 'monitor', word: 'Live monitor', more: '' },
  { tab: 'raw', word: 'Raw', more: '' },
] as const;
type Tab = (typeof TABS)[number]['tab'];

const tabIn = (text: string | null): Tab => TABS.find(({ tab }) => tab === text)?.tab ?? '';

/** Without the socket the state is asked for instead. */
const POLL = 5_000;

function useOpen(bot: string): OpenConfig {
  const open = configOf(bot);
  const again = resyncs.value;
  const isPolling = connection.value === 'polling';
  useEffect(() => {
    void open.refresh();
    void open.recall();
  }, [open, again]);
  useEffect(() => followConfig((news) => (news.bot === bot ? open.hear(news.config, news.at) : undefined)), [open]);
  useEffect(() => {
    if (!isPolling) return;
    const timer = setInterval(() => void open.refresh(), POLL);
    return () => clearInterval(timer);
  }, [open, isPolling]);
  useEffect(() => {
    void loadSession();
    const stay = (event: BeforeUnloadEvent): void => {
      if (anyUnsaved()) event.preventDefault();
    };
    window.addEventListener('beforeunload', stay);
    return () => {
      window.removeEventListener('beforeunload', stay);
      open.said.value = null;
    };
  }, [open]);
  return open;
}

export function Config({ id }: { id: string }) {
  const open = useOpen(id);
  const loaded = open.loaded.value;
  const tab = tabIn(search.value.get('tab'));
  return (
    <>
      <Head id={id} config={loaded.state === 'there' ? loaded.config : null} />
      {loaded.state === 'loading' && <Card title="Configuration" class="c12"><Bones rows={10} /></Card>}
      {loaded.state === 'none' && <FirstConfig bot={id} />}
      {loaded.state === 'failed' && (
        <Card title="Configuration" class="c12">
          <Blank title="The configuration could not be loaded.">{loaded.why}</Blank>
          <button type="button" class="button" onClick={() => void open.refresh()}>Try again</button>
        </Card>
      )}
      {loaded.state === 'there' && <There open={open} config={loaded.config} tab={tab} />}
    </>
  );
}

function There({ open, config, tab }: { open: OpenConfig; config: ConfigState; tab: Tab }) {
  const locked = lockedBy(config);
  const shared = { open, config, locked };
  return (
    <>
      <nav class="tabs c12" aria-label={`Configuration of ${config.bot}`}>
        {TABS.map((one) => (
          <a key={one.tab} href={configPath(config.bot) + (one.tab === '' ? '' : `?tab=${one.tab}`)} aria-current={one.tab === tab ? 'page' : undefined}>{one.word}{one.more !== '' && <span class="roomy-word">{one.more}</span>}</a>
        ))}
      </nav>
      <Notices {...shared} />
      <div class={tab === 'history' ? 'c12' : 'c8'}>
        {tab === '' && <CurrentTab {...shared} />}
        {tab === 'history' && <HistoryTab {...shared} />}
        {tab === 'monitor' && <MonitorTab open={open} config={config} />}
        {tab === 'raw' && <RawTab {...shared} />}
      </div>
      {tab !== 'history' && <Side {...shared} />}
    </>
  );
}

function Head({ id, config }: { id: string; config: ConfigState | null }) {
  return (
    <div class="head c12">
      <h1>{id}</h1>
      {config && <span class="pill">v{config.version}</span>}
      {config && <State tone={statusTone[config.status]}>{plainly(config.status)}</State>}
      <span class="grow" />
      <a href={botPath(id)}>Figures</a>
      <a href="/config">All configurations</a>
    </div>
  );
}

const MEANS: Readonly<Record<Exclude<ConfigState['status'], 'active'>, string>> = {
  degraded: 'The bot runs on, with what is said here limited.',
  source_missing: 'The file is gone. The bot runs on with the version that it has; nothing is replaced by defaults.',
  refusing: 'What is in the file is refused. The bot runs on with the last good version.',
};

function Notices({ open, config, locked }: { open: OpenConfig; config: ConfigState; locked: string | null }) {
  const { status, status_reason: why } = config;
  const offline = connection.value === 'lost' || open.trouble.value !== null;
  const said = open.said.value;
  return (
    <div class="notices c12 config-notices">
      <div role="status">
        {said !== null && <div class="notice good"><div><b>{said}</b></div><span class="grow" /><button type="button" class="mini" aria-label="Close this message" onClick={() => { open.said.value = null; }}>×</button></div>}
      </div>
      {status !== 'active' && (
        <div class={`notice ${statusTone[status]}`} role="note"><div><b>{plainly(status)}{why !== null && `: ${why}`}</b><p>{MEANS[status]}</p></div></div>
      )}
      {offline && (
        <div class="notice warn" role="status"><div><b>This may be old.</b><p>{open.trouble.value ?? 'The server cannot be reached.'} What you typed is kept; nothing can be applied until the server answers.</p></div></div>
      )}
      {locked !== null && <div class="notice" role="note"><div><b>Read only.</b><p>{locked}</p></div></div>}
    </div>
  );
}
