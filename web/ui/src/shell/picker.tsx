/** Which bot is looked at: a disclosure with links, filtered where there are many. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { BotRow } from '../api/types';
import { plural } from '../format/number';
import { plainly, statusRank, statusTone } from '../format/words';
import { bots, fleet } from '../live/fleet';
import { DownIcon } from '../parts/icons';
import { Dot } from '../parts/status';
import { botAt, botPath, configPath, place } from '../router';

const FILTER_FROM = 8;

export function worst(rows: readonly BotRow[]): BotRow['status'] | null {
  return rows.reduce<BotRow['status'] | null>((found, row) => (found === null || statusRank[row.status] < statusRank[found] ? row.status : found), null);
}

export function Picker() {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const where = place.value;

  useEffect(() => setOpen(false), [where]);
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    document.addEventListener('keydown', key);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
      document.removeEventListener('keydown', key);
    };
  }, [open]);

  const rows = bots.value;
  const id = botAt(where);
  return (
    <div class="pick" ref={box}>
      <button type="button" ref={button} aria-expanded={open} aria-controls="bot-menu" onClick={() => setOpen(!open)}>
        {id !== null ? <One id={id} row={rows.find((row) => row.id === id)} /> : <All rows={rows} known={fleet.value !== null} />}
        <DownIcon size={14} />
      </button>
      {open && <Menu rows={rows} current={id} config={where.view === 'config' || where.view === 'configs'} />}
    </div>
  );
}

function One({ id, row }: { id: string; row: BotRow | undefined }) {
  return (
    <>
      <Dot tone={row ? statusTone[row.status] : 'quiet'} />
      <span class="sr">Bot:</span>
      <b>{id}</b>
      {row && <span class="muted">{row.status}</span>}
    </>
  );
}

function All({ rows, known }: { rows: readonly BotRow[]; known: boolean }) {
  const state = worst(rows);
  const online = rows.filter((row) => row.status === 'online').length;
  return (
    <>
      <Dot tone={state ? statusTone[state] : 'quiet'} />
      <b>All bots</b>
      {known && <span class="muted">{rows.length === 0 ? 'none yet' : `${online} of ${rows.length} online`}</span>}
    </>
  );
}

/** Who looks at configurations goes from one to the next. */
function Menu({ rows, current, config }: { rows: readonly BotRow[]; current: string | null; config: boolean }) {
  const [text, setText] = useState('');
  const shown = rows.filter((row) => row.id.toLowerCase().includes(text.toLowerCase()));
  return (
    <div class="menu" id="bot-menu">
      {rows.length > FILTER_FROM && (
        <input type="search" aria-label="Find a bot" placeholder={`Find one of ${rows.length} bots`} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      )}
      <ul>
        <li>
          <a href={config ? '/config' : '/'} aria-current={current === null ? 'page' : undefined}>
            <Dot tone={statusTone[worst(rows) ?? 'offline']} />
            <b>All bots</b>
            <span class="muted">{plural(rows.length, 'bot')}</span>
          </a>
        </li>
        {shown.map((row) => (
          <li key={row.id}>
            <a href={(config ? configPath : botPath)(row.id)} aria-current={row.id === current ? 'page' : undefined}>
              <Dot tone={statusTone[row.status]} />
              <span>{row.id}</span>
              <span class="muted">{plainly(row.status)}</span>
            </a>
          </li>
        ))}
        {shown.length === 0 && <li class="blank">{rows.length === 0 ? 'No bot has reported yet.' : 'No bot of that name.'}</li>}
      </ul>
    </div>
  );
}
