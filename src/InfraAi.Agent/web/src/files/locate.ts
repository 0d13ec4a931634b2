import type { ProjectFile } from '../api';

/** A file, and the lines of it to show; lines count from 1. */
export interface FilePlace {
  path: string;
  from: number;
  to: number;
}

/** The YAML document that defines the entity ("resource:default/orders"). */
export function locateEntity(files: ProjectFile[], ref: string): FilePlace | null {
  const [, kind, name] = /^([^:]+):(?:[^/]+\/)?(.+)$/.exec(ref) ?? [];
  if (!kind || !name) return null;
  for (const file of files.filter(({ path }) => /\.ya?ml$/.test(path))) {
    let from = 1;
    for (const document of file.content.split(/^---.*\n/m)) {
      const length = document.split('\n').length;
      if (isEntity(document, kind, name)) {
        return { path: file.path, from, to: from + document.trimEnd().split('\n').length - 1 };
      }
      // The separator is a line too; the text before it ends with a line break that split counts once more.
      from += length;
    }
  }
  return null;
}

function isEntity(document: string, kind: string, name: string): boolean {
  const documentKind = /^kind:\s*["']?([^\s"'#]+)/m.exec(document)?.[1];
  const documentName = /^metadata:\s*\n(?:[ \t]+.*\n)*?[ \t]+name:\s*["']?([^\s"'#]+)/m.exec(document)?.[1];
  return documentKind?.toLowerCase() === kind.toLowerCase() && documentName?.toLowerCase() === name.toLowerCase();
}
