import { useState } from 'react';
import type { Analysis, Problem } from '../api';
import { duration } from '../i18n/format';
import { useSpeech } from '../i18n/language';
import { Icon } from '../ui/Icon';
import { ProblemCard } from '../ui/ProblemCard';
import { useNow } from '../ui/useNow';
import type { Progress } from './progress';
import { Steps } from './Steps';

interface Props {
  analysis: Analysis;
  progress: Progress;
  connected: boolean;
  onEnded: () => void;
}

export function AnalysisRunning({ analysis, progress, connected, onEnded }: Props) {
  const { t, api, language } = useSpeech();
  const [canceling, setCanceling] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const now = useNow(true, 200);

  const cancel = async () => {
    setCanceling(true);
    const result = await api.cancel(analysis.id);
    if (result.ok) return;
    setCanceling(false);
    // It ended before the request arrived: show how.
    if (result.problem.status === 409) onEnded();
    else setProblem(result.problem);
  };

  return (
    <div className="page running">
      <header className="running-head">
        <div>
          <h1>{t.analysis.working}</h1>
          <p role="status">{connected ? t.analysis.workingText : t.analysis.reconnecting}</p>
        </div>
        <span className="running-clock" aria-hidden="true">
          {duration(Math.max(0, now - Date.parse(analysis.created_at)), language)}
        </span>
        <button
          type="button"
          className="button"
          onClick={() => void cancel()}
          disabled={canceling}
          data-testid="cancel"
        >
          <Icon name="close" />
          {canceling ? t.analysis.canceling : t.analysis.cancel}
        </button>
      </header>
      {problem && <ProblemCard problem={problem} onDismiss={() => setProblem(null)} />}
      <div className="running-body">
        <section className="card">
          <Steps progress={progress} compact={false} />
        </section>
        <section className="card running-input" aria-label={t.analysis.input} tabIndex={0}>
          <h2>{t.analysis.input}</h2>
          <p>{analysis.input.text}</p>
        </section>
      </div>
    </div>
  );
}
