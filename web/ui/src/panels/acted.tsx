/** What people had done by hand at the exchanges: who, when, what, and what was proved of it. */
import type { Action, Stage } from '../api/acts';
import type { Tone } from '../format/words';
import { capital } from '../format/words';
import { useActions } from '../live/actions';
import { Blank, Bones, Card } from '../parts/card';
import { Dot } from '../parts/status';
import type { Column } from '../parts/table';
import { Table } from '../parts/table';
import { Clock } from '../parts/when';
import { botPath } from '../router';

export const STAGE_TONE: Readonly<Record<Stage, Tone>> = { begun: 'warn', done: 'good', failed: 'bad', unknown: 'bad' };
const STAGE_WORD: Readonly<Record<Stage, string>> = { begun: 'Under way', done: 'Done', failed: 'Not done', unknown: 'Not known' };

const MANY = 8;

const WHEN: Column<Action> = { head: 'When', cell: (one) => <Clock at={one.begun} /> };
const BOT: Column<Action> = { head: 'Bot', drop: 'phone', cell: (one) => <a href={botPath(one.bot)}>{one.bot}</a> };
const REST: readonly Column<Action>[] = [
  { head: 'By', drop: 'phone', cell: (one) => one.by },
  { head: 'What', cell: (one) => <span class="act-what">{capital(one.what)}<span class="act-more muted">{one.bot}, by {one.by}. {capital(one.outcome)}</span></span> },
  { head: 'State', cell: (one) => <span class={`status ${STAGE_TONE[one.stage]}`}><Dot tone={STAGE_TONE[one.stage]} />{STAGE_WORD[one.stage]}</span> },
  { head: 'What was proved', drop: 'phone', cell: (one) => <span class="soft">{capital(one.outcome)}</span> },
];
const OF_ONE = [WHEN, ...REST];
const OF_ALL = [WHEN, BOT, ...REST];

/** @param bot of which alone; null for all. A bot of which nothing was asked by hand has no card. */
export function Acted({ bot, class: cls = '' }: { bot: string | null; class?: string }) {
  const all = useActions();
  const mine = all === null || bot === null ? all : all.filter((one) => one.bot === bot);
  if (bot !== null && (mine === null || mine.length === 0)) return null;
  return (
    <Card title="Done by hand" note="positions closed, orders cancelled and placed, the newest first" class={cls}>
      {mine === null && <Bones rows={2} />}
      {mine !== null && mine.length === 0 && <Blank title="Nothing was done by hand.">A bot’s page has a button beside each open position and each open order.</Blank>}
      {mine !== null && mine.length > 0 && <Table caption="Done by hand" columns={bot === null ? OF_ALL : OF_ONE} rows={mine} keyOf={(one) => one.id} tall={mine.length > MANY} />}
    </Card>
  );
}
