import { useCallback, useEffect, useState } from 'react';
import { hasEnded, type AnalysisSummary, type Problem } from '../api';
import { useSpeech } from '../i18n/language';
import { useLoad } from '../ui/useLoad';

const pageSize = 20;

/** What was loaded so far. While something in it still runs, the first page is asked for again. */
export function useHistory() {
  const { api } = useSpeech();
  const first = useLoad(useCallback(() => api.list(pageSize, null), [api]));
  const [items, setItems] = useState<AnalysisSummary[] | null>(null);
  const [cursor, setCursor] = useState<string | null | undefined>(undefined);
  const [moreProblem, setMoreProblem] = useState<Problem | null>(null);
  const [loadingMore, setLoadingMore] = useState(false);

  const { value, reload } = first;
  useEffect(() => {
    if (value) setItems((before) => merge(value.items, before ?? []));
  }, [value]);

  const running = items?.some((item) => !hasEnded(item.status)) ?? false;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(reload, 2_000);
    return () => clearInterval(timer);
  }, [running, reload]);

  const next = cursor === undefined ? (value?.next ?? null) : cursor;
  const loadMore = async () => {
    setLoadingMore(true);
    const result = await api.list(pageSize, next);
    setLoadingMore(false);
    setMoreProblem(result.ok ? null : result.problem);
    if (!result.ok) return;
    setCursor(result.value.next);
    setItems((before) => merge(before ?? [], result.value.items));
  };

  return {
    items,
    problem: first.problem ?? moreProblem,
    reload,
    loadMore: next === null ? null : () => void loadMore(),
    loadingMore,
  };
}

/** One list without repetitions; where both know an analysis, what `newer` says of it holds. */
export function merge(newer: AnalysisSummary[], older: AnalysisSummary[]): AnalysisSummary[] {
  const seen = new Set(newer.map((item) => item.id));
  return [...newer, ...older.filter((item) => !seen.has(item.id))];
}
