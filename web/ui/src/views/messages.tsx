/** What messages look like where they arrive: in Telegram, in Discord, and where there is only text. */
import { useEffect, useState } from 'preact/hooks';
import { loadPreviews } from '../api/alerts';
import type { Preview } from '../api/alert-types';
import { DiscordMessage } from '../alerts/discord';
import { AlertTabs } from '../alerts/pieces';
import '../alerts/styles';
import { TelegramMessage } from '../alerts/telegram';
import { reasonOf } from '../api/http';
import { plainly } from '../format/words';
import { Blank, Bones, Card } from '../parts/card';
import { Clock } from '../parts/when';

export function Messages() {
  const [all, setAll] = useState<readonly Preview[] | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const [chosen, setChosen] = useState(0);
  useEffect(() => void loadPreviews().then(setAll, (error: unknown) => setWhy(reasonOf(error))), []);
  const shown = all?.[chosen] ?? null;
  return (
    <>
      <div class="head c12"><h1>Messages</h1><span class="soft">as they are sent; without a channel they are only shown here</span></div>
      <AlertTabs />
      <Card title="Kinds" class="c3 metric-list kinds">
        {all === null && why === null && <Bones rows={8} />}
        {why !== null && <Blank title="The messages could not be loaded.">{why}</Blank>}
        {all?.length === 0 && <Blank title="No message to show." />}
        <ul>
          {all?.map((one, i) => (
            <li key={i}>
              <button type="button" aria-pressed={i === chosen} onClick={() => setChosen(i)}>
                <span>{one.sample ? plainly(one.kind) : one.title}</span>
                <span class="muted">{one.sample ? '' : <Clock at={one.at} />}</span>
              </button>
            </li>
          ))}
        </ul>
      </Card>
      <div class="stack c9">
        {shown === null && <Card title="Message"><Bones rows={6} /></Card>}
        {shown !== null && (
          <>
            <div class="looks">
              <Card title="Telegram" note={shown.sample ? 'made-up figures' : ''}><TelegramMessage of={shown} /></Card>
              <Card title="Discord" note={shown.sample ? 'made-up figures' : ''}><DiscordMessage of={shown} /></Card>
            </div>
            <Card title="Plain text" note="log, SMS, mail without markup"><pre class="plain-text">{shown.plain}</pre></Card>
          </>
        )}
      </div>
    </>
  );
}
