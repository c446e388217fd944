export function icons(): Record<string, Uint8Array>;
export function manifest(): string;
