import { ProxiedSignInPage, SignInPage } from '@backstage/core-components';
import { configApiRef, createFrontendModule, githubAuthApiRef, useApi } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint, type SignInPageProps } from '@backstage/plugin-app-react';

const github = {
  id: 'github-auth-provider',
  title: 'GitHub',
  message: 'Sign in with GitHub · Entrar con GitHub',
  apiRef: githubAuthApiRef,
};

/** A guest is signed in without a click; GitHub asks. Which of them there is, app.signIn says. */
function OurSignInPage(props: SignInPageProps) {
  const offered = useApi(configApiRef).getOptionalStringArray('app.signIn') ?? [];
  return offered.includes('github') ? (
    <SignInPage {...props} providers={[...(offered.includes('guest') ? (['guest'] as const) : []), github]} />
  ) : (
    <ProxiedSignInPage {...props} provider="guest" />
  );
}

export const signIn = createFrontendModule({
  pluginId: 'app',
  extensions: [SignInPageBlueprint.make({ params: { loader: async () => OurSignInPage } })],
});
