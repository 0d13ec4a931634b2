import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, symlink, writeFile, mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PassThrough } from 'node:stream';
import { copyPlainFiles } from './docsFolder.ts';
import { findMkdocs } from './ownPlugin.ts';
import { MkdocsSandbox } from './sandbox.ts';

const folder = await mkdtemp(join(tmpdir(), 'infra-ai-techdocs-'));
after(() => rm(folder, { recursive: true }));
const mkdocs = findMkdocs();
process.env.A_SECRET = 'of-the-environment';
await writeFile(join(folder, 'secret'), 'of-a-file', { mode: 0o600 });

/** A page that includes files, and a mkdocs.yml with which mkdocs would do it: what the allow-list takes out, let through on purpose. */
const page = `
--8<-- "/proc/self/environ"

--8<-- "${folder}/secret"

--8<-- "/etc/passwd"
`;
const config = {
  site_name: 'x',
  plugins: ['techdocs-core'],
  markdown_extensions: [{ 'pymdownx.snippets': { base_path: ['/'] } }],
};

/** @returns The page as mkdocs made it. */
async function build(sandbox: MkdocsSandbox, name: string): Promise<string> {
  const [input, output] = [join(folder, name), join(folder, `${name}-site`)];
  await mkdir(join(input, 'docs'), { recursive: true });
  await mkdir(output);
  await writeFile(join(input, 'mkdocs.yml'), JSON.stringify(config));
  await writeFile(join(input, 'docs', 'index.md'), page);
  await sandbox.runContainer({
    imageName: '',
    args: ['build', '-f', '/input/mkdocs.yml', '-d', '/output'],
    mountDirs: { [input]: '/input', [output]: '/output' },
    logStream: new PassThrough().resume(),
  });
  return readFile(join(output, 'index.html'), 'utf8');
}

test('mkdocs sees no secret of the environment and no file but the documentation', { skip: !mkdocs }, async t => {
  const why: string[] = [];
  const sandbox = await MkdocsSandbox.open(mkdocs!, reason => why.push(reason));
  const html = await build(sandbox, 'shut');
  assert.match(html, /<html/);
  assert.doesNotMatch(html, /of-the-environment/);
  assert.doesNotMatch(html, /POSTGRES|BACKSTAGE/);
  if (!sandbox.isShut) return t.skip(`no namespaces here: ${why}`);
  assert.doesNotMatch(html, /of-a-file/);
  assert.doesNotMatch(html, /root:x:0/);
  const left = (await readdir(tmpdir())).filter(name => name.startsWith('techdocs-view-'));
  assert.deepEqual(left, [], 'the roots of namespaces that ended are gone');
});

test('a link is not followed, wherever it is and whatever it names', async () => {
  const [from, to] = [join(folder, 'links'), join(folder, 'links-copied')];
  await mkdir(join(from, 'docs', 'sub'), { recursive: true });
  await writeFile(join(from, 'docs', 'index.md'), '# fine');
  await symlink('/etc/passwd', join(from, 'docs', 'passwd.md'));
  await symlink('/etc', join(from, 'docs', 'sub', 'etc'));
  assert.deepEqual((await copyPlainFiles(from, to, 'docs')).sort(), ['docs/passwd.md', 'docs/sub/etc']);
  assert.deepEqual((await readdir(join(to, 'docs'))).sort(), ['index.md', 'sub']);
  await symlink(join(from, 'docs'), join(from, 'other'));
  await assert.rejects(copyPlainFiles(from, to, 'other'), /other is no folder/);
  await assert.rejects(copyPlainFiles(from, to, 'other/sub'), /other is no folder/);
});
