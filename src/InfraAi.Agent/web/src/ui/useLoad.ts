import { useCallback, useEffect, useState } from 'react';
import type { Problem, Result } from '../api';

export interface Loaded<T> {
  value: T | null;
  problem: Problem | null;
  loading: boolean;
  reload: () => void;
}

/** Loads when `load` changes and on request. What was loaded stays until something newer is there. */
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
  return { ...state, reload };
}
