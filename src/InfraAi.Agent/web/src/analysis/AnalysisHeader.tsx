import { useState } from 'react';
import type { Analysis } from '../api';
import { rememberDraft } from '../describe/draft';
import { absoluteTime, duration } from '../i18n/format';
import { useSpeech } from '../i18n/language';
import { navigate } from '../shell/router';
import { Icon } from '../ui/Icon';
import { StatusBadge } from '../ui/StatusBadge';
import type { Progress } from './progress';
import { Steps } from './Steps';

export function AnalysisHeader({ analysis, progress }: { analysis: Analysis; progress: Progress }) {
  const { t, language } = useSpeech();
  const [detailed, setDetailed] = useState(false);
  const edit = () => {
    rememberDraft({ description: analysis.input.text ?? '', name: analysis.input.name ?? '' });
    navigate('#/');
  };
  return (
    <header className="result-head">
      <div className="result-title">
        <h1 lang={analysis.language ?? undefined}>{analysis.title ?? analysis.project_name ?? t.analysis.untitled}</h1>
        <StatusBadge status={analysis.status} />
      </div>
      <dl className="result-facts">
        {analysis.analyzer && (
          <div>
            <dt>{t.analysis.analyzer}</dt>
            <dd data-testid="analyzer">{analysis.analyzer}</dd>
          </div>
        )}
        {analysis.duration_ms !== null && (
          <div>
            <dt>{t.analysis.duration}</dt>
            <dd>{duration(analysis.duration_ms, language)}</dd>
          </div>
        )}
        {analysis.described_by && (
          <div>
            <dt>{t.analysis.describedBy}</dt>
            <dd data-testid="described-by">{analysis.described_by}</dd>
          </div>
        )}
        <div>
          <dt>{t.analysis.created}</dt>
          <dd>
            <time dateTime={analysis.created_at}>{absoluteTime(analysis.created_at, language)}</time>
          </dd>
        </div>
      </dl>
      <div className="result-actions">
        {analysis.input.text !== null && (
          <button type="button" className="button" onClick={edit}>
            <Icon name="edit" />
            {t.analysis.edit}
          </button>
        )}
        <a className="button button-primary" href="#/">
          <Icon name="plus" />
          {t.analysis.newOne}
        </a>
      </div>
      <div className="result-steps" data-detailed={detailed}>
        <Steps progress={progress} compact={!detailed} />
        <button
          type="button"
          className="button button-icon button-ghost"
          onClick={() => setDetailed(!detailed)}
          aria-expanded={detailed}
          aria-label={detailed ? t.analysis.hideSteps : t.analysis.showSteps}
          title={detailed ? t.analysis.hideSteps : t.analysis.showSteps}
        >
          <Icon name="chevron" />
        </button>
      </div>
    </header>
  );
}
