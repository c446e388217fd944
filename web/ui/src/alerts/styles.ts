/* The style sheets of these views come with them; tabs, dialogs and facts are those of configuration. */
import '../styles/config.css';
import '../styles/config-form.css';
import '../styles/config-changes.css';
import '../styles/config-pages.css';
import '../styles/alerts.css';
import '../styles/alert-life.css';
import '../styles/alert-rules.css';
import '../styles/alert-channels.css';
import '../styles/message-tokens.css';
import '../styles/messages.css';
