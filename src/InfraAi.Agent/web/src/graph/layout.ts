import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import { partsOf, type GraphModel, type Size } from './model';

export interface Point {
  x: number;
  y: number;
}

export type Box = Point & Size;

/** Where everything is. All positions count from the upper left corner of the graph. */
export interface Layout {
  direction: Direction;
  size: Size;
  components: Map<string, Box>;
  groups: Map<string, Box>;
  edges: Map<string, Point[]>;
}

export type Direction = 'RIGHT' | 'DOWN';

export const largestFit = 1.1;

/** A graph that would have to be shown smaller than this begins larger than its view. */
export const smallestFit = 0.42;

const componentId = (id: string) => `c:${id}`;
const groupId = (name: string) => `g:${name}`;

/** The parts that nothing joins are packed like boxes into the shape of the view; each is laid out by its arrows. */
const rootOptions = {
  'elk.algorithm': 'rectpacking',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.spacing.nodeNode': '28',
  'elk.padding': '[top=24,left=24,bottom=24,right=24]',
};

const partOptions = {
  'elk.algorithm': 'layered',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.spacing.nodeNode': '20',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '10',
  'elk.layered.spacing.nodeNodeBetweenLayers': '44',
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.considerModelOrder.strategy': 'PREFER_EDGES',
  'elk.layered.compaction.postCompaction.strategy': 'EDGE_LENGTH',
  'elk.layered.thoroughness': '20',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
};

const groupOptions = { 'elk.padding': '[top=42,left=18,bottom=18,right=18]' };

export function toElk(model: GraphModel, direction: Direction, aspectRatio: number): ElkNode {
  return {
    id: 'root',
    layoutOptions: { ...rootOptions, 'elk.aspectRatio': aspectRatio.toFixed(2) },
    children: partsOf(model).map((part, i) => partToElk(part, `p:${i}`, direction)),
  };
}

function partToElk({ nodes, groups, edges }: GraphModel, id: string, direction: Direction): ElkNode {
  const nodesIn = (group: string | null) =>
    nodes
      .filter(({ component }) => component.group === group)
      .map(({ component, width, height }) => ({ id: componentId(component.id), width, height }));
  return {
    id,
    layoutOptions: { ...partOptions, 'elk.direction': direction },
    children: [
      ...groups.map((group) => ({ id: groupId(group), layoutOptions: groupOptions, children: nodesIn(group) })),
      ...nodesIn(null),
    ],
    edges: edges.map(({ id, from, to }) => ({ id, sources: [componentId(from)], targets: [componentId(to)] })),
  };
}

export function fromElk(root: ElkNode, direction: Direction): Layout {
  const layout: Layout = {
    direction,
    size: { width: root.width ?? 0, height: root.height ?? 0 },
    components: new Map(),
    groups: new Map(),
    edges: new Map(),
  };
  const visit = (node: ElkNode) => {
    for (const child of node.children ?? []) {
      const { id, x = 0, y = 0, width = 0, height = 0 } = child;
      if (id.startsWith('c:')) layout.components.set(id.slice(2), { x, y, width, height });
      if (id.startsWith('g:')) layout.groups.set(id.slice(2), { x, y, width, height });
      visit(child);
    }
    for (const edge of node.edges ?? []) layout.edges.set(edge.id, pointsOf(edge));
  };
  visit(root);
  return layout;
}

/** How large the layout can be shown in a view; more than `largestFit` is never wanted. */
export function scaleIn(layout: Layout, view: Size): number {
  return Math.min(largestFit, view.width / layout.size.width, view.height / layout.size.height);
}

/** A line through the points with its corners rounded. */
export function roundedPath(points: Point[], radius: number): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const parts = [`M${first.x} ${first.y}`];
  rest.forEach((corner, i) => {
    const next = rest[i + 1];
    if (!next) {
      parts.push(`L${corner.x} ${corner.y}`);
      return;
    }
    const before = i === 0 ? first : rest[i - 1]!;
    const r = Math.min(radius, distance(before, corner) / 2, distance(corner, next) / 2);
    const a = towards(corner, before, r);
    const b = towards(corner, next, r);
    parts.push(`L${a.x} ${a.y}Q${corner.x} ${corner.y} ${b.x} ${b.y}`);
  });
  return parts.join('');
}

/** The head of an arrow that ends at the last point. */
export function arrowHead(points: Point[], length = 8, halfWidth = 4): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (!tip || !before) return '';
  const base = towards(tip, before, length);
  const d = distance(tip, before) || 1;
  const side = { x: ((tip.y - before.y) / d) * halfWidth, y: ((before.x - tip.x) / d) * halfWidth };
  return `M${tip.x} ${tip.y}L${base.x + side.x} ${base.y + side.y}L${base.x - side.x} ${base.y - side.y}Z`;
}

/**
 * Where the label of an edge stands: on the middle of its longest straight piece, or above it when it is a short one
 * between two neighbours. `free` says whether the label covers neither of them.
 */
export function placeLabel(layout: Layout, points: Point[], label: string): { at: Point; free: boolean } {
  const piece = longestPiece(points);
  if (!piece) return { at: { x: 0, y: 0 }, free: false };
  const middle = { x: (piece.from.x + piece.to.x) / 2, y: (piece.from.y + piece.to.y) / 2 };
  const along = Math.abs(piece.from.x - piece.to.x);
  if (along > 18 + label.length * 6.4) return { at: middle, free: true };
  // Between layers that follow each other downwards there is a strip without nodes.
  if (layout.direction === 'DOWN') return { at: middle, free: true };
  return { at: along > 0 ? { x: middle.x, y: middle.y - 42 } : middle, free: false };
}

function longestPiece(points: Point[]): { from: Point; to: Point } | undefined {
  const pieces = points.slice(1).map((to, i) => ({ from: points[i]!, to }));
  return pieces.toSorted((a, b) => distance(b.from, b.to) - distance(a.from, a.to))[0];
}

function pointsOf({ sections = [] }: ElkExtendedEdge): Point[] {
  return sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]);
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function towards(from: Point, to: Point, length: number): Point {
  const d = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) / d) * length, y: from.y + ((to.y - from.y) / d) * length };
}
