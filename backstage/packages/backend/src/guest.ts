import { randomBytes } from 'node:crypto';
import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import express from 'express';
import { StartLinks } from './startLinks.ts';

const cookie = 'infra_ai_portal';
const guest = 'user:default/guest';

/**
 * The sign-in of development: whoever opens a start link is the guest, in that browser. `./infra-ai start --all` asks for
 * one (POST /api/auth/start-links, with BACKSTAGE_TOKEN) and prints it.
 */
export default createBackendModule({
  pluginId: 'auth',
  moduleId: 'start-link',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        http: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        logger: coreServices.logger,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, http, httpAuth, logger, providers }) {
        const portal = config.getString('app.baseUrl');
        const token = process.env.BACKSTAGE_TOKEN;
        const links = new StartLinks(token ?? randomBytes(32).toString('hex'));
        const linkOf = (code: string) => new URL(`/api/auth/start-link?code=${code}`, portal).toString();

        providers.registerProvider({
          providerId: 'guest',
          factory: createProxyAuthProviderFactory({
            authenticator: createProxyAuthenticator({
              defaultProfileTransform: async () => ({ profile: {} }),
              initialize: () => undefined,
              async authenticate({ req }) {
                if (!links.isSession(cookieOf(req.headers.cookie))) {
                  throw new AuthenticationError(
                    'This browser has opened no start link: ./infra-ai start --all prints one',
                  );
                }
                return { result: {} };
              },
            }),
            signInResolver: async (_, context) => context.issueToken({ claims: { sub: guest, ent: [guest] } }),
          }),
        });

        const router = express.Router();
        router.get('/start-link', (req, res) => {
          const signedIn = links.redeem(String(req.query.code ?? ''));
          res.setHeader('cache-control', 'no-store').setHeader('referrer-policy', 'no-referrer');
          if (signedIn) {
            const secure = portal.startsWith('https:') ? '; Secure' : '';
            res.setHeader(
              'set-cookie',
              `${cookie}=${signedIn.session}; Path=/api/auth; Max-Age=${signedIn.seconds}; HttpOnly; SameSite=Strict${secure}`,
            );
          }
          // A link that was opened before leads to the portal too: its browser may be signed in.
          res.redirect(303, portal);
        });
        router.post('/start-links', (req, res, next) => {
          httpAuth
            .credentials(req, { allow: ['service'] })
            .then(() => res.status(201).json({ url: linkOf(links.make()) }))
            .catch(next);
        });
        http.use(router);
        http.addAuthPolicy({ path: '/start-link', allow: 'unauthenticated' });

        // Started by hand, without a program that could ask for a link.
        if (!token) logger.info(`The portal opens with ${linkOf(links.make())}`);
      },
    });
  },
});

function cookieOf(header: string | undefined): string | undefined {
  return header
    ?.split(';')
    .map(pair => pair.trim())
    .find(pair => pair.startsWith(`${cookie}=`))
    ?.slice(cookie.length + 1);
}
