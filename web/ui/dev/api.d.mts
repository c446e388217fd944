export function fleetState(world: object): unknown;
export function botState(world: object, bot: unknown): unknown;
export function history(world: object, bot: unknown, metric: string, from: number, to: number, points: number): unknown;
export function tradePage(world: object, bots: unknown[], query: Record<string, string>): unknown;
export function fleetMetrics(world: object): unknown;
export function system(world: object): unknown;
export function row(world: object, bot: unknown): unknown;
