import { lazy, Suspense } from 'react';
import { useSpeech } from '../i18n/language';
import type { GraphProps } from './Graph';
import './graph.css';

const Graph = lazy(() => import('./Graph'));

/** The graph's code and the layout engine load when a graph is shown for the first time. */
export function GraphPanel(props: GraphProps) {
  return (
    <div className="graph" data-testid="graph">
      <Suspense fallback={<GraphLoading />}>
        <Graph {...props} />
      </Suspense>
    </div>
  );
}

export function GraphLoading() {
  const { t } = useSpeech();
  return (
    <div className="graph-loading" role="status">
      <span className="spinner" aria-hidden="true" />
      {t.graph.layingOut}
    </div>
  );
}
