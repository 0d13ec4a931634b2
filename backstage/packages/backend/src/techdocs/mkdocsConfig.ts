import { isMap, parseAllDocuments, visit, type Document, type Node } from 'yaml';
import { admission, isInside } from '@infra-ai/backstage-plugin-backend';

const longForm = 'markdown.extensions.';

/** A mkdocs.yml of which only what is listed is left. */
export interface SafeConfig {
  config: Record<string, unknown> & { docs_dir: string };
  /** Keys that were there and are not used, as `markdown_extensions.pymdownx.snippets`. */
  removed: string[];
}

/**
 * What mkdocs is told of a stranger's mkdocs.yml. MkDocs runs plugins, hooks and Markdown extensions, some of which read any
 * file (CVE-2023-32309) or run code; its tags read the environment and make Python objects. What is not listed is left out.
 *
 * @param text Empty for a project without the file.
 * @throws Error for what is no YAML map, and for a docs_dir outside of the project.
 */
export function safeConfig(text: string, siteName: string): SafeConfig {
  const removed: string[] = [];
  const said = withoutTags(text, removed);
  const { keys, theme, plugins, markdown_extensions: extensions } = admission.mkdocs;
  const config = only(said, keys, '', removed);
  const docsDir = config.docs_dir ?? 'docs';
  if (!isInside(docsDir))
    throw new Error(`docs_dir of mkdocs.yml is no folder of the project: ${JSON.stringify(docsDir)}`);
  if (isObject(config.theme)) config.theme = only(config.theme, theme, 'theme.', removed);
  const wanted = named(config.plugins, plugins, 'plugins', removed);
  return {
    config: {
      site_name: siteName,
      ...config,
      docs_dir: docsDir as string,
      plugins: wanted.some(p => 'techdocs-core' in p) ? wanted : [...wanted, { 'techdocs-core': {} }],
      markdown_extensions: named(config.markdown_extensions, extensions, 'markdown_extensions', removed),
    },
    removed,
  };
}

/** The settings as plain values: what has a tag (!ENV, !!python/…) is none, nor is a merge key. */
function withoutTags(text: string, removed: string[]): Record<string, unknown> {
  const documents = parseAllDocuments(text);
  if (!('length' in documents) || documents.length === 0) return {};
  const [document] = documents as Document[];
  if (documents.length > 1) throw new Error('mkdocs.yml has more than one document');
  if (document.errors.length > 0) throw document.errors[0];
  if (!isMap(document.contents)) throw new Error('mkdocs.yml is no map of settings');
  visit(document, {
    Pair(_, pair) {
      if (!(pair.value as Node | null)?.tag && !(pair.key as Node | null)?.tag) return undefined;
      removed.push(`${pair.key} with a tag`);
      return visit.REMOVE;
    },
    Node(_, node) {
      if (!('tag' in node && node.tag)) return undefined;
      removed.push('a value with a tag');
      return visit.REMOVE;
    },
  });
  return document.toJS({ maxAliasCount: 100 });
}

function only(
  settings: Record<string, unknown>,
  keys: string[],
  path: string,
  removed: string[],
): Record<string, unknown> {
  const entries = Object.entries(settings).filter(([key]) => keys.includes(key) || !removed.push(path + key));
  return Object.fromEntries(entries);
}

/** Plugins and extensions, as mkdocs takes them: a list of names or of maps, or one map. */
function named(
  said: unknown,
  allowed: Record<string, string[]>,
  path: string,
  removed: string[],
): Record<string, Record<string, unknown>>[] {
  const items: unknown[] = Array.isArray(said) ? said : isObject(said) ? [said] : [];
  return items
    .flatMap<[string, unknown]>(item => (isObject(item) ? Object.entries(item) : [[String(item), null]]))
    .flatMap(([full, options]) => {
      const name = full.startsWith(longForm) ? full.slice(longForm.length) : full;
      if (!Object.hasOwn(allowed, name)) {
        removed.push(`${path}.${full}`);
        return [];
      }
      return [{ [name]: isObject(options) ? only(options, allowed[name], `${path}.${name}.`, removed) : {} }];
    });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
