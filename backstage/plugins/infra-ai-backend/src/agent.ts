import type { AuthService, BackstageCredentials, RootConfigService } from '@backstage/backend-plugin-api';
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
  /** Where its catalog file is, when the agent serves it: as the agent registers it. */
  location?: string | null;
}

/** How the agent knows these tokens to be for it. */
const audience = 'infra-ai-agent';

/** Talks to the agent. Every call ends after 30 s, events apart. */
export class Agent {
  /** Without a slash at its end. */
  readonly url: string;

  private readonly auth?: AuthService;
  private readonly token?: string;

  /**
   * @param auth Proves to the agent which plugin asks, and for whom.
   * @param token Proves it to an agent that knows no Backstage: infraAi.token.
   */
  constructor(url: string, auth?: AuthService, token?: string) {
    this.url = url.replace(/\/+$/, '');
    this.auth = auth;
    this.token = token;
  }

  /** Configuration first, then the variable that the agent itself is set with. */
  static fromConfig(config: RootConfigService, auth?: AuthService): Agent {
    const url = config.getOptionalString('infraAi.agentUrl') ?? process.env.AGENT_URL ?? 'http://127.0.0.1:8000';
    return new Agent(url, auth, config.getOptionalString('infraAi.token'));
  }

  /** @param user Whom the request is for; nobody, when this Backstage asks for itself. */
  async proof(user?: BackstageCredentials): Promise<Record<string, string>> {
    if (this.token) return { authorization: `Bearer ${this.token}` };
    if (!this.auth) return {};
    const onBehalfOf = user ?? (await this.auth.getOwnServiceCredentials());
    const { token } = await this.auth.getPluginRequestToken({ onBehalfOf, targetPluginId: audience });
    return { authorization: `Bearer ${token}` };
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

  /** The address of a file of a project, as Backstage knows it by: below where the agent says that it is read. */
  fileUrl(project: AgentProject, path: string): string {
    const file = new URL(project.location ?? `/projects/${project.name}/catalog-info.yaml`, `${this.url}/`);
    return this.url + file.pathname.slice(0, file.pathname.lastIndexOf('/') + 1) + path;
  }

  async post(path: string, body: object, user?: BackstageCredentials): Promise<Response> {
    const answer = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await this.proof(user)) },
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
  async get(pathOrUrl: string, etag?: string, user?: BackstageCredentials): Promise<Response> {
    const url = new URL(pathOrUrl, `${this.url}/`);
    const answer = await fetch(url, {
      headers: {
        ...(etag && { 'If-None-Match': etag }),
        ...(url.origin === new URL(this.url).origin && (await this.proof(user))),
      },
      signal: AbortSignal.timeout(30_000),
    });
    if (answer.status === 304) throw new NotModifiedError(`${url} has not changed`);
    if (answer.status === 404) throw new NotFoundError(`${url} is not there`);
    if (!answer.ok) throw await ResponseError.fromResponse(answer);
    return answer;
  }
}
