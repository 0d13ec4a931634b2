import { useSyncExternalStore } from 'react';
import { recall, remember } from '../ui/memory';

export type Theme = 'light' | 'dark';

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let chosen = asTheme(recall('theme'));

/** Before the first paint: what the reader chose wins over what the system prefers. */
export function applyTheme(): void {
  if (chosen) document.documentElement.dataset.theme = chosen;
  else delete document.documentElement.dataset.theme;
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(subscribe, current);
  return [theme, choose];
}

function current(): Theme {
  return chosen ?? systemTheme();
}

/** Choosing what the system prefers follows the system again. */
function choose(theme: Theme): void {
  chosen = theme === systemTheme() ? null : theme;
  remember('theme', chosen);
  applyTheme();
  listeners.forEach((notify) => notify());
}

function systemTheme(): Theme {
  return systemDark.matches ? 'dark' : 'light';
}

function subscribe(notify: () => void): () => void {
  listeners.add(notify);
  systemDark.addEventListener('change', notify);
  return () => {
    listeners.delete(notify);
    systemDark.removeEventListener('change', notify);
  };
}

function asTheme(value: string | null): Theme | null {
  return value === 'light' || value === 'dark' ? value : null;
}
