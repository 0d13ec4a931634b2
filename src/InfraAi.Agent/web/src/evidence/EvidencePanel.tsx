import { useMemo } from 'react';
import type { Analysis, Evidence } from '../api';
import type { Selection } from '../analysis/selection';
import { useSpeech } from '../i18n/language';
import { svgSize } from './boxes';
import { ComponentDetails } from './ComponentDetails';
import { EvidencePicture } from './EvidencePicture';
import { EvidenceText } from './EvidenceText';
import { RelationDetails } from './RelationDetails';
import { locate } from './spans';
import './evidence.css';

interface Props {
  analysis: Analysis;
  selection: Selection | null;
  onSelect: (selection: Selection | null) => void;
  onShowFile: (entityRef: string) => void;
}

/** What is selected, and where the input says so. */
export function EvidencePanel({ analysis, selection, onSelect, onShowFile }: Props) {
  const { t, api } = useSpeech();
  const { components, relations } = analysis;
  const isPicture = analysis.input.kind === 'image';
  const given = isPicture ? '' : (analysis.input.text ?? '');
  // An SVG picture is kept as text: where its parts have boxes, it is shown as it is drawn.
  const drawn = useMemo(
    () => (components.some((one) => one.evidence.some(({ kind }) => kind === 'box')) ? svgSize(given) : null),
    [components, given],
  );
  const text = drawn ? '' : given;
  const component = selection?.kind === 'component' ? components.find(({ id }) => id === selection.id) : undefined;
  const between = useMemo(
    () =>
      selection?.kind === 'relation'
        ? relations.filter(({ from, to }) => from === selection.from && to === selection.to)
        : [],
    [relations, selection],
  );
  const evidence = component?.evidence ?? between.flatMap((relation) => relation.evidence);
  const elsewhere = evidence.filter((one) => locate(text, one) === null);
  return (
    <aside className="side" aria-label={t.details.title}>
      {component && (
        <ComponentDetails
          component={component}
          components={components}
          relations={relations}
          onSelect={onSelect}
          onShowFile={onShowFile}
        />
      )}
      {between.length > 0 && <RelationDetails relations={between} components={components} onSelect={onSelect} />}
      <section className="evidence" data-testid="evidence" aria-label={t.details.evidence}>
        <header>
          <h2>{t.details.evidence}</h2>
          {!selection && components.length > 0 && (
            <p>{isPicture || drawn ? t.details.pictureHint : t.details.evidenceHint}</p>
          )}
          {selection && evidence.length === 0 && <p>{t.details.noEvidence}</p>}
        </header>
        {elsewhere.length > 0 && (
          <ul className="evidence-quotes">
            {elsewhere.map((one, i) => (
              <li key={i}>
                <EvidenceQuote evidence={one} />
              </li>
            ))}
          </ul>
        )}
        {(isPicture || drawn) && (
          <EvidencePicture
            source={
              drawn ? `data:image/svg+xml;charset=utf-8,${encodeURIComponent(given)}` : api.pictureUrl(analysis.id)
            }
            units={drawn ?? undefined}
            components={components}
            relations={relations}
            selection={selection}
            onSelect={onSelect}
          />
        )}
        {text !== '' && (
          <EvidenceText
            text={text}
            language={analysis.language}
            components={components}
            relations={relations}
            selection={selection}
            onSelect={onSelect}
          />
        )}
      </section>
    </aside>
  );
}

/** Evidence that is not a passage of the shown text: a line of a file, a box of a picture. */
function EvidenceQuote({ evidence }: { evidence: Evidence }) {
  const { t } = useSpeech();
  switch (evidence.kind) {
    case 'text':
      return <q>{evidence.quote}</q>;
    case 'line':
      return (
        <>
          <q>{evidence.quote}</q> <small>{t.details.line(evidence.file, evidence.line)}</small>
        </>
      );
    case 'box':
      return (
        <>
          {evidence.text && <q>{evidence.text}</q>}{' '}
          <small>{t.details.box(evidence.x, evidence.y, evidence.width, evidence.height)}</small>
        </>
      );
  }
}
