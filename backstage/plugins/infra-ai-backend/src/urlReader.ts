import { Readable } from 'node:stream';
import { ReadUrlResponseFactory, urlReaderFactoriesServiceRef } from '@backstage/backend-defaults/urlReader';
import { coreServices, createServiceFactory } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { Agent } from './agent.ts';

/**
 * `http://AGENT/projects/NAME/PATH` in its parts, with or without the secret part of the addresses that the agent gives out;
 * undefined for any other address. The root has a slash at its end.
 */
export function projectOf(agentUrl: string, url: string): { project: string; path: string; root: string } | undefined {
  const at = new URL(url);
  const match = /^((?:\/r\/[^/]+)?\/projects\/([^/]+)\/)(.*)$/.exec(at.pathname);
  return at.origin === new URL(agentUrl).origin && match
    ? { project: decodeURIComponent(match[2]), path: decodeURIComponent(match[3]), root: at.origin + match[1] }
    : undefined;
}

/**
 * Lets Backstage read the agent's projects as it reads a repository: single files for the catalog and
 * whole trees for TechDocs and the scaffolder. Needs no `backend.reading.allow` for the agent.
 */
export const urlReaderFactory = createServiceFactory({
  service: urlReaderFactoriesServiceRef,
  deps: { auth: coreServices.auth },
  factory({ auth }) {
    return ({ config, treeResponseFactory }) => {
      const agent = Agent.fromConfig(config, auth);
      const reader = {
        async readUrl(url: string, options?: { etag?: string }) {
          const answer = await agent.get(url, options?.etag);
          const stream = Readable.from([Buffer.from(await answer.arrayBuffer())]);
          return ReadUrlResponseFactory.fromReadable(stream, { etag: answer.headers.get('etag') ?? undefined });
        },
        async readTree(url: string, options?: { etag?: string; filter?: (path: string) => boolean }) {
          const at = projectOf(agent.url, url);
          if (!at) throw new NotFoundError(`${url} is no folder of a project`);
          const answer = await agent.get(`/projects/${at.project}.tar`, options?.etag);
          return treeResponseFactory.fromTarArchive({
            stream: Readable.from([Buffer.from(await answer.arrayBuffer())]),
            subpath: at.path.replace(/\/+$/, ''),
            etag: answer.headers.get('etag') ?? '',
            filter: options?.filter,
          });
        },
        async search(url: string, options?: { etag?: string }) {
          const answer = await reader.readUrl(url, options);
          return { etag: answer.etag ?? '', files: [{ url, content: answer.buffer }] };
        },
        toString: () => `infra-ai{${agent.url}}`,
      };
      return [{ predicate: url => projectOf(agent.url, url.toString()) !== undefined || isAgent(agent, url), reader }];
    };
  },
});

function isAgent(agent: Agent, url: URL): boolean {
  return url.origin === new URL(agent.url).origin && /^(\/r\/[^/]+)?\/catalog-info\.yaml$/.test(url.pathname);
}
