/** What the reader looks at: a component, or the relations from one component to another. */
export type Selection = { kind: 'component'; id: string } | { kind: 'relation'; from: string; to: string };

export function sameSelection(a: Selection | null, b: Selection | null): boolean {
  return a !== null && b !== null && keyOf(a) === keyOf(b);
}

export function keyOf(selection: Selection): string {
  return selection.kind === 'component' ? selection.id : `${selection.from}->${selection.to}`;
}
