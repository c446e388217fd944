/** The requests about devices that are told while the dashboard is closed. */
import { flag, list, record, text } from './decode';
import { get, request } from './http';

const part = encodeURIComponent;

export interface PushChannel {
  name: string;
  /** VAPID, base64url. */
  key: string;
}

export interface PushDevice {
  id: string;
  device: string;
  channel: string;
  operator: string;
  own: boolean;
  service: string;
  added: string | null;
  last_reached: string | null;
}

export interface Push {
  channels: readonly PushChannel[];
  devices: readonly PushDevice[];
}

export const decodePush = (value: unknown): Push => ({
  channels: list(record(value)['channels'], (raw) => ({ name: text(raw['name']) ?? '?', key: text(raw['public_key']) ?? '' })),
  devices: list(record(value)['devices'], (raw) => ({
    id: text(raw['id']) ?? '',
    device: text(raw['device']) ?? '?',
    channel: text(raw['channel']) ?? '?',
    operator: text(raw['operator']) ?? '?',
    own: flag(raw['own']),
    service: text(raw['service']) ?? '?',
    added: text(raw['added']),
    last_reached: text(raw['last_reached']),
  })),
});

export const loadPush = async (): Promise<Push> => decodePush(await get('/api/v1/push'));

export interface Wish {
  endpoint: string;
  p256dh: string;
  auth: string;
  channel: string;
  device: string;
}

export const addDevice = (wish: Wish): Promise<unknown> => request('POST', '/api/v1/push/devices', wish);
export const removeDevice = (id: string): Promise<unknown> => request('DELETE', `/api/v1/push/devices/${part(id)}`);

/** Null when it was handed to the push service; else why not. */
export async function testDevice(id: string): Promise<string | null> {
  const answer = record(await request('POST', `/api/v1/push/devices/${part(id)}/test`));
  return answer['delivered'] === true ? null : (text(answer['reason']) ?? 'it was not delivered');
}
