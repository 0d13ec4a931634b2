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

/** The size of an SVG picture in its own units, which its boxes count in; null for any other text. */
export function svgSize(text: string): { width: number; height: number } | null {
  const head = /<svg[^>]*>/.exec(text)?.[0];
  if (!head) return null;
  const view = /\sviewBox\s*=\s*["']([^"']*)["']/
    .exec(head)?.[1]
    ?.trim()
    .split(/[\s,]+/);
  const [width, height] = (
    view?.slice(2) ?? ['width', 'height'].map((name) => new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)`).exec(head)?.[1])
  ).map((value) => Number.parseFloat(value ?? ''));
  return width! > 0 && height! > 0 ? { width: width!, height: height! } : null;
}
