import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeConfig } from './mkdocsConfig.ts';

const nothing = { site_name: 'Shop', docs_dir: 'docs', plugins: [{ 'techdocs-core': {} }], markdown_extensions: [] };

test('a project without the file has documentation', () => assert.deepEqual(safeConfig('', 'Shop').config, nothing));

test('what people write stays', () => {
  const text = `
site_name: Other
nav: [{ Overview: index.md }, { More: [a.md, b.md] }]
theme: { name: material, features: [navigation.tabs] }
plugins: [techdocs-core, { search: { lang: es } }]
markdown_extensions:
  - admonition
  - markdown.extensions.toc: { permalink: true }
  - pymdownx.superfences:
`;
  assert.deepEqual(safeConfig(text, 'Shop'), {
    config: {
      site_name: 'Other',
      nav: [{ Overview: 'index.md' }, { More: ['a.md', 'b.md'] }],
      theme: { name: 'material', features: ['navigation.tabs'] },
      docs_dir: 'docs',
      plugins: [{ 'techdocs-core': {} }, { search: { lang: 'es' } }],
      markdown_extensions: [{ admonition: {} }, { toc: { permalink: true } }, { 'pymdownx.superfences': {} }],
    },
    removed: [],
  });
});

for (const [attack, removed] of [
  ['markdown_extensions: [pymdownx.snippets]', 'markdown_extensions.pymdownx.snippets'],
  [
    'markdown_extensions: [{ pymdownx.snippets: { base_path: [/], check_paths: true } }]',
    'markdown_extensions.pymdownx.snippets',
  ],
  [
    'markdown_extensions: { "pymdownx.snippets:SnippetExtension": {} }',
    'markdown_extensions.pymdownx.snippets:SnippetExtension',
  ],
  ['markdown_extensions: [pymdownx.b64]', 'markdown_extensions.pymdownx.b64'],
  ['markdown_extensions: [__proto__]', 'markdown_extensions.__proto__'],
  ['markdown_extensions: [constructor]', 'markdown_extensions.constructor'],
  ['plugins: [macros]', 'plugins.macros'],
  ['plugins: [{ search: { prebuild_index: node } }]', 'plugins.search.prebuild_index'],
  ['hooks: [docs/hook.py]', 'hooks'],
  ['INHERIT: /etc/passwd', 'INHERIT'],
  ['theme: { custom_dir: docs }', 'theme.custom_dir'],
  ['site_dir: /srv', 'site_dir'],
  ['site_author: !ENV POSTGRES_PASSWORD', 'site_author with a tag'],
  ['!ENV HOME: x', '!ENV HOME with a tag'],
  ['nav: [!ENV POSTGRES_PASSWORD]', 'a value with a tag'],
  ['nav: !!python/object/apply:os.system [id]', 'nav with a tag'],
  ['<<: { hooks: [x.py] }', '<<'],
] as const) {
  test(`${attack} is left out`, () => {
    const safe = safeConfig(attack, 'Shop');
    assert.equal(safe.removed.length, 1, safe.removed.join());
    if (!removed.startsWith('!')) assert.equal(safe.removed[0], removed);
    assert.doesNotMatch(
      JSON.stringify(safe.config),
      /snippets|b64|proto|macros|prebuild|hook|INHERIT|custom_dir|srv|ENV|python/,
    );
  });
}

for (const attack of ['docs_dir: /proc/self', 'docs_dir: ../..', 'docs_dir: docs/../../x', 'docs_dir: [docs]']) {
  test(`${attack} is refused`, () => assert.throws(() => safeConfig(attack, 'Shop'), /docs_dir/));
}

for (const attack of ['[', '- a', 'text', 'a: 1\n---\nhooks: [x.py]', 'a: 1\na: 2']) {
  test(`${JSON.stringify(attack)} is refused`, () => assert.throws(() => safeConfig(attack, 'Shop')));
}
