import { duration } from '../i18n/format';
import { useSpeech } from '../i18n/language';
import { Icon } from '../ui/Icon';
import { useNow } from '../ui/useNow';
import type { Progress, StepView } from './progress';
import './steps.css';

interface Props {
  progress: Progress;
  /** A row of short cells instead of a column with messages. */
  compact: boolean;
}

export function Steps({ progress, compact }: Props) {
  const { t } = useSpeech();
  const running = progress.steps.some((step) => step.state === 'started');
  const now = useNow(running, 200);
  return (
    <ol className="steps" data-compact={compact} data-testid="steps" aria-label={t.analysis.steps}>
      {progress.steps.map((step) => (
        <Step key={step.name} step={step} now={now} compact={compact} />
      ))}
    </ol>
  );
}

function Step({ step, now, compact }: { step: StepView; now: number; compact: boolean }) {
  const { t, language } = useSpeech();
  const spent =
    step.state === 'started' && step.startedAt ? Math.max(0, now - Date.parse(step.startedAt)) : step.durationMs;
  return (
    <li
      className="step"
      data-testid={`step-${step.name}`}
      data-state={step.state}
      title={compact ? (step.message ?? undefined) : undefined}
      aria-current={step.state === 'started' ? 'step' : undefined}
    >
      <StepMark state={step.state} />
      <span className="step-name">
        {t.steps[step.name]}
        <span className="visually-hidden">: {t.stepStates[step.state]}</span>
      </span>
      {!compact && <span className="step-message">{step.message ?? t.stepHints[step.name]}</span>}
      <span className="step-time">
        {step.state === 'skipped' ? t.stepStates.skipped : spent !== null && duration(spent, language)}
      </span>
    </li>
  );
}

function StepMark({ state }: { state: StepView['state'] }) {
  return (
    <span className="step-mark" aria-hidden="true">
      {state === 'started' && <span className="spinner" />}
      {state === 'done' && <Icon name="check" size={12} />}
      {state === 'failed' && <Icon name="close" size={12} />}
      {state === 'skipped' && <Icon name="minus" size={12} />}
    </span>
  );
}
