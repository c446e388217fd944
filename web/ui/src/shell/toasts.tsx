/** A word at the edge of the page when an alert comes. It moves nothing, takes no focus, and a critical one stays until it is sent away. */
import { useEffect } from 'preact/hooks';
import type { Alert } from '../api/alert-types';
import { levelWord, ruleWord } from '../format/alerts';
import { dismiss, dismissAll, toasts } from '../live/alerts';
import { CloseIcon } from '../parts/icons';

const SHOWN = 3;
const STAYS = 10_000;

export function Toasts() {
  const all = toasts.value;
  const shown = all.slice(-SHOWN);
  const more = all.length - shown.length;
  return (
    <div class="toasts">
      {/* Both regions are there from the start: what is added to a region is read out, a region that is added may not be. */}
      <div role="status">{shown.filter((one) => one.level !== 'critical').map((one) => <Toast key={one.id} alert={one} />)}</div>
      <div role="alert">{shown.filter((one) => one.level === 'critical').map((one) => <Toast key={one.id} alert={one} />)}</div>
      {more > 0 && (
        <div class="toast-more">
          <a href="/alerts">and {more} more</a>
          <button type="button" class="button" onClick={dismissAll}>Dismiss all</button>
        </div>
      )}
    </div>
  );
}

function Toast({ alert }: { alert: Alert }) {
  const { id, level } = alert;
  useEffect(() => {
    if (level === 'critical') return;
    const timer = setTimeout(() => dismiss(id), STAYS);
    return () => clearTimeout(timer);
  }, [id, level]);
  return (
    <div class={`toast ${level}`}>
      <div>
        <span class="sr">{levelWord[level]} alert: </span>
        <a href={`/alerts?alert=${encodeURIComponent(id)}`} onClick={() => dismiss(id)}><b>{alert.subject} · {ruleWord(alert.rule)}</b></a>
        <p>{alert.reason}</p>
      </div>
      <button type="button" aria-label={`Dismiss: ${alert.subject}, ${ruleWord(alert.rule)}`} onClick={() => dismiss(id)}><CloseIcon size={16} /></button>
    </div>
  );
}
