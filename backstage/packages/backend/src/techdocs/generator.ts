import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreServices, createBackendModule, type RootConfigService } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { TechdocsGenerator, techdocsGeneratorExtensionPoint } from '@backstage/plugin-techdocs-node';
import { copyPlainFiles } from './docsFolder.ts';
import { safeConfig } from './mkdocsConfig.ts';
import { findMkdocs } from './ownPlugin.ts';
import { MkdocsSandbox } from './sandbox.ts';

/** Backstage's generator, given a folder that was made for it instead of what a stranger wrote. */
function guarded(generator: TechdocsGenerator): TechdocsGenerator {
  const run = generator.run.bind(generator);
  generator.run = async options => {
    const inputDir = await mkdtemp(join(tmpdir(), 'techdocs-input-'));
    try {
      const { config, removed } = safeConfig(
        await mkdocsOf(options.inputDir),
        options.siteOptions?.name ?? 'Documentation',
      );
      const links = await copyPlainFiles(options.inputDir, inputDir, config.docs_dir);
      // JSON is YAML in which nothing can be hidden.
      await writeFile(join(inputDir, 'mkdocs.yml'), JSON.stringify(config));
      const left = [...removed, ...links.map(link => `the link ${link}`)];
      if (left.length > 0) {
        const line = `Not used, because it could read or run what is not the project's: ${left.join(', ')}`;
        options.logger.warn(line);
        options.logStream?.write(`${line}\n`);
      }
      await run({ ...options, inputDir });
    } finally {
      await rm(inputDir, { recursive: true, force: true });
    }
  };
  return generator;
}

async function mkdocsOf(folder: string): Promise<string> {
  for (const name of ['mkdocs.yaml', 'mkdocs.yml']) {
    const text = await readFile(join(folder, name), 'utf8').catch(error => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text !== undefined) return text;
  }
  return '';
}

/** TechDocs of strangers' files: an allow-list, plain files only, and a mkdocs that sees nothing else. */
export default createBackendModule({
  pluginId: 'techdocs',
  moduleId: 'guarded-generator',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        generator: techdocsGeneratorExtensionPoint,
        logger: coreServices.logger,
      },
      async init({ config, generator, logger }) {
        const mkdocs = config.getOptionalString('techdocs.generator.runIn') === 'local' ? findMkdocs() : undefined;
        const containerRunner =
          mkdocs &&
          (await MkdocsSandbox.open(mkdocs, why =>
            logger.warn(
              `mkdocs is not kept from this machine's files, only from the environment: no namespace could be made (${why}). Where strangers' documentation is built, use techdocs.builder: external.`,
            ),
          ));
        const inner = inContainer(config, containerRunner !== undefined);
        generator.setTechdocsGenerator(guarded(TechdocsGenerator.fromConfig(inner, { logger, containerRunner })));
      },
    });
  },
});

/** Backstage's word for "whatever the container runner is". */
function inContainer(config: RootConfigService, isOurs: boolean): RootConfigService {
  if (!isOurs) return config;
  const techdocs = config.getOptional<{ generator?: object }>('techdocs');
  const generator = { ...techdocs?.generator, runIn: 'docker' };
  return new ConfigReader({ ...config.get<object>(), techdocs: { ...techdocs, generator } });
}
