import { ReactFlow, ReactFlowProvider, type EdgeTypes, type NodeTypes } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useMemo, useRef, useState, type FocusEvent } from 'react';
import type { Component, Relation } from '../api';
import type { Selection } from '../analysis/selection';
import { useSpeech } from '../i18n/language';
import { ComponentNode, BoundaryNode } from './ComponentNode';
import { toFlow } from './flow';
import { GraphLoading } from './GraphPanel';
import { GraphToolbar } from './GraphToolbar';
import { Legend } from './Legend';
import { largestFit, smallestFit } from './layout';
import { graphOf } from './model';
import { RelationEdge } from './RelationEdge';
import { useLayout } from './useLayout';
import { useReveal } from './useReveal';

export interface GraphProps {
  name: string;
  components: Component[];
  relations: Relation[];
  selection: Selection | null;
  onSelect: (selection: Selection | null) => void;
}

const nodeTypes: NodeTypes = { component: ComponentNode, boundary: BoundaryNode };
const edgeTypes: EdgeTypes = { relation: RelationEdge };

export default function Graph(props: GraphProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ name, components, relations, selection, onSelect }: GraphProps) {
  const { t } = useSpeech();
  const box = useRef<HTMLDivElement>(null);
  const model = useMemo(() => graphOf(components, relations, t.kinds), [components, relations, t]);
  const { layout, failed } = useLayout(model, box);
  const [hovered, setHovered] = useState<Selection | null>(null);
  const flow = useMemo(
    () => layout && toFlow(model, layout, selection, hovered, t),
    [model, layout, selection, hovered, t],
  );
  const reveal = useReveal(layout, selection, box);
  /** Tab walks through all components, also those outside of the view. */
  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    if (target.dataset.component && target.matches(':focus-visible')) reveal(target.dataset.component);
  };

  return (
    <div className="graph-canvas" role="group" aria-label={t.graph.label}>
      <div className="graph-flow" ref={box} onFocus={onFocus}>
        {failed && <p className="graph-loading">{t.graph.failed}</p>}
        {!failed && !flow && <GraphLoading />}
        {flow && (
          <ReactFlow
            nodes={flow.nodes}
            edges={flow.edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={false}
            edgesFocusable={false}
            elementsSelectable={false}
            fitView
            fitViewOptions={{ padding: 0.06, minZoom: smallestFit, maxZoom: largestFit }}
            attributionPosition="top-left"
            minZoom={0.15}
            maxZoom={2.5}
            onNodeClick={(_, node) =>
              node.type === 'component' && onSelect({ kind: 'component', id: node.id.slice(2) })
            }
            onNodeMouseEnter={(_, node) =>
              node.type === 'component' && setHovered({ kind: 'component', id: node.id.slice(2) })
            }
            onNodeMouseLeave={() => setHovered(null)}
            onEdgeClick={(_, { data }) => data && onSelect({ kind: 'relation', from: data.from, to: data.to })}
            onEdgeMouseEnter={(_, { data }) => data && setHovered({ kind: 'relation', from: data.from, to: data.to })}
            onEdgeMouseLeave={() => setHovered(null)}
            onPaneClick={() => onSelect(null)}
          />
        )}
      </div>
      <footer className="graph-bar">
        <Legend components={components} />
        {layout && <GraphToolbar name={name} model={model} layout={layout} />}
      </footer>
    </div>
  );
}
