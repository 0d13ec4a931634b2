import { copyFile, lstat, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A project's documentation has no more; what has is no documentation. */
const mostFiles = 10_000;
const mostBytes = 200_000_000;

/**
 * Copies the plain files below a folder, which a mkdocs may then read without meeting anything else: a link is not followed,
 * whatever it names.
 *
 * @param folder Relative to both.
 * @returns The paths of the links that were left out.
 * @throws Error when a part of the folder's own path is a link, and for too much.
 */
export async function copyPlainFiles(from: string, to: string, folder: string): Promise<string[]> {
  const parts = folder.split('/').filter(part => part && part !== '.');
  for (let depth = 1; depth <= parts.length; depth++) {
    const part = parts.slice(0, depth).join('/');
    if (!(await lstat(join(from, part))).isDirectory()) throw new Error(`${part} is no folder`);
  }
  const links: string[] = [];
  const left = { files: mostFiles, bytes: mostBytes };
  await copy(parts.join('/'));
  return links;

  async function copy(path: string): Promise<void> {
    await mkdir(join(to, path), { recursive: true, mode: 0o755 });
    for (const entry of await readdir(join(from, path), { withFileTypes: true })) {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) await copy(inner);
      else if (entry.isFile()) await copyPlain(inner);
      else links.push(inner);
    }
  }

  async function copyPlain(path: string): Promise<void> {
    left.files -= 1;
    left.bytes -= (await lstat(join(from, path))).size;
    if (left.files < 0 || left.bytes < 0) {
      throw new Error(`${folder} has more than ${mostFiles} files or ${mostBytes / 1_000_000} MB`);
    }
    await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o755 });
    await copyFile(join(from, path), join(to, path));
  }
}
