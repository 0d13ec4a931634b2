import { InfoCard } from '@backstage/core-components';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { infraAiApiRef } from './api';
import { infraAiTranslationRef } from './translation';
import { useLoad } from './useLoad';

/** The picture that was sent, to be held against what was understood. */
export function SentPicture({ id }: { id: string }) {
  const { t } = useTranslationRef(infraAiTranslationRef);
  const api = useApi(infraAiApiRef);
  const { value, error } = useLoad(() => api.picture(id));
  return (
    <InfoCard title={t('describe.picture')}>
      {error?.message}
      {value && (
        <img
          src={value}
          alt={t('describe.picture')}
          data-testid="infra-ai-picture"
          style={{ display: 'block', maxWidth: '100%', maxHeight: 520, margin: '0 auto' }}
        />
      )}
    </InfoCard>
  );
}
