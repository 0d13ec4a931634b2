import type { Component, Relation } from '../api';

export interface Size {
  width: number;
  height: number;
}

/** One arrow for all relations from one component to another. */
export interface GraphEdge {
  id: string;
  from: string;
  to: string;
  relations: Relation[];
}

export interface GraphModel {
  components: Component[];
  /** Boundaries that the description names, in the order in which they appear. */
  groups: string[];
  edges: GraphEdge[];
}

export function graphOf(components: Component[], relations: Relation[]): GraphModel {
  const ids = new Set(components.map(({ id }) => id));
  const edges = new Map<string, GraphEdge>();
  for (const relation of relations) {
    const { from, to } = relation;
    if (!ids.has(from) || !ids.has(to)) continue;
    const id = `${from}->${to}`;
    const edge = edges.get(id);
    if (edge) edge.relations.push(relation);
    else edges.set(id, { id, from, to, relations: [relation] });
  }
  const groups = [...new Set(components.flatMap(({ group }) => group ?? []))];
  return { components, groups, edges: [...edges.values()] };
}

/** Happens without an answer: drawn dashed. */
export function isAsynchronous(edge: GraphEdge): boolean {
  return edge.relations.every(({ kind }) => kind === 'publishes' || kind === 'subscribes' || kind === 'triggers');
}

/** The technology, unless the name says it already. */
export function subtitle(name: string, technology: string | null, kind: string): string {
  return technology && !name.toLowerCase().includes(technology.toLowerCase()) ? technology : kind;
}

const widest = 190;
const narrowest = 132;
const besideText = 64;
const characterWidth = 7.4;

/** Room for the name on at most two lines; what is longer than that is cut with an ellipsis. */
export function sizeOf(component: Component): Size {
  const longest = Math.max(component.name.length, (component.technology ?? '').length * 0.9);
  const wanted = besideText + longest * characterWidth;
  const wraps = besideText + component.name.length * characterWidth > widest;
  return {
    width: Math.round(Math.min(widest, Math.max(narrowest, wanted))),
    height: wraps ? 70 : 54,
  };
}
