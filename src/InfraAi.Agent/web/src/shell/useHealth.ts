import { useCallback, useEffect } from 'react';
import { unreachable, type Health } from '../api';
import { useSpeech } from '../i18n/language';
import { useLoad } from '../ui/useLoad';

export interface AgentHealth {
  health: Health | null;
  state: Health['status'] | 'unreachable' | 'checking';
  recheck: () => void;
}

const everyMs = 30_000;

/** Asks the agent how it is, now and then. */
export function useHealth(): AgentHealth {
  const { api } = useSpeech();
  const { value, problem, reload } = useLoad(useCallback(() => api.health(), [api]));
  useEffect(() => {
    const timer = setInterval(() => document.hidden || reload(), everyMs);
    return () => clearInterval(timer);
  }, [reload]);
  const state = problem ? (problem.code === unreachable ? 'unreachable' : 'unhealthy') : (value?.status ?? 'checking');
  return { health: problem ? null : value, state, recheck: reload };
}
