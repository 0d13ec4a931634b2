import type { Component, Relation } from '../api';
import type { Selection } from '../analysis/selection';
import { familyColor, lookOf } from '../graph/kinds';
import { useSpeech } from '../i18n/language';
import { Icon, IconPath } from '../ui/Icon';

interface Props {
  /** All from one component to one other. */
  relations: Relation[];
  components: Component[];
  onSelect: (selection: Selection | null) => void;
}

export function RelationDetails({ relations, components, onSelect }: Props) {
  const { t } = useSpeech();
  const end = (id: string | undefined) => components.find((component) => component.id === id);
  const from = end(relations[0]?.from);
  const to = end(relations[0]?.to);
  return (
    <section className="details" aria-live="polite">
      <header className="relation-head">
        {from && <End component={from} onSelect={onSelect} />}
        <Icon name="arrowRight" />
        {to && <End component={to} onSelect={onSelect} />}
        <button
          type="button"
          className="button button-icon button-ghost"
          onClick={() => onSelect(null)}
          aria-label={t.details.clear}
          title={t.details.clear}
        >
          <Icon name="close" />
        </button>
      </header>
      <ul className="relation-claims">
        {relations.map((relation) => (
          <li key={relation.kind}>
            <strong>{t.relationKinds[relation.kind] ?? relation.kind}</strong>
            {relation.label && <q>{relation.label}</q>}
            <small>
              {t.details.confidence} {Math.round(relation.confidence * 100)} %
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function End({ component, onSelect }: { component: Component; onSelect: (selection: Selection) => void }) {
  return (
    <button
      type="button"
      className="relation-other"
      style={{ color: familyColor(component.kind) }}
      onClick={() => onSelect({ kind: 'component', id: component.id })}
    >
      <IconPath path={lookOf(component.kind).icon} size={14} />
      <span>{component.name}</span>
    </button>
  );
}
