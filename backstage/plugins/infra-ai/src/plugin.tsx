import { lazy } from 'react';
import DescriptionIcon from '@material-ui/icons/AccountTree';
import HomeIcon from '@material-ui/icons/Home';
import {
  ApiBlueprint,
  appLanguageApiRef,
  createFrontendPlugin,
  createRouteRef,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { TechDocsAddonLocations } from '@backstage/plugin-techdocs-react';
import { AddonBlueprint } from '@backstage/plugin-techdocs-react/alpha';
import { InfraAiApi, infraAiApiRef } from './api';

const describeRouteRef = createRouteRef();
const homeRouteRef = createRouteRef();

const api = ApiBlueprint.make({
  params: define =>
    define({
      api: infraAiApiRef,
      deps: { discovery: discoveryApiRef, fetcher: fetchApiRef, language: appLanguageApiRef },
      factory: ({ discovery, fetcher, language }) => new InfraAiApi(discovery, fetcher, language),
    }),
});

const describePage = PageBlueprint.make({
  params: {
    path: '/infra-ai',
    title: 'Infra AI',
    icon: <DescriptionIcon />,
    noHeader: true,
    routeRef: describeRouteRef,
    loader: () => import('./DescribePage').then(m => <m.DescribePage />),
  },
});

/** An existing Backstage that has a home page of its own switches this one off: `- page:infra-ai/home: false`. */
const homePage = PageBlueprint.make({
  name: 'home',
  params: {
    path: '/',
    title: 'Home',
    icon: <HomeIcon />,
    noHeader: true,
    routeRef: homeRouteRef,
    loader: () => import('./HomePage').then(m => <m.HomePage />),
  },
});

const evidenceCard = EntityCardBlueprint.make({
  name: 'evidence',
  params: {
    type: 'info',
    filter: entity => Object.keys(entity.metadata.annotations ?? {}).some(name => name.startsWith('infra-ai.io/')),
    loader: () => import('./EvidenceCard').then(m => <m.EvidenceCard />),
  },
});

const mermaid = AddonBlueprint.make({
  name: 'mermaid',
  params: {
    name: 'InfraAiMermaid',
    location: TechDocsAddonLocations.Content,
    component: lazy(() => import('./MermaidAddon').then(m => ({ default: m.MermaidAddon }))),
  },
});

export default createFrontendPlugin({
  pluginId: 'infra-ai',
  title: 'Infra AI',
  extensions: [api, describePage, homePage, evidenceCard, mermaid],
  routes: { describe: describeRouteRef, home: homeRouteRef },
});
