/** News of configurations from the socket, for whoever is interested: small, so that the views of it can come late. */
import { isRecord } from '../api/decode';

export interface ConfigNews {
  bot: string;
  /** As it came; the views decode it. */
  config: unknown;
  /** In milliseconds; null where the message says no time. */
  at: number | null;
}

type Ear = (news: ConfigNews) => void;

const ears = new Set<Ear>();

export function hearConfig(message: Readonly<Record<string, unknown>>, at: number | null): void {
  const { bot, config } = message;
  if (typeof bot !== 'string' || !isRecord(config)) return;
  for (const ear of ears) ear({ bot, config, at });
}

/** @returns what ends it */
export function followConfig(ear: Ear): () => void {
  ears.add(ear);
  return () => ears.delete(ear);
}
