import type { Edge, Node } from '@xyflow/react';
import type { Component } from '../api';
import { sameSelection, type Selection } from '../analysis/selection';
import type { Dictionary } from '../i18n/en';
import type { Layout, Point } from './layout';
import { isAsynchronous, type GraphEdge, type GraphModel } from './model';

export type ComponentNodeType = Node<{ component: Component; selected: boolean; dimmed: boolean }, 'component'>;
export type GroupNodeType = Node<{ name: string }, 'group'>;
export type RelationEdgeType = Edge<
  {
    from: string;
    to: string;
    points: Point[];
    label: string;
    active: boolean;
    dimmed: boolean;
    asynchronous: boolean;
  },
  'relation'
>;

/** What React Flow draws: the layout, with what is selected or under the pointer in front and the rest dimmed. */
export function toFlow(
  model: GraphModel,
  layout: Layout,
  selection: Selection | null,
  hovered: Selection | null,
  t: Dictionary,
): { nodes: (ComponentNodeType | GroupNodeType)[]; edges: RelationEdgeType[] } {
  const focus = hovered ?? selection;
  const near = neighbourhood(model.edges, focus);
  const groups = model.groups.map((name): GroupNodeType => {
    const { x, y, width, height } = layout.groups.get(name)!;
    return { id: `g:${name}`, type: 'group', position: { x, y }, width, height, data: { name }, zIndex: -1 };
  });
  const components = model.components.map((component): ComponentNodeType => {
    const { x, y, width, height } = layout.components.get(component.id)!;
    const selected = sameSelection(selection, { kind: 'component', id: component.id });
    return {
      id: `c:${component.id}`,
      type: 'component',
      position: { x, y },
      width,
      height,
      data: { component, selected, dimmed: near !== null && !near.has(component.id) },
    };
  });
  const edges = model.edges.map((edge): RelationEdgeType => {
    const active = touches(edge, focus);
    return {
      id: edge.id,
      type: 'relation',
      source: `c:${edge.from}`,
      target: `c:${edge.to}`,
      zIndex: active ? 2 : 0,
      data: {
        from: edge.from,
        to: edge.to,
        points: layout.edges.get(edge.id) ?? [],
        label: [...new Set(edge.relations.map(({ kind, label }) => label ?? t.relationKinds[kind] ?? kind))].join(', '),
        active,
        dimmed: focus !== null && !active,
        asynchronous: isAsynchronous(edge),
      },
    };
  });
  return { nodes: [...groups, ...components], edges };
}

function touches(edge: GraphEdge, focus: Selection | null): boolean {
  if (!focus) return false;
  return focus.kind === 'component'
    ? edge.from === focus.id || edge.to === focus.id
    : edge.from === focus.from && edge.to === focus.to;
}

/** The components to keep bright; null keeps all. */
function neighbourhood(edges: GraphEdge[], focus: Selection | null): Set<string> | null {
  if (!focus) return null;
  const own = focus.kind === 'component' ? [focus.id] : [focus.from, focus.to];
  return new Set([...own, ...edges.filter((edge) => touches(edge, focus)).flatMap(({ from, to }) => [from, to])]);
}
