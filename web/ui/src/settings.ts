/** What the reader chose, remembered in this browser. */
import { effect, signal } from '@preact/signals';
import { isRecord } from './api/decode';

export interface Settings {
  theme: 'system' | 'dark' | 'light';
  palette: 'green-red' | 'blue-orange';
  zone: 'local' | 'utc';
}

const KEY = 'binnacle.settings';
const DEFAULTS: Settings = { theme: 'system', palette: 'green-red', zone: 'local' };

export function parseSettings(text: string | null): Settings {
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    if (!isRecord(kept)) return DEFAULTS;
    return {
      theme: kept['theme'] === 'dark' || kept['theme'] === 'light' ? kept['theme'] : 'system',
      palette: kept['palette'] === 'blue-orange' ? 'blue-orange' : 'green-red',
      zone: kept['zone'] === 'utc' ? 'utc' : 'local',
    };
  } catch {
    return DEFAULTS;
  }
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export const settings = signal<Settings>(parseSettings(kept()));

export function choose(change: Partial<Settings>): void {
  settings.value = { ...settings.value, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(settings.value));
  } catch {
    // Storage is off: the choice lasts as long as the page.
  }
}

/** Counts up when the colours changed in any way, the system's theme included: what paints on a canvas depends on it. */
export const colours = signal(0);

export function followSettings(): void {
  effect(() => {
    const { theme, palette } = settings.value;
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    if (palette === 'green-red') delete root.dataset['palette'];
    else root.dataset['palette'] = palette;
    colours.value = colours.peek() + 1;
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => colours.value++);
}
