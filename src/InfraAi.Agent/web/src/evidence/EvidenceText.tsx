import { Fragment, useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import type { Component, Relation } from '../api';
import { sameSelection, type Selection } from '../analysis/selection';
import { familyColor } from '../graph/kinds';
import { useSpeech } from '../i18n/language';
import { sectionsOf } from './sections';
import { nextClaim, segmentsOf, spansOf, type Segment } from './spans';

interface Props {
  text: string;
  language: string | null;
  components: Component[];
  relations: Relation[];
  selection: Selection | null;
  onSelect: (selection: Selection | null) => void;
}

/** The description with the passages that the result was read from; the selected ones stand out and are scrolled to. */
export function EvidenceText({ text, language, components, relations, selection, onSelect }: Props) {
  const { t } = useSpeech();
  const box = useRef<HTMLDivElement>(null);
  const sections = useMemo(() => {
    const isSource = components.some(({ evidence }) =>
      evidence.some((one) => one.kind === 'line' && one.file === null),
    );
    return sectionsOf(
      text,
      isSource && !components.some(({ evidence }) => evidence.some((one) => one.kind === 'text')),
    );
  }, [text, components]);
  const segments = useMemo(() => {
    const edges = sections.flatMap(({ start, end }) => [start, end]);
    return segmentsOf(text, spansOf(text, components, relations), edges);
  }, [text, components, relations, sections]);
  const byId = useMemo(() => new Map(components.map((component) => [component.id, component])), [components]);

  useEffect(() => {
    const mark = box.current?.querySelector<HTMLElement>('[data-active="true"]');
    if (!selection || !mark || !box.current) return;
    const middle = mark.offsetTop - box.current.clientHeight / 2 + mark.offsetHeight / 2;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    box.current.scrollTo({ top: middle, behavior: calm ? 'auto' : 'smooth' });
  }, [selection, segments]);

  const describe = (of: Selection) =>
    of.kind === 'component'
      ? (byId.get(of.id)?.name ?? of.id)
      : `${byId.get(of.from)?.name ?? of.from} → ${byId.get(of.to)?.name ?? of.to}`;

  const renderMark = (segment: Segment) => {
    const active = segment.of.some((of) => sameSelection(of, selection));
    const passage = active && selection?.kind === 'relation';
    const component = segment.of.flatMap((of) => (of.kind === 'component' ? [byId.get(of.id)] : []))[0];
    const choose = () => onSelect(nextClaim(segment, selection));
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose();
    };
    return (
      <mark
        key={segment.start}
        role="button"
        tabIndex={0}
        aria-pressed={active}
        aria-label={t.details.mark(segment.text, segment.of.map(describe).join(', '))}
        title={segment.of.map(describe).join(' · ')}
        data-active={active}
        data-relation={!component || passage}
        style={component && !passage ? ({ '--mark': familyColor(component.kind) } as React.CSSProperties) : undefined}
        onClick={choose}
        onKeyDown={onKeyDown}
      >
        {segment.text}
      </mark>
    );
  };

  return (
    <div className="evidence-text" ref={box} lang={language ?? undefined} data-selected={selection !== null}>
      {sections.map(({ start, end, file, code }) => (
        <Fragment key={start}>
          {file && <h3>{file}</h3>}
          <div className={code ? 'evidence-code' : undefined}>
            {segments
              .filter((segment) => segment.start >= start && segment.start < end)
              .map((segment) => (segment.of.length > 0 ? renderMark(segment) : segment.text))}
          </div>
        </Fragment>
      ))}
    </div>
  );
}
