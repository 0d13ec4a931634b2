import { describe, expect, it } from 'vitest';
import type { Component, Relation } from '../api';
import { boxesOf, svgSize } from './boxes';

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

describe('svgSize', () => {
  it.each([
    ['<?xml version="1.0"?>\n<svg width="50%" viewBox="-8 -8 400 200.5">', { width: 400, height: 200.5 }],
    ["<svg height='90px' width='120'>", { width: 120, height: 90 }],
    ['<svg width="100%">', null],
    ['graph LR', null],
  ])('reads %s', (text, size) => expect(svgSize(text)).toEqual(size));
});
