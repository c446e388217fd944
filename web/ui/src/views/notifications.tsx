/** What people were told: the channels and how they fare, and what became of each message. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { loadChannels, loadDeliveries } from '../api/alerts';
import type { Channel, Delivery } from '../api/alert-types';
import { ChannelCard } from '../alerts/channel';
import { DeliveryList } from '../alerts/deliveries';
import { AlertTabs } from '../alerts/pieces';
import '../alerts/styles';
import { reasonOf } from '../api/http';
import { plural } from '../format/number';
import { DevicesCard } from '../push/card';
import { loadSession } from '../live/session';
import { Blank, Bones, Card } from '../parts/card';
import { Choice } from '../parts/choice';
import { keep, search } from '../router';

const AGAIN = 5_000;
const PAGE = 40;
const STATES = ['all', 'waiting', 'dead', 'delivered'] as const;
type Shown = (typeof STATES)[number];

interface Pages {
  rows: readonly Delivery[];
  next: string | null;
  busy: boolean;
  why: string | null;
}

const START: Pages = { rows: [], next: null, busy: true, why: null };

/** The newest page, asked again while somebody looks and has not gone further back. */
function useDeliveries(channel: string | null, state: Shown): [Pages, () => void, () => void] {
  const [pages, setPages] = useState(START);
  const turn = useRef(0);
  const further = useRef(false);
  async function load(cursor: string | null, before: Pages): Promise<void> {
    const mine = ++turn.current;
    try {
      const page = await loadDeliveries({ channel, state: state === 'all' ? null : state, cursor, limit: PAGE });
      if (turn.current === mine) setPages({ rows: cursor === null ? page.items : [...before.rows, ...page.items], next: page.next, busy: false, why: null });
    } catch (error) {
      if (turn.current === mine) setPages({ ...before, busy: false, why: reasonOf(error) });
    }
  }
  useEffect(() => {
    further.current = false;
    setPages(START);
    void load(null, START);
    const timer = setInterval(() => {
      if (!document.hidden && !further.current) void load(null, START);
    }, AGAIN);
    return () => clearInterval(timer);
  }, [channel, state]);
  return [
    pages,
    () => {
      further.current = true;
      setPages({ ...pages, busy: true });
      void load(pages.next, pages);
    },
    () => void load(null, START),
  ];
}

function useChannels(): { channels: readonly Channel[] | null; why: string | null; again: () => void } {
  const [channels, setChannels] = useState<readonly Channel[] | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const again = (): void => void loadChannels().then((all) => { setChannels(all); setWhy(null); }, (error: unknown) => setWhy(reasonOf(error)));
  useEffect(() => {
    again();
    const timer = setInterval(() => {
      if (!document.hidden) again();
    }, AGAIN);
    return () => clearInterval(timer);
  }, []);
  return { channels, why, again };
}

export function Notifications() {
  useEffect(() => void loadSession(), []);
  const { channels, why, again } = useChannels();
  const channel = search.value.get('channel');
  const asked = search.value.get('state') ?? 'all';
  const state: Shown = STATES.find((one) => one === asked) ?? 'all';
  const [pages, older, refresh] = useDeliveries(channel, state);
  const dead = channels?.reduce((sum, one) => sum + one.dead, 0) ?? 0;
  return (
    <>
      <div class="head c12"><h1>Notifications</h1></div>
      <AlertTabs />
      {why !== null && channels !== null && <p class="notice warn c12" role="status">This may be old. {why}</p>}
      {dead > 0 && state !== 'dead' && (
        <div class="notice bad c12"><div><b>{plural(dead, 'message')} could not be delivered.</b><p>Each was given up after its last try; the reason stands beside it, and it can be sent again.</p></div><span class="grow" /><button type="button" class="button" onClick={() => keep({ state: 'dead' })}>Show them</button></div>
      )}
      <section class="channels c12" aria-label="Channels">
        {channels === null && <Card title="Channels">{why === null ? <Bones rows={3} /> : <Blank title="The channels could not be loaded.">{why}</Blank>}</Card>}
        {channels?.length === 0 && <Card title="Channels"><Blank title="No channel is set.">Alerts show on this dashboard. To have them on a phone or by mail, name a channel in binnacle.yaml, under notifications.</Blank></Card>}
        {channels?.map((one) => <ChannelCard key={one.name} channel={one} shown={one.name === channel} />)}
      </section>
      <DevicesCard />
      <Card
        title="Messages" class="c12" note={channel === null ? 'one row for each, the newest first' : `to ${channel}`}
        tools={
          <>
            {channel !== null && <button type="button" class="mini" onClick={() => keep({ channel: null })}>All channels</button>}
            <Choice label="State" options={STATES} value={state} onChange={(next) => keep({ state: next === 'all' ? null : next })} words={{ all: 'All', waiting: 'Waiting', dead: 'Given up', delivered: 'Delivered' }} />
          </>
        }
      >
        {pages.rows.length === 0 && pages.busy && <Bones rows={8} />}
        {pages.rows.length === 0 && !pages.busy && pages.why === null && <Blank title={state === 'dead' ? 'Nothing was given up.' : state === 'waiting' ? 'Nothing waits.' : 'Nothing was told yet.'}>{state === 'dead' ? 'Every message has reached its channel.' : 'Messages stand here with what became of them on each channel.'}</Blank>}
        {pages.why !== null && <Blank title="The messages could not be loaded.">{pages.why}</Blank>}
        <DeliveryList rows={pages.rows} onRetried={() => { refresh(); again(); }} />
        {pages.next !== null && <div class="more-row"><button type="button" class="button" disabled={pages.busy} onClick={older}>{pages.busy ? 'Loading…' : 'Older'}</button></div>}
      </Card>
    </>
  );
}
