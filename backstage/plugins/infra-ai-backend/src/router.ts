import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { HttpAuthService, LoggerService } from '@backstage/backend-plugin-api';
import express from 'express';
import { Agent } from './agent.ts';

/** What of the agent can be reached through Backstage; the rest is not for browsers. */
const reachable: [RegExp, (path: string) => string][] = [
  [/^\/(analyses|examples|projects)(\/|\?|$)/, path => `/api${path}`],
  [/^\/(health|process-text|process-image)(\?|$)/, path => path],
];

const passedOn = ['content-type', 'content-length', 'accept', 'accept-language', 'last-event-id', 'if-none-match'];

/**
 * The agent's interface under /api/infra-ai, for signed-in users only. The agent is told who asks (X-Backstage-User);
 * neither cookies nor Backstage's tokens leave this backend.
 */
export function createRouter(agent: Agent, httpAuth: HttpAuthService, logger: LoggerService): express.Router {
  const router = express.Router();
  router.use(async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const rule = reachable.find(([pattern]) => pattern.test(req.url));
    if (!rule) {
      res
        .status(404)
        .json({ error: { name: 'NotFoundError', message: `${req.path} is not part of the agent's interface here` } });
      return;
    }

    const url = new URL(rule[1](req.url), `${agent.url}/`);
    const headers = { ...only(req.headers, passedOn), 'x-backstage-user': credentials.principal.userEntityRef };
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const upstream = send(url, { method: req.method, headers }, answer => {
      res.status(answer.statusCode ?? 502);
      for (const [name, value] of Object.entries(
        only(answer.headers, ['content-type', 'etag', 'location', 'cache-control']),
      )) {
        res.setHeader(name, value as string);
      }
      if (answer.headers['content-type']?.startsWith('text/event-stream')) {
        // Compression would hold events back until its buffer is full.
        res.setHeader('cache-control', 'no-cache, no-transform');
        res.flushHeaders();
      }
      answer.pipe(res);
    });
    upstream.on('error', error => {
      logger.warn(`The agent at ${agent.url} does not answer: ${error.message}`);
      if (res.headersSent) res.destroy();
      else
        res.status(502).json({
          error: { name: 'AgentUnreachable', message: `The agent at ${agent.url} does not answer: ${error.message}` },
        });
    });
    res.on('close', () => upstream.destroy());
    req.pipe(upstream);
  });
  return router;
}

function only(headers: IncomingHttpHeaders, names: string[]): Record<string, string | string[]> {
  return Object.fromEntries(names.flatMap(name => (headers[name] === undefined ? [] : [[name, headers[name]!]])));
}
