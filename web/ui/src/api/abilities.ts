/** What this server can do, from the list of its own routes: a feature that it has no route for is not offered. */
import { signal } from '@preact/signals';
import { isRecord } from './decode';
import { get, url } from './http';

export interface Abilities {
  version: string | null;
  /** "GET /api/v1/tokens" and the like. */
  routes: ReadonlySet<string>;
}

export const abilities = signal<Abilities | null>(null);

export function readAbilities(raw: unknown): Abilities {
  const document = isRecord(raw) ? raw : {};
  const about = isRecord(document['info']) ? document['info'] : {};
  const routes = new Set<string>();
  for (const [path, methods] of Object.entries(isRecord(document['paths']) ? document['paths'] : {})) {
    if (isRecord(methods)) for (const method of Object.keys(methods)) routes.add(`${method.toUpperCase()} ${path}`);
  }
  return { version: typeof about['version'] === 'string' ? about['version'] : null, routes };
}

export async function askAbilities(): Promise<void> {
  if (abilities.peek()) return;
  try {
    abilities.value = readAbilities(await get(url.openapi));
  } catch {
    // Nothing is offered that the server did not list; the next visit asks again.
  }
}

/** The first of these that the server has. */
export const routeOf = (routes: ReadonlySet<string>, candidates: readonly string[]): string | null => candidates.find((route) => routes.has(route)) ?? null;
