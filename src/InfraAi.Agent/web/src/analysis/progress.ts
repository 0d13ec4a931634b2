import { stepNames, type EndEvent, type Status, type StepEvent, type StepName, type StepState } from '../api';

export interface StepView {
  name: StepName;
  state: StepState | 'pending';
  message: string | null;
  durationMs: number | null;
  startedAt: string | null;
}

/** What the events said so far. */
export interface Progress {
  seq: number;
  steps: StepView[];
  ended: Status | null;
}

export const notStarted: Progress = {
  seq: 0,
  steps: stepNames.map((name) => ({ name, state: 'pending', message: null, durationMs: null, startedAt: null })),
  ended: null,
};

/** Events may come twice (after a reconnection, or after the analysis was loaded): the sequence number tells. */
export function withStep(progress: Progress, event: StepEvent): Progress {
  if (event.seq <= progress.seq) return progress;
  return {
    ...progress,
    seq: event.seq,
    steps: progress.steps.map((step) =>
      step.name === event.step
        ? {
            ...step,
            state: event.state,
            message: event.message ?? (event.state === 'started' ? null : step.message),
            durationMs: event.duration_ms,
            startedAt: event.state === 'started' ? event.at : step.startedAt,
          }
        : step,
    ),
  };
}

/** Nothing goes on after the end: a step that was under way failed with the analysis, or was given up. */
export function withEnd(progress: Progress, event: EndEvent): Progress {
  const state = event.status === 'failed' ? 'failed' : 'skipped';
  return {
    seq: Math.max(progress.seq, event.seq),
    steps: progress.steps.map((step) => (step.state === 'started' ? { ...step, state } : step)),
    ended: event.status,
  };
}

export function progressOf(events: StepEvent[]): Progress {
  return events.toSorted((a, b) => a.seq - b.seq).reduce(withStep, notStarted);
}
