import { BaseEdge, EdgeLabelRenderer, useStore, type EdgeProps } from '@xyflow/react';
import type { RelationEdgeType } from './flow';
import { arrowHead, roundedPath, type Point } from './layout';

export function RelationEdge({ id, data }: EdgeProps<RelationEdgeType>) {
  if (!data) return null;
  const { points, label, active, dimmed, asynchronous, labelAt } = data;
  return (
    <g className="edge" data-active={active} data-dimmed={dimmed} data-asynchronous={asynchronous}>
      <BaseEdge id={id} path={roundedPath(points, 10)} interactionWidth={18} />
      <path className="edge-head" d={arrowHead(points)} />
      {labelAt && <EdgeLabel text={label} at={labelAt} />}
    </g>
  );
}

/** Stays legible when the graph is shown small. */
function EdgeLabel({ text, at }: { text: string; at: Point }) {
  const zoom = useStore((state) => state.transform[2]);
  const scale = Math.max(1, 0.9 / zoom);
  return (
    <EdgeLabelRenderer>
      <span
        className="edge-label"
        style={{ transform: `translate(${at.x}px, ${at.y}px) translate(-50%, -50%) scale(${scale})` }}
      >
        {text}
      </span>
    </EdgeLabelRenderer>
  );
}
