import { coreServices, createBackendModule, type UserInfoService } from '@backstage/backend-plugin-api';
import { catalogConditions, createCatalogConditionalDecision } from '@backstage/plugin-catalog-backend/alpha';
import { catalogEntityDeletePermission, catalogLocationDeletePermission } from '@backstage/plugin-catalog-common/alpha';
import { AuthorizeResult, isPermission, type PolicyDecision } from '@backstage/plugin-permission-common';
import type { PermissionPolicy, PolicyQuery, PolicyQueryUser } from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';

const allow: PolicyDecision = { result: AuthorizeResult.ALLOW };
const deny: PolicyDecision = { result: AuthorizeResult.DENY };

/**
 * Who is signed in may look, describe and register. An entity is taken out by its owners, a registered location by the
 * maintainers, who may take out entities too. Programs with a token are not asked: Backstage lets them through.
 */
export class OwnersPolicy implements PermissionPolicy {
  private readonly userInfo: UserInfoService;
  private readonly maintainers: string;

  /** @param maintainers The group's (or the user's) reference: group:default/platform-team. */
  constructor(userInfo: UserInfoService, maintainers: string) {
    this.userInfo = userInfo;
    this.maintainers = maintainers;
  }

  async handle({ permission }: PolicyQuery, user?: PolicyQueryUser): Promise<PolicyDecision> {
    if (!user) return deny;
    const entity = isPermission(permission, catalogEntityDeletePermission);
    if (!entity && !isPermission(permission, catalogLocationDeletePermission)) return allow;
    const { ownershipEntityRefs: claims } = await this.userInfo.getUserInfo(user.credentials);
    if (claims.includes(this.maintainers)) return allow;
    return entity
      ? createCatalogConditionalDecision(catalogEntityDeletePermission, catalogConditions.isEntityOwner({ claims }))
      : deny;
  }
}

/** The policy of a Backstage where people sign in. Without `permission.maintainers`, in development, guests may do everything. */
export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'owners-policy',
  register(env) {
    env.registerInit({
      deps: { config: coreServices.rootConfig, policy: policyExtensionPoint, userInfo: coreServices.userInfo },
      async init({ config, policy, userInfo }) {
        const maintainers = config.getOptionalString('permission.maintainers');
        policy.setPolicy(maintainers ? new OwnersPolicy(userInfo, maintainers) : { handle: async () => allow });
      },
    });
  },
});
