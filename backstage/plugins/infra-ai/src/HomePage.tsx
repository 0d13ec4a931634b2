import Button from '@material-ui/core/Button';
import Grid from '@material-ui/core/Grid';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import {
  Content,
  Header,
  InfoCard,
  Link,
  LinkButton,
  Page,
  StatusError,
  StatusOK,
  StatusWarning,
} from '@backstage/core-components';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { infraAiApiRef } from './api';
import { infraAiTranslationRef } from './translation';
import { useLoad } from './useLoad';

/** The home page: what the platform knows, what is healthy, what was described last. Looked at again every few seconds. */
export function HomePage() {
  const { t } = useTranslationRef(infraAiTranslationRef);
  return (
    <Page themeId="home">
      <Header title={t('home.title')} subtitle={t('home.subtitle')}>
        <LinkButton to="/infra-ai" variant="contained" color="primary">
          {t('home.describe')}
        </LinkButton>
      </Header>
      <Content>
        <Grid container spacing={3}>
          <Grid item xs={12} md={4}>
            <Knows />
          </Grid>
          <Grid item xs={12} md={4}>
            <Healthy />
          </Grid>
          <Grid item xs={12} md={4}>
            <Last />
          </Grid>
        </Grid>
      </Content>
    </Page>
  );
}

function Knows() {
  const { t } = useTranslationRef(infraAiTranslationRef);
  const catalog = useApi(catalogApiRef);
  const { value, error } = useLoad(() => catalog.getEntityFacets({ facets: ['kind'] }), 5);
  const kinds = [...(value?.facets.kind ?? [])].sort((a, b) => b.count - a.count);
  return (
    <InfoCard title={t('home.knows')}>
      {error && <Typography color="error">{error.message}</Typography>}
      <Table size="small" data-testid="infra-ai-kinds">
        <TableBody>
          {kinds.map(kind => (
            <TableRow key={kind.value}>
              <TableCell>
                <Link to={`/catalog?filters[kind]=${kind.value.toLowerCase()}&filters[user]=all`}>{kind.value}</Link>
              </TableCell>
              <TableCell align="right">{kind.count}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </InfoCard>
  );
}

function Healthy() {
  const { t } = useTranslationRef(infraAiTranslationRef);
  const api = useApi(infraAiApiRef);
  const agent = useLoad(() => api.health(), 5);
  const catalog = useLoad(() => api.catalogHealth(), 5);
  const unreachable = (name: string, error?: Error) =>
    error ? [{ name, status: 'unhealthy', message: `${t('home.unreachable')}: ${error.message}` }] : [];
  const rows = [
    ...(catalog.value && !catalog.error
      ? [
          {
            name: t('home.catalog'),
            status: catalog.value.status,
            message: catalog.value.message ?? t('home.entities', { count: catalog.value.entities ?? 0 }),
          },
        ]
      : unreachable(t('home.catalog'), catalog.error)),
    ...(agent.value && !agent.error
      ? agent.value.checks.map(check => ({ ...check, name: `${t('home.agent')}: ${check.name}` }))
      : unreachable(t('home.agent'), agent.error)),
  ];
  return (
    <InfoCard title={t('home.health')} subheader={t('home.measured')}>
      <div data-testid="infra-ai-health">
        {rows.map(row => (
          <div
            key={row.name}
            data-status={row.status}
            style={{ display: 'flex', alignItems: 'center', padding: '4px 0' }}
          >
            <Light status={row.status} />
            <Typography variant="body2">
              <strong>{row.name}</strong> — {row.message}
            </Typography>
          </div>
        ))}
      </div>
    </InfoCard>
  );
}

function Light({ status }: { status: string }) {
  if (status === 'healthy') return <StatusOK />;
  return status === 'degraded' ? <StatusWarning /> : <StatusError />;
}

function Last() {
  const { t } = useTranslationRef(infraAiTranslationRef);
  const api = useApi(infraAiApiRef);
  const { value, error } = useLoad(() => api.history(8), 5);
  return (
    <InfoCard title={t('home.last')}>
      {error && <Typography color="error">{error.message}</Typography>}
      {value?.length === 0 && <Typography>{t('home.nothing')}</Typography>}
      <div data-testid="infra-ai-last">
        {value?.map(item => (
          <div key={item.id} style={{ marginBottom: 12 }}>
            <Link to={`/infra-ai?analysis=${item.id}`}>
              {item.title ?? item.project_name ?? item.excerpt.slice(0, 60)}
            </Link>
            <Typography variant="caption" component="div">
              {new Date(item.created_at).toLocaleString()} · {t(`status.${item.status}`)} · {item.components} →{' '}
              {item.relations}
            </Typography>
          </div>
        ))}
      </div>
      {value && value.length > 0 && (
        <Button component={Link} to="/infra-ai" size="small">
          {t('home.describe')}
        </Button>
      )}
    </InfoCard>
  );
}
