// A Backstage backend with the catalog alone. Its configuration comes with --config, its packages from the app in BACKSTAGE_FOLDER.
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.BACKSTAGE_FOLDER}/packages/backend/package.json`);
const { createBackend } = require('@backstage/backend-defaults');

const backend = createBackend();
for (const name of [
  '@backstage/plugin-catalog-backend',
  '@backstage/plugin-catalog-backend-module-logs',
  '@backstage/plugin-catalog-backend-module-scaffolder-entity-model',
]) {
  backend.add(require(name).default);
}
await backend.start();
