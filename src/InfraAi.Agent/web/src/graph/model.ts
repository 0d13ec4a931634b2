import type { Component, ComponentKind, Relation } from '../api';

export interface Size {
  width: number;
  height: number;
}

export interface GraphNode extends Size {
  component: Component;
  /** Second line: the technology, or the kind where the name says the technology already. */
  subtitle: string;
}

/** One arrow for all relations from one component to another. */
export interface GraphEdge {
  id: string;
  from: string;
  to: string;
  relations: Relation[];
}

export interface GraphModel {
  nodes: GraphNode[];
  /** Boundaries that the description names, in the order in which they appear. */
  groups: string[];
  edges: GraphEdge[];
}

export function graphOf(
  components: Component[],
  relations: Relation[],
  kindNames: Record<ComponentKind, string>,
): GraphModel {
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
  const nodes = components.map((component) => {
    const subtitle = subtitleOf(component, kindNames[component.kind] ?? component.kind);
    return { component, subtitle, ...sizeOf(component.name, subtitle) };
  });
  const groups = [...new Set(components.flatMap(({ group }) => group ?? []))];
  return { nodes, groups, edges: [...edges.values()] };
}

/** The parts of a graph that nothing joins, the largest first. A group joins its members. */
export function partsOf({ nodes, groups, edges }: GraphModel): GraphModel[] {
  const parent = new Map<string, string>();
  const rootOf = (key: string): string => {
    const up = parent.get(key);
    return up === undefined ? key : rootOf(up);
  };
  const join = (a: string, b: string) => {
    const [rootA, rootB] = [rootOf(a), rootOf(b)];
    if (rootA !== rootB) parent.set(rootB, rootA);
  };
  const nodeKey = (id: string) => `node ${id}`;
  const groupKey = (name: string) => `group ${name}`;
  for (const { component } of nodes) {
    if (component.group !== null) join(groupKey(component.group), nodeKey(component.id));
  }
  for (const { from, to } of edges) join(nodeKey(from), nodeKey(to));

  const roots = [...new Set(nodes.map(({ component }) => rootOf(nodeKey(component.id))))];
  return roots
    .map((root) => ({
      nodes: nodes.filter(({ component }) => rootOf(nodeKey(component.id)) === root),
      groups: groups.filter((group) => rootOf(groupKey(group)) === root),
      edges: edges.filter(({ from }) => rootOf(nodeKey(from)) === root),
    }))
    .sort((a, b) => b.nodes.length - a.nodes.length);
}

/** Happens without an answer: drawn dashed. */
export function isAsynchronous(edge: GraphEdge): boolean {
  return edge.relations.every(({ kind }) => kind === 'publishes' || kind === 'subscribes' || kind === 'triggers');
}

function subtitleOf({ name, technology }: Component, kind: string): string {
  return technology && !name.toLowerCase().includes(technology.toLowerCase()) ? technology : kind;
}

const widest = 196;
const narrowest = 128;
/** What stands beside the words: border, padding, icon and gap. */
const besideWords = 66;
/** The subtitle is set smaller and lighter than the name. */
const subtitleScale = 0.84;

/** Room for the name on at most two lines; what is longer than that is cut with an ellipsis. */
function sizeOf(name: string, subtitle: string): Size {
  const nameWidth = besideWords + widthOf(name);
  const wanted = Math.max(nameWidth, besideWords + widthOf(subtitle) * subtitleScale);
  return {
    width: Math.round(Math.min(widest, Math.max(narrowest, wanted))),
    height: nameWidth > widest ? 70 : 54,
  };
}

/** Pixels that a text takes in the name's font, rounded up: measured before anything is drawn. */
function widthOf(text: string): number {
  return [...text].reduce(
    (sum, c) => sum + (/[iljtfrI1 .,:'()-]/.test(c) ? 5.2 : /[\p{Lu}mw@&]/u.test(c) ? 10.2 : 8.3),
    0,
  );
}
