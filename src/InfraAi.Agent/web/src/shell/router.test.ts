import { describe, expect, it } from 'vitest';
import { analysisHref, parseRoute } from './router';

describe('parseRoute', () => {
  it.each([
    ['', { page: 'describe' }],
    ['#/', { page: 'describe' }],
    ['#/history', { page: 'history' }],
    ['#/analyses/42', { page: 'analysis', id: '42', tab: 'graph' }],
    ['#/analyses/42/', { page: 'analysis', id: '42', tab: 'graph' }],
    ['#/analyses/a%2Fb/files', { page: 'analysis', id: 'a/b', tab: 'files' }],
    ['#/analyses', { page: 'missing' }],
    ['#/analyses/42/nope', { page: 'missing' }],
    ['#/analyses/%', { page: 'missing' }],
    ['#/elsewhere', { page: 'missing' }],
  ])('%s', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  it('reads what it writes', () => {
    expect(parseRoute(analysisHref('a b/c', 'entities'))).toEqual({ page: 'analysis', id: 'a b/c', tab: 'entities' });
  });
});
