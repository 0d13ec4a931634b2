import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { test } from 'node:test';
import { chooseConfig } from './configFiles.ts';

function chosen(environment: Record<string, string>): string[] {
  const argv = ['node', 'index.ts'];
  chooseConfig(argv, environment);
  return argv.filter(arg => arg.endsWith('.yaml')).map(file => basename(file));
}

test('what is for development is never read in production', () => {
  assert.deepEqual(chosen({}), ['app-config.yaml', 'app-config.development.yaml']);
  assert.deepEqual(chosen({ BACKSTAGE_PRODUCTION: '1' }), ['app-config.yaml', 'app-config.production.yaml']);
});
