/** Types of the made-up world for the tests; dev/world.mjs and dev/api.mjs are plain scripts. */
export interface World {
  bots: unknown[];
  tick(at?: number): unknown[];
  world: object;
}

export function makeWorld(options?: { bots?: number; days?: number; seed?: number; now?: number; troubled?: boolean; unknown?: boolean }): World;
