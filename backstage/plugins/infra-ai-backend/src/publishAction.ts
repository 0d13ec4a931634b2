import { createTemplateAction, serializeDirectoryContents } from '@backstage/plugin-scaffolder-node';
import { Agent } from './agent.ts';

interface Published {
  name: string;
  entities: string[];
  repository_url: string | null;
  catalog_url: string | null;
}

/**
 * The scaffolder action `infra-ai:publish`: the files of the workspace become a project, where the agent publishes all of
 * them. A dry run validates the catalog file and publishes nothing.
 */
export function createPublishAction(agent: Agent) {
  return createTemplateAction({
    id: 'infra-ai:publish',
    description: "Validates the workspace's catalog-info.yaml and publishes its files as a project of the agent.",
    supportsDryRun: true,
    schema: {
      input: {
        name: z => z.string().describe("The project's and the repository's name"),
      },
      output: {
        repositoryUrl: z => z.string().optional(),
        catalogUrl: z => z.string().optional(),
        systemRef: z => z.string().optional(),
        entityRefs: z => z.array(z.string()),
      },
    },
    async handler(ctx) {
      const contents = await serializeDirectoryContents(ctx.workspacePath, { gitignore: false });
      const files = contents.map(file => ({ path: file.path, content: file.content.toString('utf8') }));
      const body = { name: ctx.input.name, files, dry_run: ctx.isDryRun ?? false };
      const user = await ctx.getInitiatorCredentials();
      const published: Published = await (await agent.post('/api/projects', body, user)).json();
      ctx.logger.info(`${published.entities.length} valid entities in ${files.length} files`);
      if (published.repository_url) ctx.logger.info(`Published to ${published.repository_url}`);
      ctx.output('repositoryUrl', published.repository_url ?? undefined);
      ctx.output('catalogUrl', published.catalog_url ?? undefined);
      ctx.output(
        'systemRef',
        published.entities.find(ref => ref.startsWith('system:')),
      );
      ctx.output('entityRefs', published.entities);
    },
  });
}
