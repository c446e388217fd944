/** Who looks at this page, and the way out; an administrator can let somebody else in. */
import { useState } from 'preact/hooks';
import { loginPath, reasonOf, request, url } from '../api/http';
import { isRecord } from '../api/decode';
import type { Session } from '../api/types';
import { now } from '../clock';
import { NONE } from '../format/number';
import { millis, roughly } from '../format/time';
import { plainly } from '../format/words';
import { Card } from '../parts/card';
import { Command } from './first-bot';

const ROLES = ['viewer', 'operator', 'trader', 'admin'] as const;
type Role = (typeof ROLES)[number];

export function Access({ of, class: cls }: { of: Session; class?: string }) {
  const [role, setRole] = useState<Role>('viewer');
  const [link, setLink] = useState<string | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const ends = millis(of.expires_at);

  async function signOut(): Promise<void> {
    try {
      await request('DELETE', url.session);
      location.assign(loginPath('/'));
    } catch (error) {
      setWhy(reasonOf(error));
    }
  }

  async function invite(): Promise<void> {
    try {
      const answer = await request('POST', url.loginLinks, { role });
      const made = isRecord(answer) ? answer['url'] : null;
      setLink(typeof made === 'string' ? made : null);
      setWhy(typeof made === 'string' ? null : 'The server made no link.');
    } catch (error) {
      setWhy(reasonOf(error));
    }
  }

  return (
    <Card
      title="Access"
      class={cls ?? ''}
      tools={of.via === 'session' && <button type="button" class="button" onClick={() => void signOut()}>Sign out</button>}
    >
      <dl class="facts">
        <div><dt>You are</dt><dd>{of.name ?? NONE}</dd></div>
        <div><dt>Role</dt><dd>{plainly(of.role)}</dd></div>
        <div><dt>Session ends in</dt><dd>{ends === null ? NONE : roughly(ends - now.value)}</dd></div>
      </dl>
      {of.role === 'admin' && (
        <div class="invite">
          <label class="field">Let in a
            <select value={role} onChange={(event) => setRole(ROLES.find((one) => one === event.currentTarget.value) ?? 'viewer')}>
              {ROLES.map((one) => <option key={one} value={one}>{plainly(one)}</option>)}
            </select>
          </label>
          <button type="button" class="button" onClick={() => void invite()}>Make sign-in link</button>
        </div>
      )}
      {link !== null && (
        <div role="status">
          <p class="muted hint">Lets one person in, once, within 10 minutes.</p>
          <Command label="The sign-in link" text={link} />
        </div>
      )}
      {why !== null && <p class="notice bad" role="alert">{why}</p>}
    </Card>
  );
}
