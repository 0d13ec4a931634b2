import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import type { BackstageCredentials, UserInfoService } from '@backstage/backend-plugin-api';
import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
  catalogEntityRefreshPermission,
  catalogLocationAnalyzePermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
} from '@backstage/plugin-catalog-common/alpha';
import { createPermission, type Permission } from '@backstage/plugin-permission-common';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { describePermission } from '@infra-ai/backstage-plugin-backend';
import { RolesPolicy, rolesOf } from './policy.ts';

// Its modules for import do not load in Node.
const {
  actionExecutePermission,
  taskCancelPermission,
  taskCreatePermission,
  taskReadPermission,
  templateDryRunPermission,
  templateManagementPermission,
  templateParameterReadPermission,
} = createRequire(import.meta.url)(
  '@backstage/plugin-scaffolder-common/alpha',
) as typeof import('@backstage/plugin-scaffolder-common/alpha');

const maintainers = 'group:default/platform-team';
const guest = 'user:default/guest';

/** What the policy decides for somebody who speaks for these references; for nobody without any. */
async function decide(permission: Permission, ...claims: string[]) {
  const userInfo: UserInfoService = {
    getUserInfo: async () => ({ userEntityRef: claims[0], ownershipEntityRefs: claims }),
  };
  const credentials: BackstageCredentials = { $$type: '@backstage/BackstageCredentials', principal: {} };
  const user = claims.length > 0 ? ({ credentials } as PolicyQueryUser) : undefined;
  const roles = { maintainers: [maintainers], readers: [guest] };
  return new RolesPolicy(userInfo, roles).handle({ permission }, user);
}

const reads = [catalogEntityReadPermission, templateParameterReadPermission];
const creates = [describePermission, taskCreatePermission, catalogEntityRefreshPermission];
const ofMaintainers = [
  catalogLocationCreatePermission,
  catalogLocationAnalyzePermission,
  catalogLocationDeletePermission,
  catalogEntityCreatePermission,
  templateManagementPermission,
  templateDryRunPermission,
  createPermission({ name: 'somebody.elses.new', attributes: { action: 'update' } }),
];

test('nobody is refused everything', async () => {
  for (const permission of [...reads, ...creates, ...ofMaintainers]) {
    assert.equal((await decide(permission)).result, 'DENY', permission.name);
  }
});

test('a guest looks and does nothing else', async () => {
  for (const permission of reads) assert.equal((await decide(permission, guest)).result, 'ALLOW', permission.name);
  for (const permission of [
    ...creates,
    ...ofMaintainers,
    catalogEntityDeletePermission,
    actionExecutePermission,
    taskCancelPermission,
  ]) {
    assert.equal((await decide(permission, guest)).result, 'DENY', permission.name);
  }
});

test('who is signed in looks and creates, and registers, unregisters and tries out nothing', async () => {
  for (const permission of [...reads, ...creates]) {
    assert.equal((await decide(permission, 'user:default/ana')).result, 'ALLOW', permission.name);
  }
  for (const permission of ofMaintainers) {
    assert.equal((await decide(permission, 'user:default/ana')).result, 'DENY', permission.name);
  }
});

test("an author's templates run actions that write nowhere else", async () => {
  const decision = await decide(actionExecutePermission, 'user:default/ana');
  assert.equal(decision.result, 'CONDITIONAL');
  const conditions = JSON.stringify(decision);
  assert.match(conditions, /infra-ai:publish/);
  assert.doesNotMatch(conditions, /publish:github|catalog:register|github:|fetch:rails|http:/);
});

test('tasks are seen by who began them', async () => {
  for (const permission of [taskReadPermission, taskCancelPermission]) {
    assert.match(JSON.stringify(await decide(permission, 'user:default/ana')), /IS_TASK_OWNER.*user:default\/ana/);
  }
});

test('an entity is taken out by its owners', async () => {
  const decision = await decide(catalogEntityDeletePermission, 'user:default/ana', 'group:default/carts');
  assert.match(JSON.stringify(decision), /IS_ENTITY_OWNER.*group:default\/carts/);
});

test('the maintainers do everything, in whatever letters they are written', async () => {
  for (const permission of [
    ...ofMaintainers,
    catalogEntityDeletePermission,
    actionExecutePermission,
    taskReadPermission,
  ]) {
    assert.equal(
      (await decide(permission, 'user:default/eva', 'Group:default/Platform-Team')).result,
      'ALLOW',
      permission.name,
    );
  }
});

test('roles are lists, or references with commas', () => {
  const settings: Record<string, unknown> = {
    'permission.maintainers': 'group:default/Platform-Team, user:default/eva',
    'permission.readers': [guest],
  };
  assert.deepEqual(
    rolesOf(key => settings[key]),
    {
      maintainers: [maintainers, 'user:default/eva'],
      readers: [guest],
    },
  );
  assert.deepEqual(
    rolesOf(() => undefined),
    { maintainers: [], readers: [] },
  );
});
