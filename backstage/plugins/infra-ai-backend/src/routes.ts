/** One request of the agent's interface that people reach through Backstage. */
interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  path: RegExp;
  /** The agent's path begins with it. */
  prefix: '/api' | '';
}

/** An analysis' identifier. Without dots, percent signs and backslashes a path cannot mean another one. */
const id = '[A-Za-z0-9_-]{1,100}';

const routes: Route[] = [
  { method: 'GET', path: /^\/(analyses|examples|projects)$/, prefix: '/api' },
  { method: 'POST', path: /^\/analyses$/, prefix: '/api' },
  { method: 'GET', path: new RegExp(`^/analyses/${id}(/events|/picture)?$`), prefix: '/api' },
  { method: 'DELETE', path: new RegExp(`^/analyses/${id}$`), prefix: '/api' },
  { method: 'POST', path: new RegExp(`^/analyses/${id}/retry$`), prefix: '/api' },
  { method: 'GET', path: /^\/health$/, prefix: '' },
  { method: 'POST', path: /^\/process-(text|image)$/, prefix: '' },
];

/**
 * Where a request goes at the agent. The path is compared as it was sent, not as a URL parser understands it:
 * what has `..`, an escape or a backslash in it is no route.
 *
 * @param sent The request's target below /api/infra-ai, with its query.
 * @returns undefined for what people do not reach through Backstage.
 */
export function agentPath(method: string, sent: string): string | undefined {
  const [path, ...query] = sent.split('?');
  const route = routes.find(r => r.method === method && r.path.test(path));
  return route && [route.prefix + path, ...query].join('?');
}
