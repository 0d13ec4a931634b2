import { Handle, Position, type NodeProps } from '@xyflow/react';
import { useSpeech } from '../i18n/language';
import { IconPath } from '../ui/Icon';
import type { ComponentNodeType, BoundaryNodeType } from './flow';
import { familyColor, lookOf } from './kinds';

/** A button: the click bubbles to the graph, from the pointer and from the keyboard alike. */
export function ComponentNode({ data }: NodeProps<ComponentNodeType>) {
  const { t } = useSpeech();
  const { component, subtitle, selected, dimmed } = data;
  const kind = t.kinds[component.kind] ?? component.kind;
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <button
        type="button"
        className="node"
        style={{ '--kind': familyColor(component.kind) } as React.CSSProperties}
        aria-pressed={selected}
        aria-label={t.graph.node(component.name, component.technology ? `${component.technology}, ${kind}` : kind)}
        title={component.name}
        data-component={component.id}
        data-dimmed={dimmed}
        data-unsure={component.confidence < 0.7}
        data-testid={`node-${component.id}`}
      >
        <span className="node-icon">
          <IconPath path={lookOf(component.kind).icon} size={18} />
        </span>
        <span className="node-text">
          <span className="node-name">{component.name}</span>
          <span className="node-technology">{subtitle}</span>
        </span>
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
}

export function BoundaryNode({ data }: NodeProps<BoundaryNodeType>) {
  return (
    <div className="boundary">
      <span>{data.name}</span>
    </div>
  );
}
