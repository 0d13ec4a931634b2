import { useSyncExternalStore } from 'react';

export const tabs = ['graph', 'files', 'questions', 'entities', 'publication'] as const;
export type Tab = (typeof tabs)[number];

export type Route =
  { page: 'describe' } | { page: 'history' } | { page: 'analysis'; id: string; tab: Tab } | { page: 'missing' };

export function parseRoute(hash: string): Route {
  const [first, id, tab, ...rest] = hash.replace(/^#?\/?/, '').split('/');
  if (!first) return { page: 'describe' };
  if (first === 'history' && id === undefined) return { page: 'history' };
  if (first === 'analyses' && id && rest.length === 0) {
    const known = tabs.find((name) => name === (tab || 'graph'));
    const decoded = decode(id);
    if (known && decoded) return { page: 'analysis', id: decoded, tab: known };
  }
  return { page: 'missing' };
}

export function analysisHref(id: string, tab: Tab = 'graph'): string {
  return `#/analyses/${encodeURIComponent(id)}${tab === 'graph' ? '' : `/${tab}`}`;
}

export function navigate(href: string): void {
  location.hash = href;
}

export function useRoute(): Route {
  return parseRoute(
    useSyncExternalStore(
      (notify) => {
        addEventListener('hashchange', notify);
        return () => removeEventListener('hashchange', notify);
      },
      () => location.hash,
    ),
  );
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
