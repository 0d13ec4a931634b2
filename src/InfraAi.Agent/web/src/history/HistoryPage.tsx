import { useEffect } from 'react';
import { useSpeech } from '../i18n/language';
import { EmptyState } from '../ui/EmptyState';
import { ProblemCard } from '../ui/ProblemCard';
import { Campaigns } from './Campaigns';
import { HistoryList } from './HistoryList';
import { useHistory } from './useHistory';

export function HistoryPage() {
  const { t } = useSpeech();
  const { items, problem, reload, loadMore, loadingMore } = useHistory();
  useEffect(() => {
    document.title = `${t.history.title} · ${t.product}`;
  }, [t]);
  return (
    <div className="page history" data-testid="history">
      <header className="page-head">
        <h1>{t.history.title}</h1>
        <p>{t.history.lead}</p>
      </header>
      <Campaigns />
      {problem && (
        <ProblemCard problem={problem}>
          <button type="button" className="button" onClick={reload}>
            {t.shell.retry}
          </button>
        </ProblemCard>
      )}
      {!items && !problem && <div className="skeleton history-skeleton" aria-label={t.shell.loading} />}
      {items?.length === 0 && (
        <EmptyState icon="history" title={t.history.empty} text={t.history.emptyText}>
          <a className="button button-primary" href="#/">
            {t.shell.backHome}
          </a>
        </EmptyState>
      )}
      {items && items.length > 0 && <HistoryList items={items} />}
      {loadMore && (
        <button type="button" className="button history-more" onClick={loadMore} disabled={loadingMore}>
          {loadingMore && <span className="spinner" aria-hidden="true" />}
          {t.history.more}
        </button>
      )}
    </div>
  );
}
