import { describe, expect, it } from 'vitest';
import type { Component, Relation } from '../api';
import { locate, nextClaim, segmentsOf, spansOf } from './spans';

const text = 'El servicio 🛒 guarda en PostgreSQL.\nLee de Redis.';
const at = (quote: string) => ({ kind: 'text' as const, start: text.indexOf(quote), length: quote.length, quote });
const component = (id: string, ...quotes: string[]) => ({ id, evidence: quotes.map(at) }) as Component;

describe('locate', () => {
  it('takes offsets in UTF-16 code units', () => {
    const range = locate(text, at('PostgreSQL'))!;
    expect(text.slice(range.start, range.end)).toBe('PostgreSQL');
  });

  it('finds a line of the text itself', () => {
    const range = locate(text, { kind: 'line', file: null, line: 2, quote: 'Redis' })!;
    expect(text.slice(range.start, range.end)).toBe('Redis');
  });

  it('finds a line of a file of a folder', () => {
    const folder = 'infra-ai-bundle 1\nfile 1 a.tf\nx\nfile 2 b.tf\ny\nqueue x\n';
    const range = locate(folder, { kind: 'line', file: 'b.tf', line: 2, quote: 'x' })!;
    expect(folder.slice(range.start - 6, range.end)).toBe('queue x');
  });

  it.each([
    { kind: 'text' as const, start: 40, length: 400, quote: 'beyond' },
    { kind: 'text' as const, start: 3, length: 0, quote: '' },
    { kind: 'line' as const, file: 'main.tf', line: 1, quote: 'El' },
    { kind: 'line' as const, file: null, line: 9, quote: 'Redis' },
    { kind: 'box' as const, x: 0, y: 0, width: 4, height: 4, text: 'Redis' },
  ])('says when it is not in the text: %o', (evidence) => {
    expect(locate(text, evidence)).toBeNull();
  });
});

describe('segmentsOf', () => {
  const relation = { from: 'service', to: 'db', evidence: [at('guarda en PostgreSQL')] } as Relation;
  const components = [component('service', 'servicio 🛒'), component('db', 'PostgreSQL')];
  const segments = segmentsOf(text, spansOf(text, components, [relation]));

  it('loses and repeats nothing', () => {
    expect(segments.map((segment) => segment.text).join('')).toBe(text);
    expect(segmentsOf('', [])).toEqual([]);
  });

  it('names the shortest claim first where claims overlap', () => {
    expect(segments.find((segment) => segment.text === 'PostgreSQL')?.of).toEqual([
      { kind: 'component', id: 'db' },
      { kind: 'relation', from: 'service', to: 'db' },
    ]);
  });

  it('walks through all claims of a passage', () => {
    const passage = segments.find((segment) => segment.text === 'PostgreSQL')!;
    const first = nextClaim(passage, null);
    const second = nextClaim(passage, first);
    expect(second).toEqual({ kind: 'relation', from: 'service', to: 'db' });
    expect(nextClaim(passage, second)).toEqual(first);
  });
});
