import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agentPath } from './routes.ts';

test('what people do is passed on', () => {
  assert.equal(agentPath('GET', '/analyses?limit=5'), '/api/analyses?limit=5');
  assert.equal(agentPath('POST', '/analyses'), '/api/analyses');
  assert.equal(agentPath('GET', '/analyses/0199-ab_C/events'), '/api/analyses/0199-ab_C/events');
  assert.equal(agentPath('DELETE', '/analyses/a1'), '/api/analyses/a1');
  assert.equal(agentPath('GET', '/examples'), '/api/examples');
  assert.equal(agentPath('GET', '/projects'), '/api/projects');
  assert.equal(agentPath('GET', '/health'), '/health');
});

for (const attack of [
  '/analyses/../../catalog-info.yaml',
  '/analyses/../campaigns',
  '/analyses/..',
  '/analyses/.',
  '/analyses/%2e%2e/%2e%2e/openapi/v1.json',
  '/analyses/%252e%252e/campaigns',
  '/analyses/..%2fcampaigns',
  '/analyses/..\\..\\catalog-info.yaml',
  '/analyses/a1\\..\\..\\campaigns',
  '/analyses/a1/events/../../../campaigns',
  '/analyses//campaigns',
  '//evil.example/api/analyses',
  'http://evil.example/analyses',
  '/analyses/a1/everything',
  '/analyses\t/../campaigns',
  '/campaigns',
  '/sign-in-links',
]) {
  test(`${attack} is no route`, () => assert.equal(agentPath('GET', attack), undefined));
}

test('a route has its methods and no others', () => {
  assert.equal(agentPath('POST', '/projects'), undefined);
  assert.equal(agentPath('PUT', '/analyses/a1'), undefined);
  assert.equal(agentPath('DELETE', '/analyses'), undefined);
});
