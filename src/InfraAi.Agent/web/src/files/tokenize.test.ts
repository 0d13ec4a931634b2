import { describe, expect, it } from 'vitest';
import { tokenize, type TokenKind } from './tokenize';

const yaml = (line: string) => tokenize('a.yaml', line)[0]!.filter(({ text }) => text.trim() !== '');
const kindsOf = (line: string): [TokenKind, string][] => yaml(line).map(({ kind, text }) => [kind, text]);

describe('tokenize', () => {
  it('keeps every character', () => {
    const content = [
      '# comment',
      'key: "a # b" # why',
      '- - x: {a: 1, b: [true, ~]}',
      "  it's: 'don''t'",
      'text: |',
      '  key: not a key',
      '---',
      'url: https://x.y/z#a',
      '',
    ].join('\n');
    const lines = tokenize('a.yml', `${content}\n`).map((tokens) => tokens.map(({ text }) => text).join(''));
    expect(lines.join('\n')).toBe(content);
  });

  it('tells keys, values and comments apart', () => {
    expect(kindsOf('spec: true # yes')).toEqual([
      ['key', 'spec'],
      ['mark', ':'],
      ['keyword', 'true'],
      ['comment', '# yes'],
    ]);
    expect(kindsOf('- name: "a: b"').map(([kind]) => kind)).toEqual(['mark', 'key', 'mark', 'string']);
  });

  it('sees no key, number or comment inside a plain word', () => {
    expect(kindsOf('url: http://host:80/#top').at(-1)).toEqual(['plain', ' http://host:80/#top']);
    expect(kindsOf('apiVersion: backstage.io/v1alpha1').at(-1)?.[0]).toBe('plain');
    expect(kindsOf('ref: component:default/a').at(-1)?.[0]).toBe('plain');
  });

  it('leaves block text alone until the indent ends it', () => {
    const lines = tokenize('a.yaml', 'a: |\n  b: c\n\n  # d\ne: f');
    expect(lines.map((tokens) => tokens[0]?.kind)).toEqual(['key', 'string', 'string', 'string', 'key']);
  });

  it('colours Markdown outside of fences', () => {
    const lines = tokenize('a.md', '# Title\n```\n# code\n```\n- a `b` **c** [d](e)');
    expect(lines.map((tokens) => tokens.map(({ kind }) => kind))).toEqual([
      ['heading'],
      ['mark'],
      ['code'],
      ['mark'],
      ['mark', 'plain', 'code', 'plain', 'keyword', 'plain', 'string'],
    ]);
  });

  it('shows other files as they are', () => {
    expect(tokenize('Dockerfile', 'FROM: x')).toEqual([[{ kind: 'plain', text: 'FROM: x' }]]);
  });
});
