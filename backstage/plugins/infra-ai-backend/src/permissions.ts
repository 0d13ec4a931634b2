import { createPermission } from '@backstage/plugin-permission-common';

/** To have the agent make or change something: describe, cancel, try again. */
export const describePermission = createPermission({ name: 'infra-ai.describe', attributes: { action: 'create' } });
