import type { RootConfigService } from '@backstage/backend-plugin-api';
import { NotModifiedError, NotFoundError, ResponseError } from '@backstage/errors';

/** A published project, as GET /api/projects answers it. */
export interface AgentProject {
  name: string;
  title: string | null;
  commit: string;
  /** Null for a project that was made from a template. */
  analysis_id: string | null;
  updated_at: string | null;
  /** Where its catalog file is, when the agent does not serve it itself: on GitHub. */
  catalog_url: string | null;
}

/** Talks to the agent. Every call ends after 30 s, events apart. */
export class Agent {
  /** Without a slash at its end. */
  readonly url: string;

  constructor(url: string) {
    this.url = url.replace(/\/+$/, '');
  }

  /** Configuration first, then the variable that the agent itself is set with. */
  static fromConfig(config: RootConfigService): Agent {
    return new Agent(config.getOptionalString('infraAi.agentUrl') ?? process.env.AGENT_URL ?? 'http://127.0.0.1:8000');
  }

  /** @returns undefined when nothing has changed since the answer that carried this etag. */
  async projects(etag?: string): Promise<{ etag: string; projects: AgentProject[] } | undefined> {
    try {
      const answer = await this.get('/api/projects', etag);
      return { etag: answer.headers.get('etag') ?? '', projects: await answer.json() };
    } catch (error) {
      if (error instanceof NotModifiedError) return undefined;
      throw error;
    }
  }

  /** The address of a file of a project, as Backstage knows it by. */
  fileUrl(project: string, path: string): string {
    return `${this.url}/projects/${project}/${path}`;
  }

  async post(path: string, body: object, user?: string): Promise<Response> {
    const answer = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(user ? { 'x-backstage-user': user } : {}) },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    if (answer.ok) return answer;
    const problem = await answer.json().catch(() => undefined);
    throw new Error(
      [problem?.detail ?? `${answer.status} ${answer.statusText}`, problem?.remedy].filter(Boolean).join(' '),
    );
  }

  /** @throws NotModifiedError when the etag still holds, NotFoundError when there is no such thing. */
  async get(pathOrUrl: string, etag?: string): Promise<Response> {
    const url = new URL(pathOrUrl, `${this.url}/`);
    const answer = await fetch(url, {
      headers: etag ? { 'If-None-Match': etag } : {},
      signal: AbortSignal.timeout(30_000),
    });
    if (answer.status === 304) throw new NotModifiedError(`${url} has not changed`);
    if (answer.status === 404) throw new NotFoundError(`${url} is not there`);
    if (!answer.ok) throw await ResponseError.fromResponse(answer);
    return answer;
  }
}
