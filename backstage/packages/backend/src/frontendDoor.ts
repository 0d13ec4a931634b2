import { createServer, request, type Server } from 'node:http';
import { coreServices, createServiceFactory, createServiceRef } from '@backstage/backend-plugin-api';
import { foreignHost, ownHosts } from './hostGuard.ts';

const frontendDoorRef = createServiceRef<Server | undefined>({ id: 'infra-ai.frontend-door', scope: 'root' });

/**
 * The frontend's own port: what arrives there, the page and /api alike, is passed to the backend, which serves both.
 * So http://localhost:3000 is the portal and http://localhost:7007 the backend, and one process is enough.
 * There is no door when app.baseUrl names the backend's port.
 */
export const frontendDoor = createServiceFactory({
  service: frontendDoorRef,
  initialization: 'always',
  deps: { config: coreServices.rootConfig, logger: coreServices.rootLogger, lifecycle: coreServices.rootLifecycle },
  async factory({ config, logger, lifecycle }) {
    const backendPort = config.getNumber('backend.listen.port');
    const host = config.getOptionalString('backend.listen.host');
    const port = config.getOptionalNumber('app.listen.port') ?? Number(new URL(config.getString('app.baseUrl')).port);
    if (!port || port === backendPort) return undefined;

    const target = { host: host && host !== '0.0.0.0' && host !== '::' ? host : '127.0.0.1', port: backendPort };
    const own = ownHosts(config);
    const server = createServer((incoming, outgoing) => {
      const foreign = foreignHost(own, incoming);
      if (foreign) {
        outgoing.writeHead(421, { 'content-type': 'text/plain' }).end(`${foreign}\n`);
        return;
      }
      const { method, url: path, headers } = incoming;
      const passed = request({ ...target, method, path, headers }, answer => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      passed.on('error', error => {
        if (!outgoing.headersSent) outgoing.writeHead(502, { 'content-type': 'text/plain' });
        outgoing.end(`The backend on port ${backendPort} does not answer: ${error.message}\n`);
      });
      outgoing.on('close', () => passed.destroy());
      incoming.pipe(passed);
    });
    await new Promise<void>((opened, failed) => {
      server.once('error', failed);
      server.listen(port, host, opened);
    });
    logger.info(`The portal is on port ${port}`);
    lifecycle.addShutdownHook(() => {
      server.close();
      server.closeAllConnections();
    });
    return server;
  },
});
