/** The agent's HTTP interface (docs/http.md), typed. Expected failures come back as values. */

export const stepNames = ['read', 'analyze', 'generate', 'validate', 'publish', 'register', 'confirm'] as const;
export type StepName = (typeof stepNames)[number];
export type StepState = 'started' | 'done' | 'failed' | 'skipped';
export type Status = 'queued' | 'running' | 'done' | 'failed' | 'canceled';

export const componentKinds = [
  'service',
  'website',
  'mobileApp',
  'function',
  'job',
  'library',
  'api',
  'gateway',
  'loadBalancer',
  'cdn',
  'dns',
  'firewall',
  'network',
  'database',
  'warehouse',
  'cache',
  'queue',
  'stream',
  'storage',
  'search',
  'compute',
  'cluster',
  'containerRegistry',
  'repository',
  'pipeline',
  'workflow',
  'analytics',
  'ai',
  'identity',
  'secrets',
  'monitoring',
  'notification',
  'iot',
  'device',
  'tool',
  'external',
  'person',
] as const;
export type ComponentKind = (typeof componentKinds)[number];

export type RelationKind =
  | 'uses'
  | 'calls'
  | 'reads'
  | 'writes'
  | 'publishes'
  | 'subscribes'
  | 'triggers'
  | 'routes'
  | 'deploys'
  | 'monitors'
  | 'authenticates'
  | 'replicates'
  | 'dependsOn';

export type Evidence =
  | { kind: 'text'; start: number; length: number; quote: string }
  | { kind: 'line'; file: string | null; line: number; quote: string }
  | { kind: 'box'; x: number; y: number; width: number; height: number; text: string | null };

export interface Component {
  id: string;
  name: string;
  kind: ComponentKind;
  technology: string | null;
  group: string | null;
  owner: string | null;
  description: string | null;
  confidence: number;
  evidence: Evidence[];
  entity_ref: string | null;
}

export interface Relation {
  from: string;
  to: string;
  kind: RelationKind;
  label: string | null;
  confidence: number;
  evidence: Evidence[];
}

export interface ProjectFile {
  path: string;
  content: string;
}

export interface StepEvent {
  seq: number;
  at: string;
  step: StepName;
  state: StepState;
  message: string | null;
  duration_ms: number | null;
}

export interface EndEvent {
  seq: number;
  status: Status;
}

export interface Publication {
  repository_url: string;
  catalog_url: string | null;
  commit: string | null;
  changed: boolean;
}

/** RFC 9457 problem details. */
export interface Problem {
  code: string;
  title?: string;
  status?: number;
  detail?: string;
  remedy?: string;
  /** Where people sign in at the OpenID provider; with 401, where there is one. */
  sign_in_url?: string;
}

export interface Analysis {
  id: string;
  status: Status;
  created_at: string;
  finished_at: string | null;
  duration_ms: number | null;
  analyzer: string | null;
  language: string | null;
  input: { kind: string; name: string | null; text: string | null };
  /** As Backstage names people (user:default/ana); null where nobody signed in. */
  described_by: string | null;
  project_name: string | null;
  title: string | null;
  description: string | null;
  components: Component[];
  relations: Relation[];
  questions: string[];
  /** What was left out of the reading, and why. */
  notes: string[];
  files: ProjectFile[];
  publication: Publication | null;
  steps: StepEvent[];
  error: Problem | null;
}

export interface AnalysisSummary {
  id: string;
  status: Status;
  title: string | null;
  project_name: string | null;
  created_at: string;
  duration_ms: number | null;
  analyzer: string | null;
  language: string | null;
  components: number;
  relations: number;
  questions: number;
  excerpt: string;
  error_code: string | null;
  described_by: string | null;
}

/** How far a run of `create --from` is; what is none of the three has not been begun. */
export interface Campaign {
  name: string;
  total: number;
  started_at: string;
  done: number;
  failed: number;
  running: number;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Example {
  id: string;
  language: string;
  title: string;
  text: string;
}

export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy';

export interface Health {
  status: HealthStatus;
  version: string;
  uptime_s: number;
  checks: { name: string; status: HealthStatus; latency_ms: number | null; message: string | null }[];
}

/** Who has signed in. */
export interface Caller {
  /** A person; null for who has the agent's token. */
  name: string | null;
  way: string;
  role: 'reader' | 'author' | 'maintainer';
}

export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** The codes of what this client finds out itself; the dictionary holds their words. */
export const unreachable = 'agent-unreachable';
export const unexpected = 'unexpected-answer';

/** The status of an answer to somebody who has not signed in, and the window's event that tells of one. */
export const notSignedIn = 401;
export const signedOut = 'signed-out';
const noContent = 204;

export function hasEnded(status: Status): boolean {
  return status !== 'queued' && status !== 'running';
}

export function createApi(language: string) {
  const url = (path: string, query: Record<string, string> = {}) =>
    `${path}?${new URLSearchParams({ ...query, lang: language })}`;

  const signInPath = url('/sign-in');
  const mePath = url('/api/me');

  async function request<T>(path: string, init?: RequestInit, accept?: number): Promise<Result<T>> {
    let response: Response;
    try {
      response = await fetch(path, init);
    } catch {
      return { ok: false, problem: { code: unreachable } };
    }
    if (response.status === notSignedIn && path !== signInPath && path !== mePath) dispatchEvent(new Event(signedOut));
    if (response.status === noContent) return { ok: true, value: undefined as T };
    const body: unknown = await response.json().catch(() => null);
    if (response.ok || response.status === accept) {
      return body === null
        ? { ok: false, problem: { code: unexpected, status: response.status } }
        : { ok: true, value: body as T };
    }
    return { ok: false, problem: asProblem(body, response.status) };
  }

  return {
    me: () => request<Caller>(mePath),
    signIn: (token: string) =>
      request<void>(signInPath, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ token }),
      }),
    signOut: () => request<void>(url('/sign-out'), { method: 'POST' }),
    examples: () => request<Example[]>(url('/api/examples')),
    /** An unhealthy agent answers 503 with the same body. */
    health: () => request<Health>(url('/health'), undefined, 503),
    list: (limit: number, before: string | null) =>
      request<Page<AnalysisSummary>>(url('/api/analyses', { limit: String(limit), ...(before && { before }) })),
    campaigns: () => request<Campaign[]>(url('/api/campaigns')),
    get: (id: string) => request<Analysis>(url(`/api/analyses/${encodeURIComponent(id)}`)),
    create: (description: string, name: string) =>
      request<{ id: string; status: Status }>(url('/api/analyses'), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ description, name: name || null }),
      }),
    cancel: (id: string) => request<unknown>(url(`/api/analyses/${encodeURIComponent(id)}`), { method: 'DELETE' }),
    createFromFile: (file: File, name: string) => {
      const form = new FormData();
      form.set('file', file);
      if (name) form.set('name', name);
      return request<{ id: string; status: Status }>(url('/api/analyses'), { method: 'POST', body: form });
    },
    pictureUrl: (id: string) => url(`/api/analyses/${encodeURIComponent(id)}/picture`),
    eventsUrl: (id: string) => url(`/api/analyses/${encodeURIComponent(id)}/events`),
  };
}

export type Api = ReturnType<typeof createApi>;

function asProblem(body: unknown, status: number): Problem {
  const isProblem =
    typeof body === 'object' && body !== null && 'code' in body && typeof (body as Problem).code === 'string';
  return isProblem ? (body as Problem) : { code: unexpected, status };
}
