import type { Component, Evidence, Relation } from '../api';
import { keyOf, type Selection } from '../analysis/selection';
import { filesOf } from './sections';

/** A stretch of the input text that says something of a component or a relation. */
export interface Span {
  start: number;
  end: number;
  of: Selection;
}

/** A piece of the text and everything that it is evidence of, the shortest claim first. */
export interface Segment {
  start: number;
  text: string;
  of: Selection[];
}

export function spansOf(text: string, components: Component[], relations: Relation[]): Span[] {
  const claims = [
    ...components.map((component) => ({
      of: { kind: 'component', id: component.id } satisfies Selection as Selection,
      evidence: component.evidence,
    })),
    ...relations.map((relation) => ({
      of: { kind: 'relation', from: relation.from, to: relation.to } satisfies Selection as Selection,
      evidence: relation.evidence,
    })),
  ];
  return claims.flatMap(({ of, evidence }) =>
    evidence.flatMap((one) => {
      const range = locate(text, one);
      return range ? [{ ...range, of }] : [];
    }),
  );
}

/** Where the evidence is in the text; null when it is not there (a box, a line of another file, an offset beyond the end). */
export function locate(text: string, evidence: Evidence): { start: number; end: number } | null {
  if (evidence.kind === 'text') {
    const end = evidence.start + evidence.length;
    return evidence.start >= 0 && evidence.length > 0 && end <= text.length ? { start: evidence.start, end } : null;
  }
  if (evidence.kind !== 'line' || evidence.quote === '') return null;
  const file = filesOf(text).find(({ path }) => path === evidence.file);
  if (!file) return null;
  const lines = text.slice(file.start, file.end).split('\n');
  const column = lines[evidence.line - 1]?.indexOf(evidence.quote) ?? -1;
  if (column < 0) return null;
  const before = lines.slice(0, evidence.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const start = file.start + before + column;
  return { start, end: start + evidence.quote.length };
}

/** Cuts the text where any span begins or ends, and at the further cuts. The pieces joined are the text. */
export function segmentsOf(text: string, spans: Span[], further: number[] = []): Segment[] {
  const ends = spans.flatMap(({ start, end }) => [start, end]);
  const cuts = [...new Set([0, text.length, ...ends, ...further])].sort((a, b) => a - b);
  const shortestFirst = spans.toSorted((a, b) => a.end - a.start - (b.end - b.start));
  return cuts.slice(0, -1).map((start, i) => {
    const end = cuts[i + 1]!;
    const covering = shortestFirst.filter((span) => span.start <= start && span.end >= end);
    return {
      start,
      text: text.slice(start, end),
      of: [...new Map(covering.map(({ of }) => [keyOf(of), of])).values()],
    };
  });
}

/** Clicking the same passage again walks through all that it is evidence of. */
export function nextClaim(segment: Segment, selected: Selection | null): Selection | null {
  const index = selected ? segment.of.findIndex((of) => keyOf(of) === keyOf(selected)) : -1;
  return segment.of[(index + 1) % segment.of.length] ?? null;
}
