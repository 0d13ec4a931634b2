import { useCallback, useEffect, useState } from 'react';
import { hasEnded, type EndEvent, type StepEvent } from '../api';
import { useSpeech } from '../i18n/language';
import { useLoad } from '../ui/useLoad';
import { notStarted, progressOf, withEnd, withStep } from './progress';

const retryMs = 2_000;

/** One analysis: loaded, followed step by step while it runs, loaded again when it ends. */
export function useAnalysis(id: string) {
  const { api } = useSpeech();
  const loaded = useLoad(useCallback(() => api.get(id), [api, id]));
  const { value: analysis, reload } = loaded;
  const [progress, setProgress] = useState(notStarted);
  const [connected, setConnected] = useState(true);
  const following = analysis !== null && !hasEnded(analysis.status);

  useEffect(() => {
    if (!analysis) return;
    const known = progressOf(analysis.steps);
    setProgress((before) => {
      if (hasEnded(analysis.status)) return withEnd(known, { seq: known.seq, status: analysis.status });
      return known.seq > before.seq ? known : before;
    });
  }, [analysis]);

  useEffect(() => {
    if (!following) return;
    const source = new EventSource(api.eventsUrl(id));
    let retry: ReturnType<typeof setTimeout> | undefined;
    source.onopen = () => setConnected(true);
    source.onerror = () => {
      setConnected(false);
      // The browser reconnects by itself unless the answer was not a stream: then look at the analysis again.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(reload, retryMs);
    };
    source.addEventListener('step', (event: MessageEvent<string>) => {
      const step = JSON.parse(event.data) as StepEvent;
      setProgress((before) => withStep(before, step));
    });
    source.addEventListener('end', (event: MessageEvent<string>) => {
      const end = JSON.parse(event.data) as EndEvent;
      source.close();
      setProgress((before) => withEnd(before, end));
      reload();
    });
    return () => {
      source.close();
      clearTimeout(retry);
    };
    // A reload that still finds it running opens the stream anew.
  }, [following, analysis, api, id, reload]);

  return { analysis, problem: loaded.problem, reload, progress, connected };
}
