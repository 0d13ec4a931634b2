import {
  coreServices,
  createBackendFeatureLoader,
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { Agent } from './agent.ts';
import { createAnalyzeAction } from './analyzeAction.ts';
import { createCatalogHealth } from './catalogHealth.ts';
import { ProjectProvider } from './entityProvider.ts';
import { createPublishAction } from './publishAction.ts';
import { createRouter } from './router.ts';
import { urlReaderFactory } from './urlReader.ts';

/** The agent's interface for signed-in users, at /api/infra-ai. */
export const infraAiPlugin = createBackendPlugin({
  pluginId: 'infra-ai',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        http: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        logger: coreServices.logger,
      },
      async init({ config, http, httpAuth, logger }) {
        http.use(createRouter(Agent.fromConfig(config), httpAuth, logger));
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
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        database: coreServices.database,
        http: coreServices.httpRouter,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ catalog, config, database, http, logger, scheduler }) {
        const runner = scheduler.createScheduledTaskRunner({
          frequency: { seconds: config.getOptionalNumber('infraAi.pollSeconds') ?? 1 },
          timeout: { minutes: 5 },
          scope: 'local',
        });
        const projects = new ProjectProvider(Agent.fromConfig(config), runner, logger);
        catalog.addEntityProvider(projects);
        catalog.addProcessor(projects);
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
      deps: { actions: scaffolderActionsExtensionPoint, config: coreServices.rootConfig },
      async init({ actions, config }) {
        const agent = Agent.fromConfig(config);
        actions.addActions(createAnalyzeAction(agent), createPublishAction(agent));
      },
    });
  },
});

/** All of it: `backend.add(import('@infra-ai/backstage-plugin-backend'))`. */
export default createBackendFeatureLoader({
  loader: () => [infraAiPlugin, catalogModuleInfraAi, scaffolderModuleInfraAi, urlReaderFactory],
});
