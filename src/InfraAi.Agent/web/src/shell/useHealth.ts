import { useCallback, useEffect } from 'react';
import { unreachable, type Health } from '../api';
import { useSpeech } from '../i18n/language';
import { useLoad } from '../ui/useLoad';

export interface AgentHealth {
  health: Health | null;
  state: Health['status'] | 'unreachable' | 'checking';
  recheck: () => void;
}

const calm = 30_000;
const worried = 4_000;

/** Asks the agent how it is: now and then, and more often while it does not answer. */
export function useHealth(): AgentHealth {
  const { api } = useSpeech();
  const { value, problem, reload } = useLoad(useCallback(() => api.health(), [api]));
  const lost = problem?.code === unreachable;
  useEffect(() => {
    const timer = setInterval(() => document.hidden || reload(), lost ? worried : calm);
    return () => clearInterval(timer);
  }, [lost, reload]);
  const state = lost ? 'unreachable' : problem ? 'unhealthy' : (value?.status ?? 'checking');
  return { health: problem ? null : value, state, recheck: reload };
}
