import { describe, expect, it } from 'vitest';
import type { StepEvent, StepName, StepState } from '../api';
import { matches } from './filter';
import { notStarted, progressOf, withEnd, withStep } from './progress';

const event = (seq: number, step: StepName, state: StepState, message: string | null = null): StepEvent => ({
  seq,
  at: '2026-11-22T09:00:00Z',
  step,
  state,
  message,
  duration_ms: state === 'started' ? null : 4,
});

describe('progress', () => {
  it('follows a step from start to end', () => {
    const started = withStep(notStarted, event(1, 'read', 'started'));
    expect(started.steps[0]).toMatchObject({ state: 'started', startedAt: '2026-11-22T09:00:00Z' });
    const done = withStep(started, event(2, 'read', 'done', '120 characters'));
    expect(done.steps[0]).toMatchObject({ state: 'done', message: '120 characters', durationMs: 4 });
    expect(done.steps[1]?.state).toBe('pending');
  });

  it('takes an event once, whatever the reconnections', () => {
    const once = progressOf([event(1, 'read', 'started'), event(2, 'read', 'done')]);
    expect(withStep(once, event(1, 'read', 'started'))).toBe(once);
  });

  it('does not depend on the order of a stored list', () => {
    const events = [event(2, 'read', 'done'), event(1, 'read', 'started'), event(3, 'analyze', 'failed', 'no')];
    expect(progressOf(events)).toEqual(progressOf(events.toReversed()));
  });

  it('ignores a step that it does not know', () => {
    expect(withStep(notStarted, event(1, 'dance' as StepName, 'done')).steps).toEqual(notStarted.steps);
  });

  it('ends', () => {
    const running = withStep(notStarted, event(1, 'read', 'started'));
    expect(withEnd(running, { seq: 9, status: 'failed' })).toMatchObject({ seq: 9, ended: 'failed' });
    expect(withEnd(running, { seq: 9, status: 'failed' }).steps[0]?.state).toBe('failed');
    expect(withEnd(running, { seq: 9, status: 'canceled' }).steps[0]?.state).toBe('skipped');
  });
});

describe('matches', () => {
  it('finds words in any order, without case or accents', () => {
    expect(matches('CATALOGO serv', ['servicio de catálogo', null])).toBe(true);
    expect(matches('redis', ['servicio', 'Base de datos'])).toBe(false);
    expect(matches('', [])).toBe(true);
  });
});
