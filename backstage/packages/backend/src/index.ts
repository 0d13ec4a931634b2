import { createBackend } from '@backstage/backend-defaults';
import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { chooseConfig } from './configFiles.ts';
import { endInTime } from './endInTime.ts';
import { frontendDoor } from './frontendDoor.ts';
import { hostGuard } from './hostGuard.ts';
import { plainLog } from './plainLog.ts';

plainLog(process.stdout);
chooseConfig(process.argv, process.env);
endInTime();

const backend = createBackend();
backend.add(
  rootHttpRouterServiceFactory({
    configure({ app, applyDefaults, config }) {
      app.use(hostGuard(config));
      applyDefaults();
    },
  }),
);
backend.add(frontendDoor);
backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-proxy-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
if (process.env.AUTH_GITHUB_CLIENT_ID) {
  backend.add(import('@backstage/plugin-auth-backend-module-github-provider'));
  backend.add(import('@backstage/plugin-catalog-backend-module-github-org'));
} else if (!process.env.BACKSTAGE_PRODUCTION) {
  backend.add(import('./guest.ts'));
}
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('./policy.ts'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-github'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'));
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-events-backend-module-github'));

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@backstage/plugin-scaffolder-backend-module-github'));
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-techdocs'));
backend.add(import('@backstage/plugin-techdocs-backend'));
backend.add(import('./techdocs/generator.ts'));

backend.add(import('@infra-ai/backstage-plugin-backend'));
try {
  await backend.start();
} catch (error) {
  // A plugin's reason is logged already, a service's (a configuration that cannot be read) is not. A portal whose backend
  // has failed must not look alive.
  console.error(error);
  process.exit(1);
}
