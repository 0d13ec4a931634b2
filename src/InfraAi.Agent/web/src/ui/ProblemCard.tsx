import type { ReactNode } from 'react';
import type { Problem } from '../api';
import { useSpeech } from '../i18n/language';
import { Icon } from './Icon';

interface Props {
  problem: Problem;
  onDismiss?: () => void;
  children?: ReactNode;
}

/** What went wrong, in the agent's words, and what to do about it. */
export function ProblemCard({ problem, onDismiss, children }: Props) {
  const { t } = useSpeech();
  const own = Object.entries(t.problem).find(([code]) => code === problem.code)?.[1];
  const words = typeof own === 'object' ? { ...own, ...withoutEmpty(problem) } : problem;
  const title = words.title || words.detail || t.problem.untitled;
  return (
    <section className="problem" role="alert" data-testid="problem" data-code={problem.code}>
      <span className="problem-icon">
        <Icon name="alert" size={18} />
      </span>
      <div className="problem-body">
        <div className="problem-head">
          <h3>{title}</h3>
          <code>{problem.code}</code>
        </div>
        {words.detail && words.detail !== title && <p>{words.detail}</p>}
        {words.remedy && (
          <p className="problem-remedy">
            <strong>{t.problem.remedy}</strong> {words.remedy}
          </p>
        )}
        {children && <div className="problem-actions">{children}</div>}
      </div>
      {onDismiss && (
        <button type="button" className="button button-icon" onClick={onDismiss} aria-label={t.problem.dismiss}>
          <Icon name="close" />
        </button>
      )}
    </section>
  );
}

function withoutEmpty(problem: Problem): Partial<Problem> {
  return Object.fromEntries(Object.entries(problem).filter(([, value]) => value !== undefined && value !== ''));
}
