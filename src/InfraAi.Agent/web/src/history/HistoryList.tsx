import type { AnalysisSummary } from '../api';
import { absoluteTime, duration, relativeTime } from '../i18n/format';
import { useSpeech } from '../i18n/language';
import { analysisHref } from '../shell/router';
import { StatusBadge } from '../ui/StatusBadge';
import { useNow } from '../ui/useNow';
import './history.css';

export function HistoryList({ items }: { items: AnalysisSummary[] }) {
  const { t, language } = useSpeech();
  const now = useNow(true, 30_000);
  return (
    <ul className="history-list">
      {items.map((item) => (
        <li key={item.id}>
          <a href={analysisHref(item.id)} data-testid={`history-item-${item.id}`} data-status={item.status}>
            <span className="history-title">{item.title ?? item.project_name ?? t.analysis.untitled}</span>
            <StatusBadge status={item.status} />
            <span className="history-excerpt" lang={item.language ?? undefined}>
              {item.excerpt}
            </span>
            <span className="history-facts">
              {item.error_code ? (
                <code>{item.error_code}</code>
              ) : (
                <>
                  <span>{t.analysis.components(item.components)}</span>
                  <span>{t.analysis.relations(item.relations)}</span>
                  {item.questions > 0 && <span>{t.history.questions(item.questions)}</span>}
                </>
              )}
              {item.analyzer && <span>{item.analyzer}</span>}
              {item.described_by && <span title={t.analysis.describedBy}>{item.described_by}</span>}
              {item.duration_ms !== null && <span>{duration(item.duration_ms, language)}</span>}
            </span>
            <time dateTime={item.created_at} title={absoluteTime(item.created_at, language)}>
              {relativeTime(item.created_at, now, language)}
            </time>
          </a>
        </li>
      ))}
    </ul>
  );
}
