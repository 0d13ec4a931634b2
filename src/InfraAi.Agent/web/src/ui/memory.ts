/** Small things the browser keeps for the reader. Storage may be blocked: then they last as long as the page. */
const prefix = 'infra-ai.';

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, value);
  } catch {
    // Nothing to do: the page works without.
  }
}
