import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigReader } from '@backstage/config';
import { hostName, ownHosts } from './hostGuard.ts';

test('the portal has the names of its addresses, of this machine, and those that are set', () => {
  const config = new ConfigReader({
    app: { baseUrl: 'https://Portal.example.org' },
    backend: { baseUrl: 'https://backend.example.org:8443', hosts: 'backstage, backstage.infra-ai.svc' },
  });
  assert.deepEqual(
    [...ownHosts(config)].sort(),
    [
      '127.0.0.1',
      '[::1]',
      'backend.example.org',
      'backstage',
      'backstage.infra-ai.svc',
      'localhost',
      'portal.example.org',
    ].sort(),
  );
});

test('a name is read without its port, and nothing else is a name', () => {
  assert.equal(hostName('LOCALHOST:3000'), 'localhost');
  assert.equal(hostName('[::1]:7007'), '[::1]');
  for (const wrong of [
    undefined,
    '',
    'a b',
    'localhost@evil',
    'localhost:3000:1',
    'localhost/x',
    '[x]',
    'localhost:x',
    '[:::1]',
  ]) {
    assert.equal(hostName(wrong), undefined, wrong);
  }
});
