import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../', import.meta.url));

/** Configuration that needs a variable is read only where the variable is set: Backstage refuses half of a provider. */
const parts: [file: string, needs: string[]][] = [
  ['app-config.production.yaml', ['BACKSTAGE_PRODUCTION']],
  ['config/external-access.yaml', ['BACKSTAGE_TOKEN']],
  ['config/github.yaml', ['GITHUB_TOKEN']],
  ['config/github-discovery.yaml', ['GITHUB_TOKEN', 'GITHUB_ORG']],
  ['config/github-webhook.yaml', ['GITHUB_WEBHOOK_SECRET']],
  ['config/github-users.yaml', ['GITHUB_TOKEN', 'GITHUB_ORG', 'AUTH_GITHUB_CLIENT_ID', 'AUTH_GITHUB_CLIENT_SECRET']],
  ['config/github-sign-in.yaml', ['AUTH_GITHUB_CLIENT_ID', 'AUTH_GITHUB_CLIENT_SECRET']],
];

/** Adds the configuration files that the environment asks for; files named with --config come after them and win. */
export function chooseConfig(argv: string[], environment: Record<string, string | undefined>): void {
  const chosen = parts.filter(([, needs]) => needs.every(name => environment[name])).map(([file]) => file);
  // Never beside the production file.
  const development = environment.BACKSTAGE_PRODUCTION ? [] : ['app-config.development.yaml'];
  const files = ['app-config.yaml', ...development, ...chosen].flatMap(file => ['--config', folder + file]);
  argv.splice(2, 0, ...files);
}
