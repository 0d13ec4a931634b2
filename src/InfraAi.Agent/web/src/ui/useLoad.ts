import { useCallback, useEffect, useState } from 'react';
import { unreachable, type Problem, type Result } from '../api';

export interface Loaded<T> {
  value: T | null;
  problem: Problem | null;
  loading: boolean;
  reload: () => void;
}

const retryMs = 4_000;

/**
 * Loads when `load` changes, on request, and again and again while the agent cannot be reached.
 * What was loaded stays until something newer is there.
 */
export function useLoad<T>(load: () => Promise<Result<T>>): Loaded<T> {
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<{ value: T | null; problem: Problem | null; loading: boolean }>({
    value: null,
    problem: null,
    loading: true,
  });
  useEffect(() => {
    let current = true;
    setState((before) => ({ ...before, loading: true }));
    void load().then((result) => {
      if (!current) return;
      setState((before) =>
        result.ok
          ? { value: result.value, problem: null, loading: false }
          : { value: before.value, problem: result.problem, loading: false },
      );
    });
    return () => {
      current = false;
    };
  }, [load, turn]);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  const lost = state.problem?.code === unreachable && !state.loading;
  useEffect(() => {
    if (!lost) return;
    const timer = setTimeout(reload, retryMs);
    return () => clearTimeout(timer);
  }, [lost, reload]);
  return { ...state, reload };
}
