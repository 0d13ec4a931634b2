import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { HttpAuthService, LoggerService, PermissionsService } from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import { Agent } from './agent.ts';
import { describePermission } from './permissions.ts';
import { agentPath } from './routes.ts';

const passedOn = ['content-type', 'content-length', 'accept', 'accept-language', 'last-event-id', 'if-none-match'];

/**
 * The agent's interface under /api/infra-ai, for signed-in users only. The agent gets a token that is made for it and proves
 * who asks; neither cookies nor the user's own token leave this backend.
 */
export function createRouter(
  agent: Agent,
  httpAuth: HttpAuthService,
  permissions: PermissionsService,
  logger: LoggerService,
): express.Router {
  const router = express.Router();
  router.use(async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const path = agentPath(req.method, req.url);
    if (!path) {
      const message = `${req.method} ${req.path} is not part of the agent's interface here`;
      res.status(404).json({ error: { name: 'NotFoundError', message } });
      return;
    }

    if (req.method !== 'GET') {
      const [{ result }] = await permissions.authorize([{ permission: describePermission }], { credentials });
      if (result !== AuthorizeResult.ALLOW) {
        const message = 'Readers of this portal describe nothing · Quien solo lee en este portal no describe nada';
        res.status(403).json({ error: { name: 'NotAllowedError', message } });
        return;
      }
    }

    const url = new URL(agent.url + path);
    const headers = { ...only(req.headers, passedOn), ...(await agent.proof(credentials)) };
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
