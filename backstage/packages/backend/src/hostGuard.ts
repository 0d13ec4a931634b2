import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { RequestHandler } from 'express';

const thisMachine = ['localhost', '127.0.0.1', '[::1]'];
/** Asked by whoever runs the container, by its address; they say nothing. */
const probes = '/.backstage/health/';

/**
 * The names that this portal has. A page of another origin can point its own name at this machine (DNS rebinding), and its
 * browser then takes the portal for the page's own server; but it still says that name.
 *
 * @returns Host names without port, in lower case: those of app.baseUrl and backend.baseUrl, this machine's own, and backend.hosts.
 */
export function ownHosts(config: RootConfigService): Set<string> {
  const urls = ['app.baseUrl', 'backend.baseUrl'].flatMap(key => config.getOptionalString(key) ?? []);
  const more = config.getOptionalString('backend.hosts')?.split(',') ?? [];
  const named = [...urls.map(url => new URL(url).hostname), ...more.map(host => host.trim()).filter(Boolean)];
  return new Set([...thisMachine, ...named].map(host => host.toLowerCase()));
}

/** The name of a Host header, without its port; undefined for what is none. */
export function hostName(header: string | undefined): string | undefined {
  const found = /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:\d{1,5})?$/i.exec(header ?? '');
  const name = found?.[1].toLowerCase();
  return name?.startsWith('[') && !isIP(name.slice(1, -1)) ? undefined : name;
}

/** @returns Why a request for this name is not answered; undefined for one of the portal's own. */
export function foreignHost(
  own: Set<string>,
  { headers, url }: Pick<IncomingMessage, 'headers' | 'url'>,
): string | undefined {
  const name = hostName(headers.host);
  if ((name && own.has(name)) || url?.startsWith(probes)) return undefined;
  return `This portal is not called ${JSON.stringify(headers.host ?? '')}: its names are those of BACKSTAGE_URL and BACKSTAGE_FRONTEND_URL, and those in BACKSTAGE_HOSTS.`;
}

/** Answers 421 to a request for a name that is not this portal's. */
export function hostGuard(config: RootConfigService): RequestHandler {
  const own = ownHosts(config);
  return (req, res, next) => {
    const message = foreignHost(own, req);
    if (!message) return next();
    res.status(421).json({ error: { name: 'HostNotAllowed', message }, response: { statusCode: 421 } });
  };
}
