import type { AuthService, LifecycleService, RootConfigService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Surroundings } from './entityProvider.ts';

/** References that one question to the catalog may hold. */
const most = 500;

/** What the entity provider must know of this Backstage: who holds which name, and what its configuration lets in. */
export function surroundingsOf(
  config: RootConfigService,
  catalog: CatalogService,
  auth: AuthService,
  lifecycle: LifecycleService,
): Surroundings {
  // Until then the catalog answers nobody.
  const started = new Promise<void>(resolve => lifecycle.addStartupHook(resolve));
  const rules = config.getOptional<{ allow: (string | { kind: string })[]; locations?: unknown }[]>('catalog.rules');
  return {
    takesGroups: (rules ?? []).some(
      rule =>
        !rule.locations &&
        rule.allow.some(allowed => (typeof allowed === 'string' ? allowed : allowed.kind) === 'Group'),
    ),
    reserved: [config.getOptionalString('permission.maintainers') ?? []]
      .flat()
      .map(ref => ref.toLocaleLowerCase('en-US')),
    async shown(references) {
      await started;
      const credentials = await auth.getOwnServiceCredentials();
      const items = [];
      for (let from = 0; from < references.length; from += most) {
        const entityRefs = references.slice(from, from + most);
        const fields = ['kind', 'metadata.annotations'];
        items.push(...(await catalog.getEntitiesByRefs({ entityRefs, fields }, { credentials })).items);
      }
      return items;
    },
  };
}
