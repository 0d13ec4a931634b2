import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import type { RelationEdgeType } from './flow';
import { arrowHead, labelPoint, roundedPath } from './layout';

export function RelationEdge({ id, data }: EdgeProps<RelationEdgeType>) {
  if (!data) return null;
  const { points, label, active, dimmed, asynchronous } = data;
  const at = labelPoint(points);
  return (
    <g className="edge" data-active={active} data-dimmed={dimmed} data-asynchronous={asynchronous}>
      <BaseEdge id={id} path={roundedPath(points, 10)} interactionWidth={18} />
      <path className="edge-head" d={arrowHead(points)} />
      {active && (
        <EdgeLabelRenderer>
          <span className="edge-label" style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)` }}>
            {label}
          </span>
        </EdgeLabelRenderer>
      )}
    </g>
  );
}
