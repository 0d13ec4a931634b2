export type TokenKind = 'plain' | 'key' | 'string' | 'number' | 'keyword' | 'comment' | 'mark' | 'heading' | 'code';

export interface Token {
  kind: TokenKind;
  text: string;
}

type Rule = [TokenKind, RegExp];

const yamlValue: Rule[] = [
  ['comment', /(?<=^|\s)#.*/y],
  ['string', /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/y],
  ['keyword', /(?:true|false|null|~)(?=\s*(?:[,\]}#]|$))/y],
  ['number', /-?\d+(?:\.\d+)?(?=\s*(?:[,\]}#]|$))/y],
  ['mark', /[[\]{},]|[&*!][\w.!/-]+|[>|][+-]?\d?(?=\s*$)/y],
];

const markdown: Rule[] = [
  ['code', /`[^`]+`/y],
  ['keyword', /\*\*[^*]+\*\*|__[^_]+__/y],
  ['string', /!?\[[^\]]*\]\([^)]*\)|https?:\/\/[^\s)>]+/y],
  ['mark', /\|/y],
];

/** The lines of a file as coloured pieces. The pieces of a line joined are the line. */
export function tokenize(path: string, content: string): Token[][] {
  const lines = content.replace(/\n$/, '').split('\n');
  if (/\.ya?ml$/.test(path)) return yamlLines(lines);
  if (/\.md$/.test(path)) return markdownLines(lines);
  return lines.map((text) => [{ kind: 'plain', text }]);
}

function yamlLines(lines: string[]): Token[][] {
  // Deeper lines after "key: |" or "key: >" are text, whatever they look like.
  let blockIndent: number | null = null;
  return lines.map((line) => {
    const indent = line.search(/\S/);
    if (blockIndent !== null && (indent < 0 || indent > blockIndent)) return [{ kind: 'string', text: line }];
    blockIndent = /(?:^|[:\s-])[>|][+-]?\d?\s*$/.test(line) ? indent : null;
    return yamlLine(line);
  });
}

function yamlLine(line: string): Token[] {
  if (/^(?:---|\.\.\.)\s*$/.test(line)) return [{ kind: 'mark', text: line }];
  const [, indent = '', dashes = '', key, colon = ''] =
    /^(\s*)((?:-\s+)*(?:-$)?)(?:("[^"]*"|'[^']*'|[^\s#"'[\]{},&*!|>][^:#]*?)(\s*:)(?=\s|$))?/.exec(line) ?? [];
  const tokens: Token[] = [
    { kind: 'plain', text: indent },
    { kind: 'mark', text: dashes },
  ];
  if (key !== undefined) tokens.push({ kind: 'key', text: key }, { kind: 'mark', text: colon });
  const start = indent.length + dashes.length + (key?.length ?? 0) + (key === undefined ? 0 : colon.length);
  return tidy([...tokens, ...scan(line, start, yamlValue, 'plain')]);
}

function markdownLines(lines: string[]): Token[][] {
  let fenced = false;
  return lines.map((line) => {
    if (/^\s*(?:```|~~~)/.test(line)) {
      fenced = !fenced;
      return [{ kind: 'mark', text: line }];
    }
    if (fenced) return [{ kind: 'code', text: line }];
    if (/^#{1,6}\s/.test(line)) return [{ kind: 'heading', text: line }];
    const bullet = /^\s*(?:[-*+]|\d+\.|>)\s/.exec(line)?.[0] ?? '';
    return tidy([{ kind: 'mark', text: bullet }, ...scan(line, bullet.length, markdown, 'plain')]);
  });
}

function scan(line: string, start: number, rules: Rule[], rest: TokenKind): Token[] {
  const tokens: Token[] = [];
  let plain = '';
  let at = start;
  while (at < line.length) {
    const found = rules.flatMap(([kind, pattern]) => {
      pattern.lastIndex = at;
      const text = pattern.exec(line)?.[0];
      return text ? [{ kind, text }] : [];
    })[0];
    // Values begin at a word: "v1" holds no number and "not-null" no keyword.
    if (found && (plain === '' || /[\s,[{(|]$/.test(plain) || found.kind === 'mark' || found.kind === 'string')) {
      tokens.push({ kind: rest, text: plain }, found);
      plain = '';
      at += found.text.length;
    } else {
      plain += line[at];
      at += 1;
    }
  }
  return [...tokens, { kind: rest, text: plain }];
}

function tidy(tokens: Token[]): Token[] {
  return tokens.filter(({ text }) => text !== '');
}
