/** This device, and the others that are told while the dashboard is closed. */
import { useEffect, useState } from 'preact/hooks';
import type { Push, PushChannel, PushDevice } from '../api/push';
import { loadPush, removeDevice, testDevice } from '../api/push';
import { isAbort, reasonOf, Refusal } from '../api/http';
import { Blank, Bones, Card } from '../parts/card';
import { Age } from '../parts/when';
import { State } from '../alerts/pieces';
import type { Hindrance } from './browser';
import { hindrance, presentId, surroundings, switchOff, switchOn } from './browser';

const HINDRANCES: Record<Exclude<Hindrance, null>, { title: string; how: string }> = {
  insecure: { title: 'This address is not secure.', how: 'Browsers show notifications for pages that come by https, or from localhost. Put a proxy with a certificate before Binnacle and set server.public-url.' },
  'home-screen': { title: 'Add this page to the home screen first.', how: 'On an iPhone or iPad, choose Share, then Add to Home Screen, and open Binnacle from there.' },
  unsupported: { title: 'This browser cannot be told.', how: 'It does not know Web Push, or has it switched off, as some do in private windows.' },
  denied: { title: 'Notifications are blocked for this page.', how: 'You, or whoever manages this browser, said no. Allow them in the browser’s settings for this site, then load the page anew.' },
};

const why = (error: unknown): string => (error instanceof Refusal || !(error instanceof Error) || isAbort(error) || error instanceof TypeError ? reasonOf(error) : error.message);

function usePush(): { push: Push | null; here: string | null; failed: string | null; again: () => Promise<void> } {
  const [push, setPush] = useState<Push | null>(null);
  const [here, setHere] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const again = async (): Promise<void> => {
    try {
      const all = await loadPush();
      setHere(hindrance(surroundings()) === null ? await presentId() : null);
      setPush(all);
      setFailed(null);
    } catch (error) {
      setFailed(reasonOf(error));
    }
  };
  useEffect(() => void again(), []);
  return { push, here, failed, again };
}

export function DevicesCard() {
  const { push, here, failed, again } = usePush();
  if (push === null) return <Card title="This device" class="c12 devices">{failed === null ? <Bones rows={2} /> : <Blank title="The devices could not be loaded.">{failed}</Blank>}</Card>;
  const mine = push.devices.find((one) => one.id === here) ?? null;
  const others = push.devices.filter((one) => one !== mine);
  return (
    <Card
      title="This device" class="c12 devices" note="told while this page is closed"
      tools={<State tone={mine === null ? 'quiet' : 'good'}>{mine === null ? 'off' : 'on'}</State>}
    >
      {push.channels.length === 0 && mine === null ? <NoChannel /> : <Here channels={push.channels} mine={mine} stale={here !== null && mine === null} again={again} />}
      {others.length > 0 && (
        <>
          <h3>Other devices</h3>
          <ul class="device-list">{others.map((one) => <Row key={one.id} device={one} again={again} />)}</ul>
        </>
      )}
    </Card>
  );
}

function NoChannel() {
  return (
    <Blank title="No channel reaches browsers yet.">
      Add one under <code>channels</code> in binnacle.yaml: <code>{'browsers: { type: webpush, contact: "mailto:you@example.org" }'}</code>. Its keys are made by themselves.
    </Blank>
  );
}

function Here({ channels, mine, stale, again }: { channels: readonly PushChannel[]; mine: PushDevice | null; stale: boolean; again: () => Promise<void> }) {
  const [chosen, setChosen] = useState(channels[0]?.name ?? '');
  const { busy, said, act } = useActs(again);
  const stop = hindrance(surroundings());
  if (stop !== null) return <Blank title={HINDRANCES[stop].title}>{HINDRANCES[stop].how}</Blank>;
  const channel = channels.find((one) => one.name === chosen) ?? channels[0];
  return (
    <div class="row here">
      <p class="soft">
        {mine !== null ? <>Told by <b>{mine.channel}</b>. Last reached: <Reached device={mine} />.</> : stale ? 'This browser was switched on before, and the server does not know it any more. Switch it on again.' : 'Off. The browser asks for your leave when you switch it on.'}
      </p>
      <span class="grow" />
      <Said of={said} />
      {mine === null && channels.length > 1 && (
        <label class="select">
          <span class="sr">Channel</span>
          <select value={channel?.name} onChange={(event) => setChosen(event.currentTarget.value)}>{channels.map((one) => <option key={one.name}>{one.name}</option>)}</select>
        </label>
      )}
      {mine === null && channel !== undefined && <button type="button" class="button primary" disabled={busy} onClick={() => act(() => switchOn(channel).then(() => null))}>{busy ? 'Asking…' : 'Switch on'}</button>}
      {mine !== null && <button type="button" class="button" disabled={busy} onClick={() => act(() => testDevice(mine.id), 'It is on its way.')}>Test</button>}
      {mine !== null && <button type="button" class="button" disabled={busy} onClick={() => act(() => switchOff(mine.id).then(() => null))}>Switch off</button>}
    </div>
  );
}

function Row({ device, again }: { device: PushDevice; again: () => Promise<void> }) {
  const { busy, said, act } = useActs(again);
  return (
    <li class="row">
      <span><b>{device.device}</b> <span class="muted">{device.own ? '' : `of ${device.operator}, `}by {device.channel}, last reached <Reached device={device} /></span></span>
      <span class="grow" />
      <Said of={said} />
      <button type="button" class="mini" disabled={busy} onClick={() => act(() => testDevice(device.id), 'It is on its way.')}>Test<span class="sr"> {device.device}</span></button>
      <button type="button" class="mini" disabled={busy} onClick={() => act(() => removeDevice(device.id).then(() => null))}>Remove<span class="sr"> {device.device}</span></button>
    </li>
  );
}

const Reached = ({ device }: { device: PushDevice }) => (device.last_reached === null ? <>never</> : <Age of={device.last_reached} />);

type Word = { good: boolean; text: string } | null;

const Said = ({ of }: { of: Word }) => <span role="status" class="trial">{of !== null && <span class={of.good ? 'ok' : 'wrong'}>{of.text}</span>}</span>;

/** One thing at a time; each answers null, or what went wrong. */
function useActs(again: () => Promise<void>): { busy: boolean; said: Word; act: (what: () => Promise<string | null>, done?: string) => void } {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Word>(null);
  const act = (what: () => Promise<string | null>, done?: string): void => {
    setBusy(true);
    setSaid(null);
    what()
      .then((failed) => setSaid(failed !== null ? { good: false, text: failed } : done === undefined ? null : { good: true, text: done }))
      .catch((error: unknown) => setSaid({ good: false, text: why(error) }))
      .then(again)
      .finally(() => setBusy(false));
  };
  return { busy, said, act };
}
