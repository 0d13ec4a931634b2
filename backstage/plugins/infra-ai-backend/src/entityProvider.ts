import { createHash } from 'node:crypto';
import type { LoggerService, SchedulerServiceTaskRunner } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type {
  CatalogProcessor,
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { parseAllDocuments } from 'yaml';
import { admission, whyNot, withOnlyItsOwn } from './admission.ts';
import { Agent, type AgentProject } from './agent.ts';
import { projectOf } from './urlReader.ts';

/** What is in the catalog of one project. */
interface Known {
  commit: string;
  analysis: string | null;
  catalogUrl: string | null;
  entities: DeferredEntity[];
}

/** What the provider asks of the Backstage that it is in. */
export interface Surroundings {
  /** Entities of the live catalog; undefined for what is not there, in the order of the references. */
  shown(references: string[]): Promise<(Entity | undefined)[]>;
  /** Whether the catalog's own rules let groups in from anywhere. */
  takesGroups: boolean;
  /** References that nobody may bring: who maintains the portal. */
  reserved: string[];
}

/**
 * Brings the agent's projects into the catalog without Git and without registration. It asks for the list of commits and
 * reads again only what moved; what is new, changed or gone is handed to the catalog as a delta. A project that was
 * published on GitHub is handed over as a Location of its file there, which the catalog reads with its own integration.
 */
export class ProjectProvider implements EntityProvider, CatalogProcessor {
  private readonly agent: Agent;
  private readonly runner: SchedulerServiceTaskRunner;
  private readonly logger: LoggerService;
  private projects = new Map<string, Known>();
  private entities?: Map<string, DeferredEntity>;
  /** The projects that are published elsewhere, by the folder of their catalog file. */
  private elsewhere = new Map<string, string>();
  private etag?: string;
  private silent = false;
  /** What has been said to be refused: once is enough. */
  private readonly said = new Set<string>();
  private readonly surroundings: Surroundings;

  constructor(agent: Agent, runner: SchedulerServiceTaskRunner, logger: LoggerService, surroundings: Surroundings) {
    this.agent = agent;
    this.runner = runner;
    this.logger = logger;
    this.surroundings = surroundings;
  }

  getProviderName(): string {
    return 'infra-ai-projects';
  }

  getProcessorName(): string {
    return 'infra-ai-origin';
  }

  /** Before the catalog follows what an entity includes. */
  getPriority(): number {
    return 1;
  }

  /**
   * The same origin for what arrives by a registered location, or by a file that the project's own names; and of the agent's
   * own files no more than the provider itself brings.
   */
  async preProcessEntity(entity: Entity, location: { target: string }): Promise<Entity> {
    const own = URL.canParse(location.target) ? projectOf(this.agent.url, location.target) : undefined;
    const project = own?.project ?? this.elsewhere.get(folderOf(location.target));
    if (!project) return entity;
    const why = own && !isLocationOf(entity, location.target) ? whyNot(entity) : undefined;
    if (why) throw new InputError(`${refOf(entity)} of the project ${project} is refused: it ${why}`);
    const origin = {
      ...(own && { [ANNOTATION_SOURCE_LOCATION]: `url:${own.root}` }),
      ...originOf(project, this.projects.get(project)?.analysis),
    };
    const annotations = { ...entity.metadata.annotations, ...origin };
    return { ...entity, metadata: { ...entity.metadata, annotations } };
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    await this.runner.run({ id: 'infra-ai-projects', fn: () => this.look(connection) });
  }

  /** One look. An agent that does not answer leaves the catalog as it is; that is said once, not every second. */
  async look(connection: EntityProviderConnection): Promise<void> {
    let answer: Awaited<ReturnType<Agent['projects']>>;
    try {
      answer = await this.agent.projects(this.etag);
    } catch (error) {
      if (!this.silent) this.logger.warn(`The agent at ${this.agent.url} does not answer: ${error}`);
      this.silent = true;
      return;
    }
    if (this.silent) this.logger.info(`The agent at ${this.agent.url} answers again`);
    this.silent = false;
    if (!answer) return;

    const { projects, complete } = await this.readChanged(answer.projects);
    const entities = await this.withoutTaken(this.unique(projects)).catch(error => {
      this.logger.debug(`The catalog cannot be asked who holds which name, it is asked again: ${error}`);
    });
    if (!entities) return;
    const added = [...entities].filter(([ref, e]) => this.entities?.get(ref) !== e).map(([, e]) => e);
    const removed = [...(this.entities ?? [])].filter(([ref]) => !entities.has(ref)).map(([, e]) => e);
    // The first look replaces what an earlier process left; from then on only what moved is told.
    if (!this.entities) await connection.applyMutation({ type: 'full', entities: added });
    else if (added.length + removed.length > 0) await connection.applyMutation({ type: 'delta', added, removed });
    const moved = [...projects].filter(([name, p]) => p.catalogUrl && this.projects.get(name)?.commit !== p.commit);
    this.projects = projects;
    this.entities = entities;
    this.elsewhere = new Map(
      [...projects].flatMap(([name, p]) => (p.catalogUrl ? [[folderOf(p.catalogUrl), name]] : [])),
    );
    if (moved.length > 0) await connection.refresh({ keys: moved.flatMap(([, p]) => refreshKeysOf(p.catalogUrl!)) });
    // A project that could not be read is asked for again.
    this.etag = complete ? answer.etag : undefined;
    this.logger.info(`${projects.size} projects; ${added.length} entities new or changed, ${removed.length} gone`);
  }

  /** What is known of a project stays as long as its commit does, and while it cannot be read. */
  private async readChanged(listed: AgentProject[]): Promise<{ projects: Map<string, Known>; complete: boolean }> {
    const projects = new Map<string, Known>();
    let complete = true;
    for (const project of listed) {
      const old = this.projects.get(project.name);
      if (old?.commit === project.commit && old.analysis === project.analysis_id) {
        projects.set(project.name, old);
        continue;
      }
      try {
        const entities = await this.read(project);
        const { commit, analysis_id: analysis, catalog_url: catalogUrl } = project;
        projects.set(project.name, { commit, analysis, catalogUrl, entities });
      } catch (error) {
        complete = false;
        this.warnOnce(`The catalog file of ${project.name} cannot be read: ${error}`);
        if (old) projects.set(project.name, old);
      }
    }
    return { projects, complete };
  }

  /** One entity a name: where two projects claim it, the first by name has it in every run, and the log says so. */
  private unique(projects: Map<string, Known>): Map<string, DeferredEntity> {
    const entities = new Map<string, DeferredEntity>();
    for (const [name, { entities: own }] of projects) {
      for (const entity of own) {
        const ref = stringifyEntityRef(entity.entity);
        const other = entities.get(ref);
        if (!other) entities.set(ref, entity);
        else if (this.projects.get(name)?.entities !== own) {
          this.logger.warn(`${ref} of ${name} is left out: ${other.locationKey} has that name`);
        }
      }
    }
    return entities;
  }

  /** Without what somebody else shows under that name. What the catalog has of this provider already is not asked for again. */
  private async withoutTaken(entities: Map<string, DeferredEntity>): Promise<Map<string, DeferredEntity>> {
    const fresh = [...entities].filter(([ref]) => !this.entities?.has(ref));
    if (fresh.length === 0) return entities;
    const shown = await this.surroundings.shown(fresh.map(([ref]) => ref));
    const left = new Map(entities);
    for (const [i, [ref, { entity }]] of fresh.entries()) {
      const holder = shown[i]?.metadata.annotations?.[ANNOTATION_LOCATION];
      if (!holder || isSamePlace(holder, entity.metadata.annotations![ANNOTATION_LOCATION])) continue;
      left.delete(ref);
      this.refuse(entity.metadata.annotations!['infra-ai.io/project'], ref, `is the name of an entity of ${holder}`);
    }
    return left;
  }

  private refuse(project: string, ref: string, why: string): void {
    this.warnOnce(`${ref} of the project ${project} is refused: it ${why}`);
  }

  private warnOnce(line: string): void {
    if (this.said.has(line)) return;
    this.said.add(line);
    this.logger.warn(line);
  }

  private async read(project: AgentProject): Promise<DeferredEntity[]> {
    if (project.catalog_url) return [locationOf(project.name, project.title, project.catalog_url)];
    const catalog = await this.readFile(project, 'catalog-info.yaml');
    const owners = catalog.some(namesOwners) ? await this.readFile(project, admission.ownersFile) : [];
    return [
      ...this.admit(
        project,
        'catalog-info.yaml',
        catalog.filter(entity => !namesOwners(entity)),
      ),
      ...this.admit(project, admission.ownersFile, owners),
    ];
  }

  private async readFile(project: AgentProject, path: string): Promise<Entity[]> {
    const text = await (await this.agent.get(this.agent.fileUrl(project, path))).text();
    return parseAllDocuments(text)
      .map(document => {
        if (document.errors.length > 0) throw document.errors[0];
        return document.toJS() as Entity | null;
      })
      .filter((entity): entity is Entity => Boolean(entity));
  }

  /** What of a file is let in; the log says why the rest is not. */
  private admit(project: AgentProject, path: string, entities: Entity[]): DeferredEntity[] {
    const location = `url:${this.agent.fileUrl(project, path)}`;
    return entities.flatMap(entity => {
      const ref = refOf(entity);
      const why =
        whyNot(entity) ??
        (this.surroundings.reserved.includes(ref) ? "is the portal's maintainers' name" : undefined) ??
        (entity.kind === 'Group' && !this.surroundings.takesGroups
          ? "is a group, and catalog.rules don't allow them"
          : undefined);
      if (why) {
        this.refuse(project.name, ref, why);
        return [];
      }
      const { metadata, ...rest } = withOnlyItsOwn(entity);
      const annotations = {
        ...metadata.annotations,
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        [ANNOTATION_SOURCE_LOCATION]: `url:${this.agent.fileUrl(project, '')}`,
        ...originOf(project.name, project.analysis_id),
      };
      // The key that a registered location of this file has too: both may bring it, and neither refuses the other.
      return [{ locationKey: location, entity: { ...rest, metadata: { ...metadata, annotations } } }];
    });
  }
}

/** The one Location that a project brings: its file of groups. */
function namesOwners({ kind, spec }: Entity): boolean {
  return kind === 'Location' && JSON.stringify(spec) === JSON.stringify({ targets: [`./${admission.ownersFile}`] });
}

/** The Location of a file itself, as the catalog makes it of a registered one; or the project's own of its groups. */
function isLocationOf(entity: Entity, target: string): boolean {
  return namesOwners(entity) || (entity.kind === 'Location' && entity.spec?.target === target);
}

/** As far as it can be said of something that may be no entity. */
function refOf(entity: Entity): string {
  const { kind, metadata } = entity;
  return `${kind}:${metadata?.namespace ?? 'default'}/${metadata?.name}`.toLocaleLowerCase('en-US');
}

/** Two addresses of one project's files: an agent is reached under several names. */
function isSamePlace(one: string, other: string): boolean {
  const projects = [one, other].map(
    location => /^url:https?:\/\/[^/]+\/(?:r\/[^/]+\/)?projects\/([^/]+)\//.exec(location)?.[1],
  );
  return one === other || (projects[0] !== undefined && projects[0] === projects[1]);
}

/** What an entity of the agent's says of where it comes from. */
function originOf(project: string, analysis?: string | null): Record<string, string> {
  return {
    'infra-ai.io/project': project,
    ...(analysis ? { 'infra-ai.io/analysis-id': analysis } : {}),
  };
}

/** What the catalog may know a file by: it says tree where GitHub's address of a file says blob. */
function refreshKeysOf(catalogUrl: string): string[] {
  return [`url:${catalogUrl}`, `url:${catalogUrl.replace('/blob/', '/tree/')}`];
}

/** The address of a catalog file's folder, as the catalog says it. */
function folderOf(catalogUrl: string): string {
  return catalogUrl.slice(0, catalogUrl.lastIndexOf('/') + 1).replace('/blob/', '/tree/');
}

/** Not named as a registered location of the same file is: both may be there. */
function locationOf(project: string, title: string | null, catalogUrl: string): DeferredEntity {
  const location = `url:${catalogUrl}`;
  return {
    locationKey: 'infra-ai-projects',
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Location',
      metadata: {
        name: `infra-ai-${createHash('sha1').update(project).digest('hex')}`,
        ...(title && { title }),
        annotations: { [ANNOTATION_LOCATION]: location, [ANNOTATION_ORIGIN_LOCATION]: location },
      },
      spec: { type: 'url', target: catalogUrl, presence: 'optional' },
    },
  };
}
