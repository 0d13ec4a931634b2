import { describe, expect, it } from 'vitest';
import { filesOf, sectionsOf } from './sections';

const bundle = 'infra-ai-bundle 1\nfile 2 README.md\n# Tienda\nVende.\nfile 1 infra/main.tf\nfile 9 no header\n';

describe('filesOf', () => {
  it('counts lines, so that no content is taken for a header', () => {
    expect(filesOf(bundle).map(({ path, start, end }) => [path, bundle.slice(start, end)])).toEqual([
      ['README.md', '# Tienda\nVende.\n'],
      ['infra/main.tf', 'file 9 no header\n'],
    ]);
  });

  it('takes any other text as it is', () => {
    expect(filesOf('file 1 a\nb')).toEqual([{ path: null, start: 0, end: 10 }]);
  });
});

describe('sectionsOf', () => {
  it('sets sources apart from words', () => {
    expect(sectionsOf(bundle, false).map(({ file, code }) => [file, code])).toEqual([
      ['README.md', false],
      ['infra/main.tf', true],
    ]);
  });

  it('sets fences apart, also one that is not closed', () => {
    const text = 'Uno\n```\na → b\n```\nDos\n```mermaid\nc --> d\n';
    const sections = sectionsOf(text, false);
    expect(sections.map(({ start, end, code }) => [text.slice(start, end), code])).toEqual([
      ['Uno\n', false],
      ['```\na → b\n```\n', true],
      ['Dos\n', false],
      ['```mermaid\nc --> d\n', true],
    ]);
  });

  it('shows a diagram source as one', () => {
    expect(sectionsOf('graph LR\n', true)).toEqual([{ start: 0, end: 9, file: null, code: true }]);
  });
});
