import { ProxiedSignInPage, SignInPage } from '@backstage/core-components';
import { configApiRef, createFrontendModule, githubAuthApiRef, useApi } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint, type SignInPageProps } from '@backstage/plugin-app-react';

const github = {
  id: 'github-auth-provider',
  title: 'GitHub',
  message: 'Sign in with GitHub · Entrar con GitHub',
  apiRef: githubAuthApiRef,
};

/** What a browser sees that has opened no start link. */
function NeedsLink() {
  return (
    <main data-testid="infra-ai-needs-link" style={{ maxWidth: 640, margin: '15vh auto', fontFamily: 'sans-serif' }}>
      <h1>Infrastructure AI</h1>
      <p>
        This browser is not signed in. <code>./infra-ai start --all</code> prints a link that signs it in.
      </p>
      <p lang="es">
        Este navegador no ha iniciado sesión. <code>./infra-ai start --all</code> muestra un enlace que la inicia.
      </p>
    </main>
  );
}

/** A guest is signed in without a click, by a start link; GitHub asks. Which of them there is, app.signIn says. */
function OurSignInPage(props: SignInPageProps) {
  const offered = useApi(configApiRef).getOptionalStringArray('app.signIn') ?? [];
  return offered.includes('github') ? (
    <SignInPage {...props} providers={[...(offered.includes('guest') ? (['guest'] as const) : []), github]} />
  ) : (
    <ProxiedSignInPage {...props} provider="guest" ErrorComponent={NeedsLink} />
  );
}

export const signIn = createFrontendModule({
  pluginId: 'app',
  extensions: [SignInPageBlueprint.make({ params: { loader: async () => OurSignInPage } })],
});
