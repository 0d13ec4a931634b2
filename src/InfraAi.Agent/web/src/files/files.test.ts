import { describe, expect, it } from 'vitest';
import { locateEntity } from './locate';
import { treeOf } from './tree';
import { crc32, zip } from './zip';

describe('treeOf', () => {
  it('puts folders first, each level by name', () => {
    const files = ['b.md', 'docs/z.md', 'docs/a/x.md', 'a.yaml'].map((path) => ({ path, content: '' }));
    const shape = (nodes: ReturnType<typeof treeOf>): unknown[] =>
      nodes.map(({ name, children }) => (children ? [name, shape(children)] : name));
    expect(shape(treeOf(files))).toEqual([['docs', [['a', ['x.md']], 'z.md']], 'a.yaml', 'b.md']);
  });
});

describe('locateEntity', () => {
  const content = [
    'kind: System',
    'metadata:',
    '  name: orders',
    '---',
    'kind: Resource',
    'metadata:',
    '  title: Orders',
    '  name: "orders"',
    'spec: {}',
    '',
  ].join('\n');
  const files = [
    { path: 'README.md', content },
    { path: 'catalog-info.yaml', content },
  ];

  it('finds the document by kind and name', () => {
    expect(locateEntity(files, 'resource:default/orders')).toEqual({ path: 'catalog-info.yaml', from: 5, to: 9 });
    expect(locateEntity(files, 'system:orders')).toEqual({ path: 'catalog-info.yaml', from: 1, to: 3 });
  });

  it('counts a leading separator', () => {
    const leading = [{ path: 'a.yaml', content: `---\n${content}` }];
    expect(locateEntity(leading, 'resource:default/orders')).toEqual({ path: 'a.yaml', from: 6, to: 10 });
  });

  it('says when there is none', () => {
    expect(locateEntity(files, 'component:default/orders')).toBeNull();
    expect(locateEntity(files, 'orders')).toBeNull();
  });
});

describe('zip', () => {
  it('knows the check value of CRC-32', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });

  it('lists every file and gives the same bytes again', () => {
    const files = [
      { path: 'docs/año.md', content: 'ñ' },
      { path: 'b', content: '' },
    ];
    const bytes = zip(files);
    const end = new DataView(bytes.buffer, bytes.length - 22);
    expect(end.getUint32(0, true)).toBe(0x06054b50);
    expect(end.getUint16(10, true)).toBe(2);
    expect(new DataView(bytes.buffer, end.getUint32(16, true)).getUint32(0, true)).toBe(0x02014b50);
    expect(zip(files)).toEqual(bytes);
  });
});
