import ReactDOM from 'react-dom/client';
import { createApp } from '@backstage/frontend-defaults';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { ProxiedSignInPage } from '@backstage/core-components';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import infraAi from '@infra-ai/backstage-plugin';
import '@backstage/ui/css/styles.css';

const signIn = SignInPageBlueprint.make({
  params: { loader: async () => props => <ProxiedSignInPage {...props} provider="guest" /> },
});
const app = createApp({
  features: [catalogPlugin, infraAi, createFrontendModule({ pluginId: 'app', extensions: [signIn] })],
});
ReactDOM.createRoot(document.getElementById('root')!).render(app.createRoot());
