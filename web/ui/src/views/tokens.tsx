/** Tokens for bots and scripts: who may send or read, made here and shown once, taken back here. */
import { useEffect, useState } from 'preact/hooks';
import * as decode from '../api/decode';
import { get, reasonOf, request, url } from '../api/http';
import type { Token } from '../api/types';
import { NONE } from '../format/number';
import { plainly } from '../format/words';
import { Blank, Bones, Card } from '../parts/card';
import type { Column } from '../parts/table';
import { Table } from '../parts/table';
import { Clock } from '../parts/when';
import { Command } from './first-bot';

const ROLES = ['ingest', 'viewer', 'operator', 'trader', 'admin'] as const;
type Role = (typeof ROLES)[number];

const MEANS: Readonly<Record<Role, string>> = {
  ingest: 'may only send events of one bot',
  viewer: 'may read everything',
  operator: 'may read, and act on bots',
  trader: 'may also place orders, where the settings allow it',
  admin: 'may do everything',
};

interface Fresh {
  name: string;
  secret: string;
}

/** The secret in the answer to a creation, which is shown this once. */
export function secretIn(raw: unknown): string | null {
  if (!decode.isRecord(raw)) return null;
  const { secret } = raw;
  return typeof secret === 'string' ? secret : null;
}

export function Tokens({ class: cls }: { class?: string }) {
  const [tokens, setTokens] = useState<readonly Token[] | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const [fresh, setFresh] = useState<Fresh | null>(null);

  const load = (): Promise<void> =>
    get(url.tokens).then(
      (raw) => setTokens(decode.tokens(raw)),
      (error: unknown) => setWhy(reasonOf(error)),
    );
  useEffect(() => void load(), []);

  async function revoke(token: Token): Promise<void> {
    if (!window.confirm(`Revoke the token “${token.name ?? token.id}”? What uses it is refused from now on.`)) return;
    try {
      await request('DELETE', `${url.tokens}/${encodeURIComponent(token.id)}`);
      setWhy(null);
    } catch (error) {
      setWhy(reasonOf(error));
    }
    await load();
  }

  const columns: Column<Token>[] = [
    { head: 'Name', cell: (t) => t.name ?? t.id },
    { head: 'May', cell: (t) => <span title={MEANS[t.role as Role]}>{plainly(t.role)}{t.role === 'ingest' && <span class="muted"> for {t.bot ?? 'any bot'}</span>}</span> },
    { head: 'Made', drop: 'phone', cell: (t) => <Clock at={t.created_at} /> },
    { head: 'By', drop: 'phone', cell: (t) => t.created_by ?? NONE },
    { head: 'Ends', drop: 'phone', cell: (t) => (t.expires_at === null ? <span class="muted">when revoked</span> : <Clock at={t.expires_at} />) },
    { head: 'Action', numeric: true, cell: (t) => <button type="button" class="button danger" onClick={() => void revoke(t)}>Revoke<span class="sr"> {t.name ?? t.id}</span></button> },
  ];
  return (
    <Card title="Tokens" note="for bots, scripts and the command line" class={cls ?? ''}>
      {why !== null && <p class="notice bad" role="alert">{why}</p>}
      {fresh && (
        <div class="notice fresh" role="status">
          <div>
            <b>Token “{fresh.name}”. Copy it now: it is not shown again.</b>
            <Command label="The new token" text={fresh.secret} />
            <button type="button" class="button" onClick={() => setFresh(null)}>I have it</button>
          </div>
        </div>
      )}
      <Create onMade={(made) => { setFresh(made); setWhy(null); void load(); }} onRefused={setWhy} />
      {tokens === null && why === null && <Bones rows={2} />}
      {tokens?.length === 0 && <Blank title="No token yet.">Make one for each bot, so that each can be taken back alone.</Blank>}
      {tokens !== null && tokens.length > 0 && <Table caption="Tokens" columns={columns} rows={tokens} keyOf={(t) => t.id} />}
    </Card>
  );
}

function Create({ onMade, onRefused }: { onMade: (made: Fresh) => void; onRefused: (why: string) => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('ingest');
  const [bot, setBot] = useState('');
  const [busy, setBusy] = useState(false);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    try {
      const wanted = name.trim() || bot.trim();
      const secret = secretIn(await request('POST', url.tokens, { name: wanted, role, ...(role === 'ingest' && bot.trim() !== '' ? { bot: bot.trim() } : {}) }));
      if (secret === null) onRefused('The server made a token but did not show it. Revoke it and try again.');
      else onMade({ name: wanted, secret });
      setName('');
      setBot('');
    } catch (error) {
      onRefused(reasonOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form class="create" onSubmit={(event) => void submit(event)}>
      <label class="field">May
        <select value={role} onChange={(event) => setRole(ROLES.find((one) => one === event.currentTarget.value) ?? 'ingest')}>
          {ROLES.map((one) => <option key={one} value={one}>{plainly(one)}</option>)}
        </select>
      </label>
      {role === 'ingest' && <label class="field">Bot <input value={bot} required placeholder="my-bot" onInput={(event) => setBot(event.currentTarget.value)} /></label>}
      <label class="field">Name <input value={name} required={role !== 'ingest'} placeholder={role === 'ingest' ? 'as the bot' : 'laptop'} onInput={(event) => setName(event.currentTarget.value)} /></label>
      <button type="submit" class="button" disabled={busy}>Make token</button>
      <span class="muted">{MEANS[role]}</span>
    </form>
  );
}
