import { useCallback, useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { infraAiApiRef, type Analysis, type Step } from './api';

export interface Description {
  steps: Step[];
  analysis?: Analysis;
  error?: Error;
  running: boolean;
}

const nothing: Description = { steps: [], running: false };

/** Follows one analysis, by its id: its steps while they happen, then the whole of it. */
export function useDescription(id: string | null) {
  const api = useApi(infraAiApiRef);
  const [state, setState] = useState<Description>(nothing);

  useEffect(() => {
    if (!id) return undefined;
    const leaving = new AbortController();
    const steps = new Map<string, Step>();
    setState({ steps: [], running: true });
    const told = (step: Step) => {
      steps.set(step.step, step);
      setState(s => ({ ...s, steps: [...steps.values()] }));
    };
    api
      .follow(id, told, leaving.signal)
      .then(() => api.analysis(id))
      .then(analysis => setState(s => ({ ...s, analysis, running: false })))
      .catch(error => {
        if (!leaving.signal.aborted) setState(s => ({ ...s, error, running: false }));
      });
    return () => leaving.abort();
  }, [api, id]);

  const fail = useCallback((error: Error) => setState({ ...nothing, error }), []);
  const begin = useCallback(() => setState({ ...nothing, running: true }), []);
  return { ...state, fail, begin };
}
