import type { Component } from '../api';
import { useSpeech } from '../i18n/language';
import { families, lookOf } from './kinds';

/** The colours that this graph uses. */
export function Legend({ components }: { components: Component[] }) {
  const { t } = useSpeech();
  const used = new Set(components.map(({ kind }) => lookOf(kind).family));
  return (
    <ul className="legend" aria-label={t.graph.legend}>
      {families
        .filter((family) => used.has(family))
        .map((family) => (
          <li key={family}>
            <span className="dot" style={{ background: `var(--family-${family})` }} />
            {t.families[family]}
          </li>
        ))}
    </ul>
  );
}
