import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BackstageCredentials, UserInfoService } from '@backstage/backend-plugin-api';
import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  catalogLocationDeletePermission,
} from '@backstage/plugin-catalog-common/alpha';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { OwnersPolicy } from './policy.ts';

const maintainers = 'group:default/platform-team';

/** What the policy decides for somebody who speaks for these groups. */
function decide(permission: Parameters<OwnersPolicy['handle']>[0]['permission'], ...claims: string[]) {
  const userInfo: UserInfoService = {
    getUserInfo: async () => ({ userEntityRef: claims[0], ownershipEntityRefs: claims }),
  };
  const credentials: BackstageCredentials = { $$type: '@backstage/BackstageCredentials', principal: {} };
  const user = claims.length > 0 ? ({ credentials } as PolicyQueryUser) : undefined;
  return new OwnersPolicy(userInfo, maintainers).handle({ permission }, user);
}

test('nobody is refused everything', async () => {
  assert.equal((await decide(catalogEntityCreatePermission)).result, 'DENY');
});

test('who is signed in may register', async () => {
  assert.equal((await decide(catalogEntityCreatePermission, 'user:default/ana')).result, 'ALLOW');
});

test('an entity is taken out by its owners', async () => {
  const decision = await decide(catalogEntityDeletePermission, 'user:default/ana', 'group:default/carts');
  assert.equal(decision.result, 'CONDITIONAL');
  assert.ok('conditions' in decision && 'params' in decision.conditions);
  assert.equal(decision.conditions.rule, 'IS_ENTITY_OWNER');
  assert.deepEqual(decision.conditions.params, { claims: ['user:default/ana', 'group:default/carts'] });
});

test('a location is taken out by the maintainers alone', async () => {
  assert.equal((await decide(catalogLocationDeletePermission, 'user:default/ana')).result, 'DENY');
  assert.equal((await decide(catalogLocationDeletePermission, 'user:default/eva', maintainers)).result, 'ALLOW');
  assert.equal((await decide(catalogEntityDeletePermission, 'user:default/eva', maintainers)).result, 'ALLOW');
});
