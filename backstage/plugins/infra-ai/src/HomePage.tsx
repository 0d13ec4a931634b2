import Card from '@material-ui/core/Card';
import CardActionArea from '@material-ui/core/CardActionArea';
import Chip from '@material-ui/core/Chip';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  Content,
  Header,
  InfoCard,
  Link,
  LinkButton,
  Page,
  StatusAborted,
  StatusError,
  StatusOK,
  StatusPending,
  StatusRunning,
  StatusWarning,
} from '@backstage/core-components';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef, EntityRefLink } from '@backstage/plugin-catalog-react';
import { infraAiApiRef, type HistoryItem } from './api';
import { infraAiTranslationRef } from './translation';
import { useLoad } from './useLoad';

const useStyles = makeStyles(theme => ({
  number: { fontSize: 34, fontWeight: 700, lineHeight: 1.2 },
  tile: { padding: theme.spacing(2, 2.5) },
  row: {
    display: 'flex',
    alignItems: 'flex-start',
    padding: theme.spacing(1.25, 0),
    borderBottom: `1px solid ${theme.palette.divider}`,
    '&:last-child': { borderBottom: 0 },
    // Backstage's lights are inline icons with a margin of their own.
    '& > :first-child': { flex: 'none', display: 'inline-flex', marginTop: 2 },
  },
  words: { minWidth: 0, flexGrow: 1, overflowWrap: 'anywhere' },
  when: { flex: 'none', marginLeft: theme.spacing(2), color: theme.palette.text.secondary },
  quiet: { color: theme.palette.text.secondary },
}));

/** The home page: what the platform knows, what is healthy, what was described last. Looked at again every few seconds. */
export function HomePage() {
  const { t } = useTranslationRef(infraAiTranslationRef);
  return (
    <Page themeId="home">
      <Header title={t('home.title')} subtitle={t('home.subtitle')}>
        <LinkButton to="/infra-ai" variant="contained" color="primary" style={{ marginRight: 16 }}>
          {t('home.describe')}
        </LinkButton>
      </Header>
      <Content>
        <Grid container spacing={3}>
          <Grid item xs={12}>
            <Knows />
          </Grid>
          <Grid item xs={12} md={8}>
            <Last />
          </Grid>
          <Grid item xs={12} md={4}>
            <Healthy />
          </Grid>
        </Grid>
      </Content>
    </Page>
  );
}

/** In the order in which people look for them; other kinds come after, and Locations are no knowledge. */
const kindsInOrder = ['System', 'Component', 'API', 'Resource', 'Group', 'User', 'Domain', 'Template'] as const;

function Knows() {
  const { t } = useTranslationRef(infraAiTranslationRef);
  const classes = useStyles();
  const catalog = useApi(catalogApiRef);
  const { value, error } = useLoad(() => catalog.getEntityFacets({ facets: ['kind'] }), 5);
  const counted = new Map(value?.facets.kind.map(kind => [kind.value, kind.count]));
  counted.delete('Location');
  const known = kindsInOrder.filter(kind => counted.has(kind));
  const others = [...counted.keys()].filter(kind => !known.some(k => k === kind));
  const labelled: [string, string][] = [
    ...known.map((kind): [string, string] => [kind, t(`home.kinds.${kind}`)]),
    ...others.map((kind): [string, string] => [kind, kind]),
  ];
  return (
    <>
      <Typography variant="h6" component="h2" gutterBottom>
        {t('home.knows')}
      </Typography>
      {error && <Typography color="error">{error.message}</Typography>}
      <Grid container spacing={2} data-testid="infra-ai-kinds">
        {labelled.map(([kind, label]) => (
          <Grid item xs={6} sm={3} lg key={kind}>
            <Card>
              <CardActionArea
                component={Link}
                to={`/catalog?filters[kind]=${kind.toLowerCase()}&filters[user]=all`}
                className={classes.tile}
              >
                <div className={classes.number}>{counted.get(kind)}</div>
                <Typography variant="body2" className={classes.quiet}>
                  {label}
                </Typography>
              </CardActionArea>
            </Card>
          </Grid>
        ))}
      </Grid>
    </>
  );
}

/** What the agent measures; a check that is newer than this page has its own name. */
const checksKnown = ['storage', 'git', 'github', 'disk', 'analyzer', 'backstage'] as const;

function Healthy() {
  const { t } = useTranslationRef(infraAiTranslationRef);
  const classes = useStyles();
  const api = useApi(infraAiApiRef);
  const agent = useLoad(() => api.health(), 5);
  const catalog = useLoad(() => api.catalogHealth(), 5);
  const nameOf = (check: string) => {
    const known = checksKnown.find(name => name === check);
    return known ? t(`home.checks.${known}`) : `${t('home.agent')}: ${check}`;
  };
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
      ? agent.value.checks.map(check => ({ ...check, name: nameOf(check.name) }))
      : unreachable(t('home.agent'), agent.error)),
  ];
  return (
    <InfoCard title={t('home.health')} subheader={t('home.measured')}>
      <div data-testid="infra-ai-health">
        {rows.map(row => (
          <div key={row.name} data-status={row.status} className={classes.row}>
            <Light status={row.status} />
            <div className={classes.words}>
              <Typography variant="body2">
                <strong>{row.name}</strong>
              </Typography>
              <Typography variant="body2" className={classes.quiet}>
                {row.message}
              </Typography>
            </div>
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
          <Described key={item.id} item={item} />
        ))}
      </div>
    </InfoCard>
  );
}

const lights = {
  queued: StatusPending,
  running: StatusRunning,
  done: StatusOK,
  failed: StatusError,
  canceled: StatusAborted,
};

function Described({ item }: { item: HistoryItem }) {
  const { t } = useTranslationRef(infraAiTranslationRef);
  const classes = useStyles();
  const StatusLight = lights[item.status];
  return (
    <div className={classes.row} data-status={item.status}>
      <StatusLight />
      <div className={classes.words}>
        <Link to={`/infra-ai?analysis=${item.id}`}>
          <strong>{item.title ?? item.project_name ?? item.excerpt.slice(0, 60)}</strong>
        </Link>
        {item.status !== 'done' && (
          <Chip size="small" label={t(`status.${item.status}`)} style={{ margin: '0 0 0 8px', height: 20 }} />
        )}
        <Typography variant="body2" className={classes.quiet} noWrap title={item.excerpt}>
          {item.excerpt}
        </Typography>
        <Typography variant="caption" component="div" className={classes.quiet}>
          {t('home.components', { count: item.components })} · {t('home.relations', { count: item.relations })}
          {item.described_by && (
            <>
              {' · '}
              <EntityRefLink entityRef={item.described_by} hideIcon />
            </>
          )}
        </Typography>
      </div>
      <Typography variant="caption" className={classes.when}>
        {new Date(item.created_at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}
      </Typography>
    </div>
  );
}
