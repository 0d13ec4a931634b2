import { useCallback, useEffect, useState } from 'react';
import { HistoryList } from '../history/HistoryList';
import { useSpeech } from '../i18n/language';
import { EmptyState } from '../ui/EmptyState';
import { Icon } from '../ui/Icon';
import { useLoad } from '../ui/useLoad';
import { Composer } from './Composer';
import { recallDraft, rememberDraft, type Draft } from './draft';
import { Examples } from './Examples';
import './describe.css';

const recentCount = 4;

export function DescribePage() {
  const { t, api } = useSpeech();
  const [draft, setDraft] = useState(recallDraft);
  const [replaced, setReplaced] = useState<Draft | null>(null);
  const recent = useLoad(useCallback(() => api.list(recentCount, null), [api]));

  useEffect(() => {
    document.title = t.product;
  }, [t]);

  const change = (next: Draft) => {
    setDraft(next);
    rememberDraft(next);
    setReplaced(null);
  };
  const useExample = (text: string) => {
    const before = draft;
    change({ ...draft, description: text });
    if (before.description.trim() !== '' && before.description !== text) setReplaced(before);
  };

  return (
    <div className="page describe">
      <section className="hero">
        <h1>{t.describe.title}</h1>
        <p>{t.describe.lead}</p>
      </section>
      <Composer draft={draft} onChange={change} onUndo={replaced ? () => change(replaced) : null} />
      <Examples onChoose={useExample} chosen={draft.description} />
      <section className="recent" aria-labelledby="recent-title">
        <header>
          <h2 id="recent-title">{t.describe.recent}</h2>
          {recent.value?.next && (
            <a href="#/history">
              {t.describe.all} <Icon name="arrowRight" size={14} />
            </a>
          )}
        </header>
        {recent.value &&
          (recent.value.items.length === 0 ? (
            <EmptyState icon="graph" title={t.describe.emptyTitle} text={t.describe.emptyText} />
          ) : (
            <HistoryList items={recent.value.items} />
          ))}
        {!recent.value && recent.loading && <div className="skeleton recent-skeleton" />}
      </section>
    </div>
  );
}
