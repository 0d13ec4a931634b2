import { Sidebar, SidebarDivider, SidebarItem, SidebarSpace } from '@backstage/core-components';
import { createFrontendModule, createTranslationRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { NavContentBlueprint } from '@backstage/plugin-app-react';

const navigationTranslationRef = createTranslationRef({
  id: 'infra-ai-navigation',
  messages: {
    home: 'Home',
    'infra-ai': 'Describe',
    catalog: 'Catalog',
    'catalog-graph': 'Relations',
    'api-docs': 'APIs',
    techdocs: 'Docs',
    scaffolder: 'Create',
    'catalog-import': 'Register',
    search: 'Search',
    'user-settings': 'Settings',
  },
  translations: { es: () => import('./navigation.es') },
});

const groups = [
  ['home', 'infra-ai', 'search'],
  ['catalog', 'catalog-graph', 'api-docs', 'techdocs'],
  ['scaffolder', 'catalog-import'],
] as const;

export const navigation = createFrontendModule({
  pluginId: 'app',
  extensions: [
    NavContentBlueprint.make({
      params: {
        component: ({ navItems }) => {
          const { t } = useTranslationRef(navigationTranslationRef);
          const item = (id: (typeof groups)[number][number] | 'user-settings') => {
            const found = navItems.take(id === 'home' ? 'page:infra-ai/home' : `page:${id}`);
            return found && <SidebarItem key={id} icon={() => found.icon} to={found.href} text={t(id)} />;
          };
          const named = groups.map(group => group.map(item));
          const settings = item('user-settings');
          return (
            <Sidebar>
              {named.map((items, i) => [...items, <SidebarDivider key={`end-${i}`} />])}
              {navItems.rest().map(other => (
                <SidebarItem key={other.href} icon={() => other.icon} to={other.href} text={other.title} />
              ))}
              <SidebarSpace />
              {settings}
            </Sidebar>
          );
        },
      },
    }),
  ],
});
