import { useMemo, useState } from 'react';
import type { Analysis } from '../api';
import { EvidencePanel } from '../evidence/EvidencePanel';
import { FilesTab } from '../files/FilesTab';
import { locateEntity, type FilePlace } from '../files/locate';
import { GraphPanel } from '../graph/GraphPanel';
import { useSpeech } from '../i18n/language';
import { navigate, type Tab } from '../shell/router';
import { EmptyState } from '../ui/EmptyState';
import { ProblemCard } from '../ui/ProblemCard';
import { AnalysisHeader } from './AnalysisHeader';
import { EntitiesTab } from './EntitiesTab';
import type { Progress } from './progress';
import { PublicationTab } from './PublicationTab';
import { QuestionsTab } from './QuestionsTab';
import type { Selection } from './selection';
import { TabBar } from './TabBar';

interface Props {
  analysis: Analysis;
  progress: Progress;
  tab: Tab;
  hrefOf: (tab: Tab) => string;
}

export function AnalysisResult({ analysis, progress, tab, hrefOf }: Props) {
  const { t } = useSpeech();
  const [selection, setSelection] = useState<Selection | null>(null);
  const [place, setPlace] = useState<FilePlace | null>(null);
  const counts = useMemo(
    () => ({
      graph: null,
      files: analysis.files.length,
      questions: analysis.questions.length,
      entities: analysis.components.length,
      publication: null,
    }),
    [analysis],
  );
  const select = (next: Selection | null) => {
    setSelection(next);
    if (next && tab !== 'graph') navigate(hrefOf('graph'));
  };
  const showFile = (ref: string) => {
    setPlace(locateEntity(analysis.files, ref));
    navigate(hrefOf('files'));
  };

  return (
    <div className="result" data-tab={tab}>
      <AnalysisHeader analysis={analysis} progress={progress} />
      {analysis.error && <ProblemCard problem={analysis.error} />}
      {analysis.status === 'canceled' && (
        <div className="notice" role="status">
          <strong>{t.analysis.canceledTitle}.</strong> {t.analysis.canceledText}
        </div>
      )}
      {analysis.notes.length > 0 && (
        <ul className="notice" role="status" data-testid="notes" lang={analysis.language ?? undefined}>
          {analysis.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <TabBar current={tab} counts={counts} hrefOf={hrefOf} />
      <div className="tab-panel" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`}>
        {tab === 'graph' && (
          <div className="architecture">
            {analysis.components.length > 0 ? (
              <GraphPanel
                name={analysis.project_name ?? analysis.id}
                components={analysis.components}
                relations={analysis.relations}
                selection={selection}
                onSelect={select}
              />
            ) : (
              <EmptyState icon="graph" title={t.analysis.nothingTitle} text={t.analysis.nothingText} />
            )}
            <EvidencePanel analysis={analysis} selection={selection} onSelect={select} onShowFile={showFile} />
          </div>
        )}
        {tab === 'files' && (
          <FilesTab files={analysis.files} name={analysis.project_name ?? analysis.id} place={place} />
        )}
        {tab === 'questions' && <QuestionsTab questions={analysis.questions} language={analysis.language} />}
        {tab === 'entities' && (
          <EntitiesTab components={analysis.components} relations={analysis.relations} onSelect={select} />
        )}
        {tab === 'publication' && <PublicationTab publication={analysis.publication} />}
      </div>
    </div>
  );
}
