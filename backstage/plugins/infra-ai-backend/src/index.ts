import {
  coreServices,
  createBackendFeatureLoader,
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint, catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { Agent } from './agent.ts';
import { createAnalyzeAction } from './analyzeAction.ts';
import { createCatalogHealth } from './catalogHealth.ts';
import { ProjectProvider } from './entityProvider.ts';
import { surroundingsOf } from './surroundings.ts';
import { describePermission } from './permissions.ts';
import { createPublishAction } from './publishAction.ts';
import { createRouter } from './router.ts';
import { urlReaderFactory } from './urlReader.ts';

export { admission, isInside } from './admission.ts';

export { describePermission } from './permissions.ts';

/** The agent's interface for signed-in users, at /api/infra-ai. */
export const infraAiPlugin = createBackendPlugin({
  pluginId: 'infra-ai',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        http: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        registry: coreServices.permissionsRegistry,
      },
      async init({ auth, config, http, httpAuth, logger, permissions, registry }) {
        registry.addPermissions([describePermission]);
        http.use(createRouter(Agent.fromConfig(config, auth), httpAuth, permissions, logger));
      },
    });
  },
});

/** The agent's projects as entities, and GET /api/catalog/health. */
export const catalogModuleInfraAi = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'infra-ai',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        processing: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        database: coreServices.database,
        http: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ auth, catalog, processing, config, database, http, lifecycle, logger, scheduler }) {
        const runner = scheduler.createScheduledTaskRunner({
          frequency: { seconds: config.getOptionalNumber('infraAi.pollSeconds') ?? 1 },
          timeout: { minutes: 5 },
          scope: 'local',
        });
        const around = surroundingsOf(config, catalog, auth, lifecycle);
        const projects = new ProjectProvider(Agent.fromConfig(config, auth), runner, logger, around);
        processing.addEntityProvider(projects);
        processing.addProcessor(projects);
        http.use(createCatalogHealth(database));
        http.addAuthPolicy({ path: '/health', allow: 'unauthenticated' });
      },
    });
  },
});

/** The actions infra-ai:analyze and infra-ai:publish. */
export const scaffolderModuleInfraAi = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'infra-ai',
  register(env) {
    env.registerInit({
      deps: { actions: scaffolderActionsExtensionPoint, auth: coreServices.auth, config: coreServices.rootConfig },
      async init({ actions, auth, config }) {
        const agent = Agent.fromConfig(config, auth);
        actions.addActions(createAnalyzeAction(agent), createPublishAction(agent));
      },
    });
  },
});

/** All of it: `backend.add(import('@infra-ai/backstage-plugin-backend'))`. */
export default createBackendFeatureLoader({
  loader: () => [infraAiPlugin, catalogModuleInfraAi, scaffolderModuleInfraAi, urlReaderFactory],
});
