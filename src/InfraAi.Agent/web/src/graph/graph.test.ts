import ELK from 'elkjs';
import { describe, expect, it } from 'vitest';
import { componentKinds, type Component, type Relation } from '../api';
import { en } from '../i18n/en';
import { toSvg, wrap, type Palette } from './export';
import { lookOf } from './kinds';
import { arrowHead, fromElk, placeLabel, roundedPath, scaleIn, toElk, type Layout } from './layout';
import { graphOf, isAsynchronous, partsOf } from './model';

const component = (id: string, more: Partial<Component> = {}) =>
  ({ id, name: id, kind: 'service', technology: null, group: null, evidence: [], ...more }) as Component;
const relation = (from: string, to: string, kind: Relation['kind'] = 'uses') =>
  ({ from, to, kind, label: null, evidence: [] }) as unknown as Relation;

const components = [component('a', { group: 'VPC' }), component('b', { group: 'VPC' }), component('c')];
const relations = [
  relation('a', 'b'),
  relation('a', 'b', 'writes'),
  relation('b', 'c', 'publishes'),
  relation('a', 'z'),
];
const model = graphOf(components, relations, en.kinds);

async function layOut(): Promise<Layout> {
  return fromElk(await new ELK().layout(toElk(model, 'RIGHT', 1.6)), 'RIGHT');
}

describe('graphOf', () => {
  it('draws one arrow for each pair and none to what is not there', () => {
    expect(model.edges.map(({ id, relations }) => [id, relations.length])).toEqual([
      ['a->b', 2],
      ['b->c', 1],
    ]);
    expect(model.groups).toEqual(['VPC']);
  });

  it('knows what happens without an answer', () => {
    expect(model.edges.map(isAsynchronous)).toEqual([false, true]);
  });

  it('says the technology once', () => {
    const named = [
      component('x', { name: 'orders database', technology: 'PostgreSQL', kind: 'database' }),
      component('y', { name: 'PostgreSQL', technology: 'PostgreSQL', kind: 'database' }),
    ];
    expect(graphOf(named, [], en.kinds).nodes.map(({ subtitle }) => subtitle)).toEqual(['PostgreSQL', 'Database']);
  });

  it('makes room for long names on two lines', () => {
    const [short, long] = graphOf([component('s'), component('l'.repeat(60))], [], en.kinds).nodes;
    expect(long!.height).toBeGreaterThan(short!.height);
    expect(long!.width).toBeLessThan(220);
  });
});

describe('partsOf', () => {
  it('splits what nothing joins, the largest part first', () => {
    const loose = graphOf(
      [component('x'), ...components, component('d', { group: 'VPC' })],
      [relation('a', 'c')],
      en.kinds,
    );
    expect(partsOf(loose).map(({ nodes }) => nodes.map((node) => node.component.id))).toEqual([
      ['a', 'b', 'c', 'd'],
      ['x'],
    ]);
    expect(partsOf(loose).map(({ groups, edges }) => [groups.length, edges.length])).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });
});

describe('layout', () => {
  it('packs components without relations into the shape of the view', async () => {
    const loose = graphOf(
      Array.from({ length: 12 }, (_, i) => component(`n${i}`)),
      [],
      en.kinds,
    );
    const { size } = fromElk(await new ELK().layout(toElk(loose, 'RIGHT', 1.6)), 'RIGHT');
    expect(size.width / size.height).toBeGreaterThan(0.8);
    expect(size.width / size.height).toBeLessThan(3.2);
  });

  it('places components inside their group and ends arrows at them', async () => {
    const { components: boxes, groups, edges } = await layOut();
    const group = groups.get('VPC')!;
    for (const id of ['a', 'b']) {
      const box = boxes.get(id)!;
      expect(box.x).toBeGreaterThan(group.x);
      expect(box.x + box.width).toBeLessThan(group.x + group.width);
    }
    const tip = edges.get('b->c')!.at(-1)!;
    expect(tip.x).toBeCloseTo(boxes.get('c')!.x, 0);
  });

  it('gives the same layout again', async () => {
    expect(await layOut()).toEqual(await layOut());
  });

  it('never wants more than the largest fit', async () => {
    expect(scaleIn(await layOut(), { width: 1e6, height: 1e6 })).toBe(1.1);
  });

  it('rounds corners and points arrows', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 40, y: 0 },
      { x: 40, y: 40 },
    ];
    expect(roundedPath(points, 10)).toBe('M0 0L30 0Q40 0 40 10L40 40');
    expect(arrowHead(points)).toMatch(/^M40 40L/);
    expect(roundedPath([], 10) + arrowHead([])).toBe('');
  });

  it('frees a label from its neighbours where the line is long enough', async () => {
    const layout = await layOut();
    const line = (length: number) => [
      { x: 0, y: 0 },
      { x: length, y: 0 },
    ];
    expect(placeLabel(layout, line(200), 'stores in')).toEqual({ at: { x: 100, y: 0 }, free: true });
    expect(placeLabel(layout, line(40), 'stores in').free).toBe(false);
  });
});

describe('export', () => {
  it('draws a picture that stands alone, with names escaped', async () => {
    const evil = [component('a', { name: '<b>&"', group: 'VPC' }), ...components.slice(1)];
    const svg = toSvg(graphOf(evil, relations, en.kinds), await layOut(), {} as Palette);
    expect(svg).toContain('&#60;b&#62;&#38;&#34;');
    expect(svg).not.toContain('var(');
  });

  it('wraps at words and cuts what does not fit', () => {
    expect(wrap('orders', 10)).toEqual(['orders']);
    expect(wrap('base de datos de pedidos', 14)).toEqual(['base de datos', 'de pedidos']);
    expect(wrap('x'.repeat(40), 10)).toEqual(['x'.repeat(10), `${'x'.repeat(9)}…`]);
  });
});

describe('lookOf', () => {
  it('has an icon of its own for every kind', () => {
    expect(new Set(componentKinds.map((kind) => lookOf(kind).icon)).size).toBe(componentKinds.length);
  });
});
