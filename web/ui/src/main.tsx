import { render } from 'preact';
import { App } from './app';
import { startClock } from './clock';
import { startLive } from './live/live';
import { followNotifications } from './push/browser';
import { place, startRouter } from './router';
import { followSettings } from './settings';
import './styles/tokens.css';
import './styles/base.css';
import './styles/bar.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/drawings.css';
import './styles/controls.css';
import './styles/tables.css';
import './styles/chart.css';
import './styles/kpis.css';
import './styles/alert-panel.css';
import './styles/views.css';
import './styles/dialog.css';
import './styles/acts.css';
import './styles/halt.css';
import './styles/halt-banner.css';
import './styles/halt-list.css';
import './styles/pages.css';

followSettings();
startRouter();
followNotifications();
startClock();
startLive();
render(<App />, document.getElementById('app')!);

// The chart library travels while the first state does; where no chart is shown it is not needed.
if (['deck', 'bot', 'metrics'].includes(place.peek().view)) void import('./chart/canvas');
