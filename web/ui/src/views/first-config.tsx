/** Where a bot has no configuration: how it gets one, with text that works as it stands. */
import { Card } from '../parts/card';
import { Command } from './first-bot';

const yaml = (bot: string): string => `bots:
  ${bot}:
    config: { file: ${bot}.yaml, schema: ${bot}.schema.json }`;

const java = (bot: string): string => `LiveConfig<Settings> settings = LiveConfig.open(Path.of("${bot}.yaml"), Settings.class);
monitor.offer(settings);   // visible and editable here
settings.get();            // one volatile read on the trading thread`;

const poll = (bot: string, origin: string): string => `curl -H "Authorization: Bearer $BINNACLE_TOKEN" \\
  "${origin}/api/v1/bots/${bot}/config?after=0&wait=30"`;

/** @param bot null where no bot has one */
export function FirstConfig({ bot }: { bot: string | null }) {
  const name = bot ?? 'my-bot';
  return (
    <Card title={bot === null ? 'No bot has a live configuration yet' : `${bot} has no live configuration yet`} class="c12 first-bot">
      <p>Parameters that are changed while the bot runs: checked before they are applied, never half applied, with a history and a way back.</p>
      <ol>
        <li>
          <h3>Let this server keep a file</h3>
          <p>Name it in <code>binnacle.yaml</code>, beside its JSON Schema. Saves of the file and changes from here are the same thing.</p>
          <Command label="Lines for binnacle.yaml" text={yaml(name)} />
        </li>
        <li>
          <h3>Or let the bot offer its own</h3>
          <p>A bot in Java opens its file and offers it; types, ranges and when a change may apply come from the record.</p>
          <Command label="Lines for a bot in Java" text={java(name)} />
        </li>
        <li>
          <h3>Read it from any language</h3>
          <p>A long poll answers when there is a newer version.</p>
          <Command label="Command that waits for a newer version" text={poll(name, location.origin)} />
        </li>
      </ol>
    </Card>
  );
}
