import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../../techdocs', import.meta.url));
const looksForPlugin =
  "import sys\nfrom importlib.metadata import entry_points\nsys.exit(not entry_points(group='mkdocs.plugins', name='techdocs-core'))";

/** The mkdocs that is on the PATH, and the Python that it names. */
export interface Mkdocs {
  program: string;
  python: string;
  /**
   * Where its Python finds the plugin `techdocs-core`, which Debian's mkdocs does not bring: the one in backstage/techdocs
   * stands in for it. Undefined where the real one is installed.
   */
  ownPlugin?: string;
}

/** @returns undefined where mkdocs is not installed. */
export function findMkdocs(path = process.env.PATH ?? ''): Mkdocs | undefined {
  const program = path
    .split(delimiter)
    .map(place => join(place, 'mkdocs'))
    .find(existsSync);
  const python = program && /^#!\s*(\S+)/.exec(readFileSync(program, 'utf8'))?.[1];
  if (!python) return undefined;
  try {
    execFileSync(python, ['-c', looksForPlugin], { stdio: 'ignore', timeout: 10_000, env: {} });
    return { program, python };
  } catch {
    return { program, python, ownPlugin: folder };
  }
}
