export interface Configs {
  route(method: string, bot: string, rest: string, url: URL, body: string, headers: Record<string, string>): { status: number; body: unknown } | null;
  list(): unknown;
  meddle(bot?: string, points?: number): unknown;
  refuse(bot?: string): void;
}

export function makeConfigs(now: number, tell: (bot: string, config: unknown) => void, options?: { troubled?: boolean; canary?: boolean; readOnly?: boolean }): Configs;
