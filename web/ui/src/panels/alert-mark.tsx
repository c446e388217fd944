/** The open alerts of one bot, in a few words that lead to them; nothing where none is open. */
import { countWords, ruleWord } from '../format/alerts';
import { openOf } from '../live/alerts';

export function AlertMark({ bot }: { bot: string }) {
  const open = openOf(bot);
  if (open.length === 0) return null;
  const of = (level: string): number => open.filter((alert) => alert.level === level).length;
  const counted = { critical: of('critical'), warning: of('warning'), info: of('info') };
  const [only] = open;
  return (
    <a
      class={`pill ${counted.critical > 0 ? 'bad' : counted.warning > 0 ? 'warn' : ''}`} href={`/alerts?bot=${encodeURIComponent(bot)}`}
      title={open.map((alert) => `${ruleWord(alert.rule)}: ${alert.reason}`).join('\n')}
    >
      {open.length === 1 && only ? ruleWord(only.rule) : countWords(counted)}
      <span class="sr"> {open.length === 1 ? 'alert' : 'alerts'}</span>
    </a>
  );
}
