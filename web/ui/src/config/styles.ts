/* The style sheets of the views that come late come with them. */
import '../styles/config.css';
import '../styles/config-form.css';
import '../styles/config-changes.css';
import '../styles/config-pages.css';
import '../styles/config-raw.css';
