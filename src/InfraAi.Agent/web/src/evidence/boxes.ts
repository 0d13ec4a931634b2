import type { Component, Evidence, Relation } from '../api';
import type { Selection } from '../analysis/selection';

/** A box of the picture, in pixels of the upright picture, and what it is evidence of. */
export interface PictureBox {
  x: number;
  y: number;
  width: number;
  height: number;
  of: Selection;
}

/** The boxes to draw, the smallest last: it lies on top and can be clicked. Relations show only when they are selected. */
export function boxesOf(components: Component[], relations: Relation[], selection: Selection | null): PictureBox[] {
  const parts = components.flatMap(({ id, evidence }) => of({ kind: 'component', id }, evidence));
  const lines = relations
    .filter(({ from, to }) => selection?.kind === 'relation' && selection.from === from && selection.to === to)
    .flatMap(({ from, to, evidence }) => of({ kind: 'relation', from, to }, evidence));
  return [...lines, ...parts].toSorted((a, b) => b.width * b.height - a.width * a.height);
}

function of(selection: Selection, evidence: Evidence[]): PictureBox[] {
  return evidence.flatMap((one) =>
    one.kind === 'box' ? [{ x: one.x, y: one.y, width: one.width, height: one.height, of: selection }] : [],
  );
}
