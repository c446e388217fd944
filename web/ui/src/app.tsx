/** The frame around the views, and which view the address asks for. */
import { useEffect, useRef } from 'preact/hooks';
import { HaltBanners } from './halt/banner';
import { Bar } from './shell/bar';
import { Banner, stale } from './shell/banner';
import { Late, late } from './parts/late';
import { Rail } from './shell/rail';
import { Toasts } from './shell/toasts';
import type { Place } from './router';
import { place } from './router';
import { Bot } from './views/bot';
import { Bots } from './views/bots';
import { Deck } from './views/deck';
import { Metrics } from './views/metrics';
import { Nowhere } from './views/nowhere';
import { System } from './views/system';
import { Trades } from './views/trades';

/* What not every reader opens travels when it is opened. */
const configs = late(() => import('./views/configs').then((room) => room.Configs));
const config = late(() => import('./views/config').then((room) => room.Config));

const alerts = late(() => import('./views/alerts').then((room) => room.Alerts));
const halts = late(() => import('./views/halts').then((room) => room.Halts));
const halt = late(() => import('./views/halts').then((room) => room.HaltPage));
const incident = late(() => import('./views/incident').then((room) => room.Incident));
const rules = late(() => import('./views/rules').then((room) => room.Rules));
const notifications = late(() => import('./views/notifications').then((room) => room.Notifications));
const runbooks = late(() => import('./views/runbooks').then((room) => room.Runbooks));
const messages = late(() => import('./views/messages').then((room) => room.Messages));

const TITLES = { deck: 'Deck', configs: 'Config', bots: 'Bots', trades: 'Trades', metrics: 'Metrics', alerts: 'Alerts', halts: 'Halts', rules: 'Rules', notifications: 'Notifications', messages: 'Messages', runbooks: 'Runbooks', system: 'System', nowhere: 'Not found' } as const;

export const titleOf = (here: Place): string =>
  here.view === 'bot' ? here.id : here.view === 'halt' ? `Halt ${here.id}` : here.view === 'incident' ? `Incident ${here.id}` : here.view === 'config' ? `${here.id}, configuration` : TITLES[here.view];

function View({ here }: { here: Place }) {
  switch (here.view) {
    case 'deck':
      return <Deck />;
    case 'bots':
      return <Bots />;
    case 'bot':
      return <Bot key={here.id} id={here.id} />;
    case 'configs':
      return <Late of={configs} props={{}} title="Config" />;
    case 'config':
      return <Late key={here.id} of={config} props={{ id: here.id }} title={here.id} />;
    case 'trades':
      return <Trades />;
    case 'metrics':
      return <Metrics />;
    case 'alerts':
      return <Late of={alerts} props={{}} title="Alerts" />;
    case 'halts':
      return <Late of={halts} props={{}} title="Halts" />;
    case 'halt':
      return <Late key={here.id} of={halt} props={{ id: here.id }} title="Halt" />;
    case 'incident':
      return <Late key={here.id} of={incident} props={{ id: here.id }} title="Incident" />;
    case 'rules':
      return <Late of={rules} props={{}} title="Rules" />;
    case 'notifications':
      return <Late of={notifications} props={{}} title="Notifications" />;
    case 'messages':
      return <Late of={messages} props={{}} title="Messages" />;
    case 'runbooks':
      return <Late of={runbooks} props={{}} title="Runbooks" />;
    case 'system':
      return <System />;
    case 'nowhere':
      return <Nowhere path={here.path} />;
  }
}

export function App() {
  const here = place.value;
  const title = titleOf(here);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  useEffect(() => {
    document.title = `${title} · Binnacle`;
    // A reader who cannot see learns that the page is another one; the first page is announced by the browser.
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [title]);

  return (
    <div class="app" data-stale={stale.value ? '' : undefined}>
      <a class="skip" href="#main">Skip to the figures</a>
      <Bar />
      <Rail />
      <div class="said">
        <Banner />
        <HaltBanners />
      </div>
      <div class="page">
        <main id="main" ref={main} tabIndex={-1}>
          <View here={here} />
        </main>
        <footer class="foot">
          <span>Binnacle</span>
          <a href="/system#about">About and licences</a>
          <span>
            Charts by <a href="https://www.tradingview.com/" rel="noreferrer" target="_blank">TradingView</a> Lightweight Charts™
          </span>
        </footer>
      </div>
      <Toasts />
    </div>
  );
}
