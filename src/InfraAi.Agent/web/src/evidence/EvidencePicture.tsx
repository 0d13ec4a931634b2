import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { Component, Relation } from '../api';
import { keyOf, sameSelection, type Selection } from '../analysis/selection';
import { familyColor } from '../graph/kinds';
import { useSpeech } from '../i18n/language';
import { Icon } from '../ui/Icon';
import { boxesOf } from './boxes';
import { showsAtNight } from './night';

interface Props {
  /** Where the picture is. */
  source: string;
  /** What its boxes count in, where that is not its pixels. */
  units?: { width: number; height: number };
  components: Component[];
  relations: Relation[];
  selection: Selection | null;
  onSelect: (selection: Selection | null) => void;
}

/** The picture with the boxes that the result was read from; a click on a box selects its part, and the selected one stands out. */
export function EvidencePicture({ source, units, components, relations, selection, onSelect }: Props) {
  const { t } = useSpeech();
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const [night, setNight] = useState(false);
  const [large, setLarge] = useState(false);
  const boxes = useMemo(() => boxesOf(components, relations, selection), [components, relations, selection]);
  const byId = useMemo(() => new Map(components.map((component) => [component.id, component])), [components]);

  useEffect(() => {
    const active = frame.current?.querySelector('[data-active="true"]');
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (selection) active?.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: calm ? 'auto' : 'smooth' });
  }, [selection, size, large]);

  useEffect(() => {
    if (!large) return;
    const close = (event: globalThis.KeyboardEvent) => event.key === 'Escape' && setLarge(false);
    addEventListener('keydown', close);
    return () => removeEventListener('keydown', close);
  }, [large]);

  return (
    <div className="evidence-picture" ref={frame} data-testid="picture" data-large={large}>
      <button
        type="button"
        className="button button-icon"
        onClick={() => setLarge(!large)}
        aria-pressed={large}
        aria-label={large ? t.details.shrink : t.details.enlarge}
        title={large ? t.details.shrink : t.details.enlarge}
        data-testid="enlarge"
      >
        <Icon name={large ? 'close' : 'fit'} />
      </button>
      <div>
        <img
          src={source}
          alt={t.details.picture}
          data-night={night}
          onLoad={({ currentTarget }) => {
            setNight(showsAtNight(currentTarget));
            setSize(units ?? { width: currentTarget.naturalWidth, height: currentTarget.naturalHeight });
          }}
        />
        {size && (
          <svg viewBox={`0 0 ${size.width} ${size.height}`}>
            {boxes.map((box) => {
              const component = box.of.kind === 'component' ? byId.get(box.of.id) : undefined;
              const active = sameSelection(box.of, selection);
              const choose = () => onSelect(active ? null : box.of);
              const onKeyDown = (event: KeyboardEvent) => {
                if (event.key !== 'Enter' && event.key !== ' ') return;
                event.preventDefault();
                choose();
              };
              return (
                <rect
                  key={`${keyOf(box.of)} ${box.x} ${box.y}`}
                  x={box.x}
                  y={box.y}
                  width={box.width}
                  height={box.height}
                  rx={4}
                  role="button"
                  tabIndex={0}
                  aria-pressed={active}
                  aria-label={component?.name ?? t.details.relationLine}
                  data-active={active}
                  data-testid={component ? `box-${component.id}` : 'box-relation'}
                  style={{ color: component ? familyColor(component.kind) : undefined }}
                  onClick={choose}
                  onKeyDown={onKeyDown}
                >
                  <title>{component?.name}</title>
                </rect>
              );
            })}
          </svg>
        )}
      </div>
    </div>
  );
}
