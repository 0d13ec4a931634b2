import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { resolveSafeChildPath, type BackstageCredentials } from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { Agent } from './agent.ts';

interface Analysis {
  id: string;
  status: string;
  project_name: string;
  questions: string[];
  components: { entity_ref: string | null }[];
  files: { path: string; content: string }[];
  publication: { repository_url: string; catalog_url: string } | null;
  error: { detail: string; remedy?: string } | null;
}

/** The scaffolder action `infra-ai:analyze`: a description becomes a published catalog, its files land in the workspace. */
export function createAnalyzeAction(agent: Agent) {
  return createTemplateAction({
    id: 'infra-ai:analyze',
    description:
      'Describes an infrastructure to the agent, which analyses it and publishes its catalog; the generated files are also put into the workspace.',
    schema: {
      input: {
        description: z => z.string().min(1).describe('The infrastructure in words, or the source of a diagram'),
        name: z => z.string().optional().describe("The project's name; made from the description when left out"),
        targetPath: z => z.string().default('.').describe('Folder of the workspace that the files are put into'),
      },
      output: {
        analysisId: z => z.string(),
        projectName: z => z.string(),
        repositoryUrl: z => z.string().optional(),
        catalogUrl: z => z.string().optional(),
        systemRef: z => z.string(),
        entityRefs: z => z.array(z.string()),
        questions: z => z.array(z.string()).describe('What the description does not say'),
        questionList: z => z.string().describe('The same as a Markdown list'),
      },
    },
    async handler(ctx) {
      const { description, name } = ctx.input;
      // A task that is resumed finds the analysis that it asked for before.
      const user = await ctx.getInitiatorCredentials();
      const id = await ctx.checkpoint({ key: 'analysis', fn: () => accept(agent, description, name, user) });
      await follow(agent, id, user, ctx.signal, line => ctx.logger.info(line));
      const analysis: Analysis = await (await agent.get(`/api/analyses/${id}`, undefined, user)).json();
      if (analysis.status !== 'done') {
        throw new Error(
          `Analysis ${id} ended as ${analysis.status}: ${analysis.error?.detail ?? ''} ${analysis.error?.remedy ?? ''}`.trim(),
        );
      }

      const target = resolveSafeChildPath(ctx.workspacePath, ctx.input.targetPath);
      for (const file of analysis.files) {
        const path = resolveSafeChildPath(target, file.path);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, file.content);
      }
      ctx.output('analysisId', id);
      ctx.output('projectName', analysis.project_name);
      ctx.output('repositoryUrl', analysis.publication?.repository_url);
      ctx.output('catalogUrl', analysis.publication?.catalog_url);
      ctx.output('systemRef', `system:default/${analysis.project_name}`);
      ctx.output('entityRefs', [...new Set(analysis.components.flatMap(c => c.entity_ref ?? []))]);
      ctx.output('questions', analysis.questions);
      ctx.output('questionList', analysis.questions.map(question => `- ${question}`).join('\n') || '—');
    },
  });
}

async function accept(
  agent: Agent,
  description: string,
  name: string | undefined,
  user: BackstageCredentials,
): Promise<string> {
  return (await (await agent.post('/api/analyses', { description, name: name || undefined }, user)).json()).id;
}

/** Reads the analysis' events until the stream ends, which it does when the analysis does. */
async function follow(
  agent: Agent,
  id: string,
  user: BackstageCredentials,
  signal: AbortSignal | undefined,
  say: (line: string) => void,
): Promise<void> {
  const answer = await fetch(`${agent.url}/api/analyses/${id}/events`, { signal, headers: await agent.proof(user) });
  if (!answer.ok || !answer.body) throw await ResponseError.fromResponse(answer);
  let rest = '';
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter(l => l.startsWith('data:'))) {
      const event = JSON.parse(line.slice(5));
      if (event.step) say(`${event.step}: ${event.state} ${event.message}`);
    }
  }
}
