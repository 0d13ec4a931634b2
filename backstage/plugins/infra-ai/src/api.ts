import { createApiRef, type AppLanguageApi, type DiscoveryApi, type FetchApi } from '@backstage/frontend-plugin-api';

export type Evidence =
  | { kind: 'text' | 'line'; start: number; length: number; quote: string }
  | { kind: 'box'; x: number; y: number; width: number; height: number; text?: string };

export interface Component {
  id: string;
  name: string;
  kind: string;
  technology: string | null;
  confidence: number;
  evidence: Evidence[];
  entity_ref: string | null;
}

export interface Relation {
  from: string;
  to: string;
  kind: string;
  label?: string | null;
}

export interface Step {
  seq: number;
  step: string;
  state: 'started' | 'done' | 'failed' | 'skipped';
  message: string;
}

export interface Problem {
  code: string;
  detail: string;
  remedy?: string;
}

/** One analysis, whole: what the agent answers to GET /api/analyses/{id}. */
export interface Analysis {
  id: string;
  status: 'queued' | 'running' | 'done' | 'failed' | 'canceled';
  created_at: string;
  analyzer: string | null;
  described_by: string | null;
  input: { kind: string; text: string };
  project_name: string | null;
  title: string | null;
  components: Component[];
  relations: Relation[];
  questions: string[];
  publication: { repository_url: string; catalog_url: string } | null;
  steps: Step[];
  error: Problem | null;
}

export interface Example {
  id: string;
  language: string;
  title: string;
  text: string;
}

export interface HistoryItem {
  id: string;
  status: Analysis['status'];
  title: string | null;
  project_name: string | null;
  created_at: string;
  components: number;
  relations: number;
  excerpt: string;
  described_by: string | null;
}

export interface Health {
  status: string;
  checks: { name: string; status: string; message: string; latency_ms: number }[];
}

/** A refusal of the agent, in the reader's language. */
export class AgentProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super([problem.detail, problem.remedy].filter(Boolean).join(' '));
    this.name = problem.code;
    this.problem = problem;
  }
}

/** The agent, reached through this Backstage with the user's identity. */
export class InfraAiApi {
  private readonly discovery: DiscoveryApi;
  private readonly fetcher: FetchApi;
  private readonly language: AppLanguageApi;

  constructor(discovery: DiscoveryApi, fetcher: FetchApi, language: AppLanguageApi) {
    this.discovery = discovery;
    this.fetcher = fetcher;
    this.language = language;
  }

  /** @returns the analysis' id; from then on it is not lost. */
  async describe(description: string, name: string): Promise<string> {
    const body = JSON.stringify({ description, name: name || undefined });
    const answer = await this.call('/analyses', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return (await answer.json()).id;
  }

  /** The same from a file. @returns the analysis' id. */
  async describeFile(file: File, name: string): Promise<string> {
    const body = new FormData();
    body.append('file', file);
    if (name) body.append('name', name);
    return (await (await this.call('/analyses', { method: 'POST', body })).json()).id;
  }

  async analysis(id: string): Promise<Analysis> {
    return (await this.call(`/analyses/${encodeURIComponent(id)}`)).json();
  }

  /** The picture that an analysis was made from, as a data: address: it is fetched as the user, and a stock Backstage shows no blob: ones. */
  async picture(id: string): Promise<string> {
    const picture = await (await this.call(`/analyses/${encodeURIComponent(id)}/picture`)).blob();
    return new Promise((done, failed) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result as string);
      reader.onerror = () => failed(reader.error);
      reader.readAsDataURL(picture);
    });
  }

  /** Descriptions to begin with, those in the reader's language first. */
  async examples(): Promise<Example[]> {
    const all: Example[] = await (await this.call('/examples')).json();
    const own = this.language.getLanguage().language;
    return all.sort((a, b) => Number(b.language === own) - Number(a.language === own));
  }

  async history(limit: number): Promise<HistoryItem[]> {
    return (await (await this.call(`/analyses?limit=${limit}`)).json()).items;
  }

  /** The agent's health as it is now; an unhealthy one answers 503 with the same body. */
  async health(): Promise<Health> {
    return (await this.call('/health', {}, [503])).json();
  }

  async catalogHealth(): Promise<{ status: string; entities?: number; message?: string }> {
    const url = `${await this.discovery.getBaseUrl('catalog')}/health`;
    return (await this.fetcher.fetch(url)).json();
  }

  /** Tells every step as it happens; ends when the analysis does. */
  async follow(id: string, told: (step: Step) => void, signal: AbortSignal): Promise<void> {
    const answer = await this.call(`/analyses/${encodeURIComponent(id)}/events`, { signal });
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const lines = (rest + read.value).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines.filter(l => l.startsWith('data:'))) {
        const event = JSON.parse(line.slice(5));
        if (event.step) told(event);
      }
    }
  }

  private async call(path: string, init: RequestInit = {}, alsoFine: number[] = []): Promise<Response> {
    const url = `${await this.discovery.getBaseUrl('infra-ai')}${path}`;
    const headers = { ...init.headers, 'accept-language': this.language.getLanguage().language };
    const answer = await this.fetcher.fetch(url, { ...init, headers });
    if (answer.ok || alsoFine.includes(answer.status)) return answer;
    const said = await answer.json().catch(() => ({}));
    throw new AgentProblem(
      said.code
        ? said
        : { code: said.error?.name ?? `http-${answer.status}`, detail: said.error?.message ?? answer.statusText },
    );
  }
}

export const infraAiApiRef = createApiRef<InfraAiApi>({ id: 'plugin.infra-ai.agent' });
