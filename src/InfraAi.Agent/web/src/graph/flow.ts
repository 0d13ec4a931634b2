import type { Edge, Node } from '@xyflow/react';
import type { Component } from '../api';
import { sameSelection, type Selection } from '../analysis/selection';
import type { Dictionary } from '../i18n/en';
import { placeLabel, type Layout, type Point } from './layout';
import { isAsynchronous, type GraphEdge, type GraphModel } from './model';

export type ComponentNodeType = Node<
  { component: Component; subtitle: string; selected: boolean; dimmed: boolean },
  'component'
>;
export type BoundaryNodeType = Node<{ name: string }, 'boundary'>;
export type RelationEdgeType = Edge<
  {
    from: string;
    to: string;
    points: Point[];
    label: string;
    active: boolean;
    dimmed: boolean;
    asynchronous: boolean;
    labelAt: Point | null;
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
): { nodes: (ComponentNodeType | BoundaryNodeType)[]; edges: RelationEdgeType[] } {
  const focus = hovered ?? selection;
  const near = neighbourhood(model.edges, focus);
  const groups = model.groups.map((name): BoundaryNodeType => {
    const { x, y, width, height } = layout.groups.get(name)!;
    return { id: `g:${name}`, type: 'boundary', position: { x, y }, width, height, data: { name }, zIndex: -1 };
  });
  const components = model.nodes.map(({ component, subtitle }): ComponentNodeType => {
    const { x, y, width, height } = layout.components.get(component.id)!;
    const selected = sameSelection(selection, { kind: 'component', id: component.id });
    return {
      id: `c:${component.id}`,
      type: 'component',
      position: { x, y },
      width,
      height,
      data: { component, subtitle, selected, dimmed: near !== null && !near.has(component.id) },
    };
  });
  const edges = model.edges.map((edge): RelationEdgeType => {
    const active = touches(edge, focus);
    const points = layout.edges.get(edge.id) ?? [];
    const words = edge.relations.map((relation) => relation.label ?? t.relationKinds[relation.kind] ?? relation.kind);
    const label = [...new Set(words)].join(', ');
    const { at, free } = placeLabel(layout, points, label);
    return {
      id: edge.id,
      type: 'relation',
      source: `c:${edge.from}`,
      target: `c:${edge.to}`,
      zIndex: active ? 2 : 0,
      data: {
        from: edge.from,
        to: edge.to,
        points,
        label,
        active,
        dimmed: focus !== null && !active,
        asynchronous: isAsynchronous(edge),
        labelAt: active && (free || focus?.kind === 'relation') ? at : null,
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
