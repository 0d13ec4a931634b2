import type { Result } from '../api';

/** The words of a file, or the problem that it has none. */
export async function readText(file: Blob): Promise<Result<string>> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    if (!text.includes('\0')) return { ok: true, value: text };
  } catch {
    // Not UTF-8: the same problem as a text with NUL in it.
  }
  return { ok: false, problem: { code: 'not-text' } };
}

/** A file never overwrites what somebody wrote. */
export function appendText(written: string, added: string): string {
  return written.trim() === '' ? added : `${written.trimEnd()}\n\n${added}`;
}
