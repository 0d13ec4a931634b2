import { createRequire } from 'node:module';
import { coreServices, createBackendModule, type UserInfoService } from '@backstage/backend-plugin-api';
import { catalogConditions, createCatalogConditionalDecision } from '@backstage/plugin-catalog-backend/alpha';
import {
  catalogEntityDeletePermission,
  catalogEntityRefreshPermission,
  catalogEntityValidatePermission,
} from '@backstage/plugin-catalog-common/alpha';
import { AuthorizeResult, isPermission, type PolicyDecision } from '@backstage/plugin-permission-common';
import type { PermissionPolicy, PolicyQuery, PolicyQueryUser } from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  createScaffolderActionConditionalDecision,
  createScaffolderTaskConditionalDecision,
  scaffolderActionConditions,
  scaffolderTaskConditions,
} from '@backstage/plugin-scaffolder-backend/alpha';
import { describePermission } from '@infra-ai/backstage-plugin-backend';

// Its modules for import do not load in Node.
const { actionExecutePermission, taskCancelPermission, taskCreatePermission, taskReadPermission } = createRequire(
  import.meta.url,
)('@backstage/plugin-scaffolder-common/alpha') as typeof import('@backstage/plugin-scaffolder-common/alpha');

const allow: PolicyDecision = { result: AuthorizeResult.ALLOW };
const deny: PolicyDecision = { result: AuthorizeResult.DENY };

/** Actions that write nowhere but in the task's own folder, and ours, which write where the agent lets everybody write. */
const authorsActions = [
  'catalog:fetch',
  'debug:log',
  'debug:wait',
  'fetch:plain',
  'fetch:plain:file',
  'fetch:template',
  'fetch:template:file',
  'fs:delete',
  'fs:readdir',
  'fs:rename',
  'infra-ai:analyze',
  'infra-ai:publish',
];

/** References of users or groups: user:default/ana, group:default/platform-team. */
export interface Roles {
  /** May do everything. */
  maintainers: string[];
  /** May look and do nothing else. */
  readers: string[];
}

/**
 * Readers look. Everybody else who has signed in is an author: describes, runs templates whose actions write nowhere else,
 * sees the tasks that are their own, and takes out entities that are their own. Locations, other templates and what the
 * catalog holds of others are the maintainers'. Programs with a token are not asked: Backstage lets them through.
 */
export class RolesPolicy implements PermissionPolicy {
  private readonly userInfo: UserInfoService;
  private readonly roles: Roles;

  constructor(userInfo: UserInfoService, roles: Roles) {
    this.userInfo = userInfo;
    this.roles = roles;
  }

  async handle({ permission }: PolicyQuery, user?: PolicyQueryUser): Promise<PolicyDecision> {
    if (!user) return deny;
    const { userEntityRef, ownershipEntityRefs } = await this.userInfo.getUserInfo(user.credentials);
    const claims = [userEntityRef, ...ownershipEntityRefs].map(ref => ref.toLocaleLowerCase('en-US'));
    const has = (refs: string[]) => refs.some(ref => claims.includes(ref));
    if (has(this.roles.maintainers)) return allow;

    const own = scaffolderTaskConditions.isTaskOwner({ createdBy: [userEntityRef] });
    if (isPermission(permission, taskReadPermission)) return createScaffolderTaskConditionalDecision(permission, own);
    if (permission.attributes.action === 'read') return allow;
    if (has(this.roles.readers)) return deny;

    if (isPermission(permission, catalogEntityDeletePermission)) {
      return createCatalogConditionalDecision(
        permission,
        catalogConditions.isEntityOwner({ claims: ownershipEntityRefs }),
      );
    }
    if (isPermission(permission, taskCancelPermission)) return createScaffolderTaskConditionalDecision(permission, own);
    if (isPermission(permission, actionExecutePermission)) {
      const [first, ...others] = authorsActions.map(actionId => scaffolderActionConditions.hasActionId({ actionId }));
      return createScaffolderActionConditionalDecision(permission, { anyOf: [first, ...others] });
    }
    const authors = [
      describePermission,
      taskCreatePermission,
      catalogEntityRefreshPermission,
      catalogEntityValidatePermission,
    ];
    return authors.some(its => isPermission(permission, its)) ? allow : deny;
  }
}

/** permission.maintainers and permission.readers: lists, or references with commas, as a variable has them. */
export function rolesOf(read: (key: string) => unknown): Roles {
  const list = (key: string) =>
    [read(key) ?? []]
      .flat()
      .flatMap(refs => String(refs).split(','))
      .map(ref => ref.trim().toLocaleLowerCase('en-US'))
      .filter(Boolean);
  return { maintainers: list('permission.maintainers'), readers: list('permission.readers') };
}

export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'roles-policy',
  register(env) {
    env.registerInit({
      deps: { config: coreServices.rootConfig, policy: policyExtensionPoint, userInfo: coreServices.userInfo },
      async init({ config, policy, userInfo }) {
        policy.setPolicy(
          new RolesPolicy(
            userInfo,
            rolesOf(key => config.getOptional(key)),
          ),
        );
      },
    });
  },
});
