import { useEffect, useState } from 'react';
import CircularProgress from '@material-ui/core/CircularProgress';
import Typography from '@material-ui/core/Typography';
import { parseEntityRef } from '@backstage/catalog-model';
import { InfoCard, Link } from '@backstage/core-components';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import type { Analysis } from './api';
import { infraAiTranslationRef } from './translation';

const longestWait = 30_000;

/** Where the analysis was published; looks into the catalog until the system is there. */
export function PublishedCard({ analysis }: { analysis: Analysis }) {
  const { t } = useTranslationRef(infraAiTranslationRef);
  const catalog = useApi(catalogApiRef);
  const [seen, setSeen] = useState<'waiting' | 'visible' | 'missing'>('waiting');
  const ref = `system:default/${analysis.project_name}`;

  useEffect(() => {
    let here = true;
    const begun = Date.now();
    const look = async () => {
      const entity = await catalog.getEntityByRef(ref).catch(() => undefined);
      if (!here) return;
      if (entity) setSeen('visible');
      else if (Date.now() - begun > longestWait) setSeen('missing');
      else setTimeout(look, 300);
    };
    setSeen('waiting');
    look();
    return () => {
      here = false;
    };
  }, [catalog, ref]);

  if (!analysis.publication) return null;
  const { name } = parseEntityRef(ref);
  return (
    <InfoCard title={t('describe.published')}>
      <div data-testid="infra-ai-visible" data-state={seen}>
        {seen === 'waiting' && (
          <Typography>
            <CircularProgress size={16} /> {t('describe.waiting')}
          </Typography>
        )}
        {seen === 'missing' && <Typography color="error">{t('describe.notVisible')}</Typography>}
        {seen === 'visible' && (
          <Typography>
            {t('describe.visible')}: <Link to={`/catalog/default/system/${name}`}>{analysis.title ?? name}</Link>
            {' · '}
            <Link to={`/docs/default/system/${name}`}>{t('describe.docs')}</Link>
            {' · '}
            <Link to={`/catalog-graph?rootEntityRefs[]=${encodeURIComponent(ref)}&maxDepth=2`}>
              {t('describe.relations')}
            </Link>
          </Typography>
        )}
      </div>
      <Typography variant="body2">
        {t('describe.repository')}:{' '}
        <code style={{ overflowWrap: 'anywhere' }}>{analysis.publication.repository_url}</code>
      </Typography>
      <Typography variant="body2">
        {t('describe.catalogFile')}:{' '}
        <code style={{ overflowWrap: 'anywhere' }}>{analysis.publication.catalog_url}</code>
      </Typography>
    </InfoCard>
  );
}
