import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { EntityProviderConnection, EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { Agent } from './agent.ts';
import { ProjectProvider } from './entityProvider.ts';

/** What the agent serves: by path. */
const files = new Map<string, string>();
const server = createServer((req, res) => {
  const text = files.get(req.url!);
  res.writeHead(text === undefined ? 404 : 200, { etag: `"${files.size}"` }).end(text);
});
await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
const agent = new Agent(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
after(() => server.close());

/** One look at one project. @returns What the catalog was told, and what the log said. */
async function look(catalog: string, owners = '', shown: (ref: string) => Entity | undefined = () => undefined) {
  files.set('/api/projects', JSON.stringify([{ name: 'shop', title: null, commit: catalog, analysis_id: null }]));
  files.set('/projects/shop/catalog-info.yaml', catalog);
  files.set('/projects/shop/owners.yaml', owners);
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  const logger = { info() {}, debug: say, warn: say, error: say } as unknown as LoggerService;
  const told: EntityProviderMutation[] = [];
  const connection: EntityProviderConnection = { applyMutation: async m => void told.push(m), refresh: async () => {} };
  const provider = new ProjectProvider(agent, { run: async () => {} }, logger, {
    shown: async refs => refs.map(shown),
    takesGroups: true,
    reserved: ['group:default/platform-team'],
  });
  await provider.look(connection);
  const brought = told.flatMap(mutation => (mutation.type === 'full' ? mutation.entities : mutation.added));
  return { brought: brought.map(({ entity }) => entity), said, provider };
}

const entity = (kind: string, spec: string, more = '', name = 'planted') =>
  `apiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${more}spec: ${spec}\n`;
const fine = entity('Component', '{ type: service, lifecycle: production, owner: guests }', '', 'fine');

for (const [attack, planted, reason] of [
  ['a user', entity('User', '{ memberOf: [platform-team] }'), 'kind'],
  [
    'a location',
    entity('Location', '{ target: "https://github.com/octo/private/blob/main/catalog-info.yaml" }'),
    'kind',
  ],
  [
    'a template',
    'apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: planted }\nspec: { type: service, steps: [] }\n',
    'apiVersion',
  ],
  ['a template in disguise', entity('Template', '{ type: service, steps: [] }'), 'kind'],
  ['a kind in other letters', entity('USER', '{ memberOf: [platform-team] }'), 'kind'],
  ['a group with members', entity('Group', '{ type: team, children: [], members: [mallory] }'), 'members'],
  ['a group below another', entity('Group', '{ type: team, children: [], parent: platform-team }'), 'parent'],
  ['a group above another', entity('Group', '{ type: team, children: [platform-team] }'), 'parent'],
  ["the maintainers' group", entity('Group', '{ type: team, children: [] }', '', 'platform-team'), 'maintainers'],
  [
    'the documentation of a private repository',
    entity(
      'Component',
      '{ type: service, lifecycle: production, owner: guests }',
      '  annotations: { backstage.io/techdocs-ref: "url:https://github.com/octo/private" }\n',
    ),
    'documentation',
  ],
  [
    'the documentation above the project',
    entity(
      'Component',
      '{ type: service, lifecycle: production, owner: guests }',
      '  annotations: { backstage.io/techdocs-ref: "dir:../other" }\n',
    ),
    'documentation',
  ],
  [
    "a file that is read with the portal's token",
    entity(
      'API',
      '{ type: openapi, lifecycle: production, owner: guests, definition: { $text: "https://github.com/o/p/.env" } }',
    ),
    'includes',
  ],
] as const) {
  test(`${attack} is refused and told, its neighbour is taken`, async () => {
    const { brought, said } = await look(`${fine}---\n${planted}`);
    assert.deepEqual(
      brought.map(e => e.metadata.name),
      ['fine'],
    );
    assert.equal(said.filter(line => line.includes('is refused') && line.includes(reason)).length, 1, said.join('\n'));
  });
}

test("a project's own group comes from its file of owners, and nothing else does", async () => {
  const group = entity('Group', '{ type: team, children: [] }', '', 'shop-team');
  const location = entity('Location', '{ targets: [./owners.yaml] }');
  const { brought, said } = await look(`${fine}---\n${location}`, `${group}---\n${entity('User', '{}')}`);
  assert.deepEqual(
    brought.map(e => e.kind),
    ['Component', 'Group'],
  );
  assert.match(said.join('\n'), /user:default\/planted of the project shop is refused/);
});

test('the name of another source is left to it', async () => {
  const held = {
    metadata: { annotations: { 'backstage.io/managed-by-location': 'url:https://github.com/octo/teams' } },
  } as unknown as Entity;
  const { brought, said } = await look(fine, '', () => held);
  assert.deepEqual(brought, []);
  assert.match(
    said.join('\n'),
    /component:default\/fine .* is refused: it is the name of an entity of url:https:\/\/github/,
  );
});

test('what a registered location of the same file shows is no other source', async () => {
  const own = `url:${agent.url.replace('127.0.0.1', 'localhost')}/projects/shop/catalog-info.yaml`;
  const held = { metadata: { annotations: { 'backstage.io/managed-by-location': own } } } as unknown as Entity;
  assert.equal((await look(fine, '', () => held)).brought.length, 1);
});

test("an entity does not say where it comes from in the catalog's name", async () => {
  const lie =
    '  annotations: { backstage.io/managed-by-origin-location: "file:/platform", backstage.io/orphan: "true" }\n';
  const [told] = (await look(entity('System', '{ owner: guests }', lie))).brought;
  assert.match(told.metadata.annotations!['backstage.io/managed-by-origin-location'], /projects\/shop/);
  assert.equal(told.metadata.annotations!['backstage.io/orphan'], undefined);
});

test('a registered location of the agent brings no more than the provider does', async () => {
  const { provider } = await look(fine);
  const target = `${agent.url}/projects/shop/catalog-info.yaml`;
  const template = { apiVersion: 'scaffolder.backstage.io/v1beta3', kind: 'Template', metadata: { name: 'x' } };
  await assert.rejects(provider.preProcessEntity(template as Entity, { target }), /is refused/);
  const location = { apiVersion: 'backstage.io/v1alpha1', kind: 'Location', metadata: { name: 'x' }, spec: { target } };
  assert.equal((await provider.preProcessEntity(location, { target })).kind, 'Location');
});
