/** The open alerts of one bot, in a few words that lead to them; nothing where none is open. */
import { countWords, ruleWord } from '../format/alerts';
import { openOf } from '../live/alerts';
import { BellIcon } from '../parts/icons';

/** @param props.brief only their number, where there is little room */
export function AlertMark({ bot, brief = false }: { bot: string; brief?: boolean }) {
  const open = openOf(bot);
  if (open.length === 0) return null;
  const of = (level: string): number => open.filter((alert) => alert.level === level).length;
  const counted = { critical: of('critical'), warning: of('warning'), info: of('info') };
  const [only] = open;
  return (
    <a
      class={`pill ${brief ? 'belled-count' : ''} ${counted.critical > 0 ? 'bad' : counted.warning > 0 ? 'warn' : ''}`} href={`/alerts?bot=${encodeURIComponent(bot)}`}
      title={open.map((alert) => `${ruleWord(alert.rule)}: ${alert.reason}`).join('\n')}
    >
      {brief ? <><BellIcon size={12} />{open.length}</> : open.length === 1 && only ? ruleWord(only.rule) : countWords(counted)}
      <span class="sr"> {open.length === 1 ? 'open alert' : 'open alerts'}</span>
    </a>
  );
}
