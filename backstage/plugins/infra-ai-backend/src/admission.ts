import { readFileSync } from 'node:fs';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  type Entity,
} from '@backstage/catalog-model';

/** What a project may bring into a portal. The agent's door reads the same file (src/InfraAi.Catalog/Admission). */
export const admission: {
  kinds: string[];
  ownersFile: string;
  mkdocs: {
    keys: string[];
    theme: string[];
    plugins: Record<string, string[]>;
    markdown_extensions: Record<string, string[]>;
  };
} = JSON.parse(readFileSync(new URL('./admission.json', import.meta.url), 'utf8'));

const apiVersions = ['backstage.io/v1alpha1', 'backstage.io/v1beta1'];
const techdocsRef = 'backstage.io/techdocs-ref';
/** The catalog's own words, which nobody else may say. */
const ofTheCatalog = [
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  'backstage.io/orphan',
];

/** Whether a path stays inside the project, however a URL or a file system would read it. */
export function isInside(path: unknown): boolean {
  return (
    typeof path === 'string' &&
    /^[A-Za-z0-9._ /-]+$/.test(path) &&
    path.split('/').every((part, i, all) => part !== '..' && (part !== '' || (i > 0 && i === all.length - 1)))
  );
}

/**
 * Why an entity of a project is not let into the catalog; undefined for one that is. `catalog.rules` do not look at what a
 * provider brings, so these do: nothing that makes people, runs, or leads elsewhere.
 */
export function whyNot(entity: Entity): string | undefined {
  const { apiVersion, kind, metadata, spec } = entity;
  if (typeof kind !== 'string' || typeof metadata?.name !== 'string') return 'has no kind or no name';
  if (!apiVersions.includes(apiVersion)) return `has the apiVersion ${apiVersion}, which no project brings`;
  if (kind === 'Group') {
    const { members, parent, children } = (spec ?? {}) as Record<string, unknown>;
    if (members !== undefined) return 'names members: who belongs to a group, the organization says';
    if (parent !== undefined || (Array.isArray(children) ? children.length > 0 : children !== undefined)) {
      return 'names a parent or children: a group of a project stands alone';
    }
  } else if (!admission.kinds.includes(kind)) {
    return `is of a kind that projects do not bring: they bring ${[...admission.kinds, 'Group'].join(', ')}`;
  }
  const docs: unknown = metadata.annotations?.[techdocsRef];
  if (docs !== undefined && !(typeof docs === 'string' && docs.startsWith('dir:') && isInside(docs.slice(4)))) {
    return `has the documentation of another place (${docs}); dir:. is its own`;
  }
  const elsewhere = placeholderElsewhere(entity);
  return elsewhere && `includes ${elsewhere}, which is no file of its project`;
}

/** The entity with what the catalog believes of it, and without what it says of itself in the catalog's name. */
export function withOnlyItsOwn(entity: Entity): Entity {
  const { apiVersion, kind, metadata, spec } = entity;
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([name]) => !ofTheCatalog.includes(name));
  return { apiVersion, kind, metadata: { ...metadata, annotations: Object.fromEntries(annotations) }, spec };
}

/** `$text: URL` and its like are read with the portal's own tokens. */
function placeholderElsewhere(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (key.startsWith('$') && !isInside(inner)) return `${key}: ${JSON.stringify(inner)}`;
    const found = placeholderElsewhere(inner);
    if (found) return found;
  }
  return undefined;
}
