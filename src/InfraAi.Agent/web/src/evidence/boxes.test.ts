import { describe, expect, it } from 'vitest';
import type { Component, Relation } from '../api';
import { boxesOf } from './boxes';

const component = (id: string, x: number, size: number) =>
  ({ id, evidence: [{ kind: 'box', x, y: 5, width: size, height: size, text: id }] }) as unknown as Component;
const relation = {
  from: 'a',
  to: 'b',
  evidence: [{ kind: 'box', x: 0, y: 0, width: 3, height: 1, text: null }],
} as unknown as Relation;

describe('boxesOf', () => {
  it('puts small boxes on top of large ones', () => {
    const boxes = boxesOf([component('a', 1, 10), component('b', 2, 50)], [relation], null);
    expect(boxes.map((box) => box.of)).toEqual([
      { kind: 'component', id: 'b' },
      { kind: 'component', id: 'a' },
    ]);
  });

  it('shows the line of the selected relation', () => {
    const boxes = boxesOf([component('a', 1, 10)], [relation], { kind: 'relation', from: 'a', to: 'b' });
    expect(boxes.at(-1)).toEqual({ x: 0, y: 0, width: 3, height: 1, of: { kind: 'relation', from: 'a', to: 'b' } });
    expect(boxesOf([], [relation], { kind: 'relation', from: 'b', to: 'a' })).toEqual([]);
  });

  it('leaves out evidence that is no box', () => {
    const read = { id: 'a', evidence: [{ kind: 'text', start: 0, length: 1, quote: 'a' }] } as unknown as Component;
    expect(boxesOf([read], [], null)).toEqual([]);
  });
});
