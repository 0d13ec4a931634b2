import Typography from '@material-ui/core/Typography';
import { InfoCard, Link } from '@backstage/core-components';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { infraAiApiRef, type Evidence } from './api';
import { infraAiTranslationRef } from './translation';
import { useLoad } from './useLoad';

const around = 70;

/** On an entity that the agent made: the words (or the place in the picture) that it stands on, and where it comes from. */
export function EvidenceCard() {
  const { t } = useTranslationRef(infraAiTranslationRef);
  const api = useApi(infraAiApiRef);
  const { entity } = useEntity();
  const annotations = entity.metadata.annotations ?? {};
  const of = (name: string) => annotations[`infra-ai.io/${name}`];
  const id = of('analysis-id');
  const { value: analysis } = useLoad(async () => (id ? api.analysis(id) : undefined));
  const component = analysis?.components.find(c => c.id === of('component-id'));
  const analyzer = analysis?.analyzer ?? of('analyzer');
  const facts: [string, string | undefined][] = [
    [t('card.confidence'), component && `${Math.round(component.confidence * 100)} %`],
    [t('card.analyzer'), analyzer],
    [t('card.project'), of('project')],
    [t('card.described'), analysis && new Date(analysis.created_at).toLocaleString()],
    [t('card.describedBy'), analysis?.described_by ?? undefined],
    [t('card.repository'), analysis?.publication?.repository_url],
  ];
  return (
    <InfoCard title={t('card.title')}>
      <div data-testid="infra-ai-evidence">
        {component
          ? component.evidence.map((evidence, i) => <Proof key={i} evidence={evidence} text={analysis!.input.text} />)
          : of('evidence') && <Typography paragraph>«{of('evidence')}»</Typography>}
      </div>
      {facts
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <Typography key={label} variant="body2" style={{ overflowWrap: 'anywhere' }}>
            <strong>{label}:</strong> {value}
          </Typography>
        ))}
      {id && <Link to={`/infra-ai?analysis=${id}`}>{t('card.open')}</Link>}
    </InfoCard>
  );
}

function Proof({ evidence, text }: { evidence: Evidence; text: string }) {
  const { t } = useTranslationRef(infraAiTranslationRef);
  if (evidence.kind === 'box') {
    return (
      <Typography paragraph>
        {t('card.picture')}: {evidence.text ?? ''} ({evidence.x}, {evidence.y}, {evidence.width} × {evidence.height})
      </Typography>
    );
  }
  const end = evidence.start + evidence.length;
  if (text.slice(evidence.start, end) !== evidence.quote) return <Typography paragraph>«{evidence.quote}»</Typography>;
  const from = Math.max(0, evidence.start - around);
  return (
    <Typography paragraph>
      {from > 0 && '… '}
      {text.slice(from, evidence.start)}
      <mark>{evidence.quote}</mark>
      {text.slice(end, end + around)}
      {end + around < text.length && ' …'}
    </Typography>
  );
}
