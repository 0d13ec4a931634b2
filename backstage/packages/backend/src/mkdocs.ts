import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ownPlugin = fileURLToPath(new URL('../../../techdocs', import.meta.url));
const looksForPlugin =
  "import sys\nfrom importlib.metadata import entry_points\nsys.exit(not entry_points(group='mkdocs.plugins', name='techdocs-core'))";

/**
 * TechDocs sites name the MkDocs plugin `techdocs-core`, which Debian's mkdocs does not bring. Where it is not installed,
 * the one in backstage/techdocs stands in for it.
 */
export function useOwnTechDocsPlugin(environment: Record<string, string | undefined>): void {
  const mkdocs = (environment.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, 'mkdocs'))
    .find(existsSync);
  const python = mkdocs && /^#!\s*(\S+)/.exec(readFileSync(mkdocs, 'utf8'))?.[1];
  if (!python) return;
  try {
    execFileSync(python, ['-c', looksForPlugin], { stdio: 'ignore', timeout: 10_000 });
  } catch {
    environment.PYTHONPATH = [ownPlugin, environment.PYTHONPATH].filter(Boolean).join(delimiter);
  }
}
