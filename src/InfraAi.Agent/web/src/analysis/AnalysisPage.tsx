import { useEffect } from 'react';
import { hasEnded } from '../api';
import { useSpeech } from '../i18n/language';
import { analysisHref, type Tab } from '../shell/router';
import { ProblemCard } from '../ui/ProblemCard';
import { AnalysisResult } from './AnalysisResult';
import { AnalysisRunning } from './AnalysisRunning';
import { useAnalysis } from './useAnalysis';
import './analysis.css';

export function AnalysisPage({ id, tab }: { id: string; tab: Tab }) {
  const { t } = useSpeech();
  const { analysis, problem, reload, progress, connected } = useAnalysis(id);
  const title = analysis?.title ?? analysis?.project_name ?? t.analysis.untitled;
  useEffect(() => {
    document.title = `${title} · ${t.product}`;
  }, [title, t]);

  if (!analysis) {
    return (
      <div className="page">
        {problem ? (
          <ProblemCard problem={problem}>
            <button type="button" className="button" onClick={reload}>
              {t.shell.retry}
            </button>
            <a className="button" href="#/history">
              {t.shell.history}
            </a>
          </ProblemCard>
        ) : (
          <div className="skeleton analysis-skeleton" aria-label={t.shell.loading} />
        )}
      </div>
    );
  }
  return hasEnded(analysis.status) ? (
    <AnalysisResult analysis={analysis} progress={progress} tab={tab} hrefOf={(other) => analysisHref(id, other)} />
  ) : (
    <AnalysisRunning analysis={analysis} progress={progress} connected={connected} onEnded={reload} />
  );
}
