/** What a fleet of nobody shows: how the first bot comes in, with commands that work as they stand. */
import { useState } from 'preact/hooks';
import { Card } from '../parts/card';

export const curlLine = (origin: string): string => `curl -X POST ${origin}/api/v1/bots/my-bot/events \\
  -H "Authorization: Bearer $BINNACLE_TOKEN" -H "Content-Type: application/json" \\
  -d '{"type": "balance", "at": "'$(date -u +%Y-%m-%dT%H:%M:%SZ)'", "total": "10000", "available": "10000", "currency": "USD"}'`;

export function Command({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard?.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    });
  };
  return (
    <div class="copy">
      <pre class="command" tabIndex={0} role="group" aria-label={label}><code>{text}</code></pre>
      {/* The clipboard is only there on a secure address, which 127.0.0.1 is and a plain http:// elsewhere is not. */}
      {window.isSecureContext && (
        <button type="button" class="button" onClick={copy}>
          {copied ? 'Copied' : 'Copy'}
        </button>
      )}
    </div>
  );
}

export function FirstBot() {
  return (
    <Card title="No bot has reported yet" class="c12 first-bot">
      <ol>
        <li>
          <h3>See it at work</h3>
          <p>Three bots trade real recorded trades on a paper exchange. Nothing is sent anywhere.</p>
          <Command label="Command that starts the demo" text="./binnacle demo" />
        </li>
        <li>
          <h3>Connect a bot of your own</h3>
          <p>A bot in any language needs only HTTP. It registers itself with its first event; send this and it appears here at once.</p>
          <Command label="Command that sends a first event" text={curlLine(location.origin)} />
        </li>
        <li>
          <h3>Start a program as a bot</h3>
          <p>Gives it this server's address and a token in its environment, and watches its process.</p>
          <Command label="Command that launches a bot" text="./binnacle launch --bot my-bot -- python3 my_bot.py" />
        </li>
      </ol>
    </Card>
  );
}
