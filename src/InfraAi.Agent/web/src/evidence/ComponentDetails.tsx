import type { Component, Relation } from '../api';
import type { Selection } from '../analysis/selection';
import { familyColor, lookOf } from '../graph/kinds';
import { useSpeech } from '../i18n/language';
import { CopyButton } from '../ui/CopyButton';
import { Icon, IconPath } from '../ui/Icon';

interface Props {
  component: Component;
  components: Component[];
  relations: Relation[];
  onSelect: (selection: Selection | null) => void;
  onShowFile: (entityRef: string) => void;
}

export function ComponentDetails({ component, components, relations, onSelect, onShowFile }: Props) {
  const { t } = useSpeech();
  const confidence = Math.round(component.confidence * 100);
  const outgoing = relations.filter((relation) => relation.from === component.id);
  const incoming = relations.filter((relation) => relation.to === component.id);
  const link = (relation: Relation, otherId: string) => (
    <RelationLink
      key={`${relation.kind} ${relation.from} ${relation.to}`}
      relation={relation}
      other={components.find(({ id }) => id === otherId)}
      onSelect={onSelect}
    />
  );
  return (
    <section className="details" aria-live="polite">
      <header>
        <span className="kind-tile" style={{ color: familyColor(component.kind) }}>
          <IconPath path={lookOf(component.kind).icon} size={22} />
        </span>
        <div>
          <h2>{component.name}</h2>
          <p>{t.kinds[component.kind] ?? component.kind}</p>
        </div>
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
      {component.description && <p className="details-description">{component.description}</p>}
      <dl>
        <dt>{t.details.technology}</dt>
        <dd>{component.technology ?? <Unknown />}</dd>
        {component.group && (
          <>
            <dt>{t.details.group}</dt>
            <dd>{component.group}</dd>
          </>
        )}
        <dt>{t.details.owner}</dt>
        <dd>{component.owner ?? <Unknown />}</dd>
        <dt>{t.details.confidence}</dt>
        <dd className="confidence">
          <meter
            min={0}
            max={100}
            low={50}
            high={75}
            optimum={100}
            value={confidence}
            aria-label={t.details.confidence}
          />
          {confidence} %
        </dd>
        {component.entity_ref && (
          <>
            <dt>{t.details.entity}</dt>
            <dd className="details-ref">
              <button
                type="button"
                className="link"
                onClick={() => onShowFile(component.entity_ref!)}
                title={t.details.showFile}
              >
                <code>{component.entity_ref}</code>
              </button>
              <CopyButton text={component.entity_ref} compact />
            </dd>
          </>
        )}
      </dl>
      {outgoing.length + incoming.length === 0 && <p className="muted">{t.details.noRelations}</p>}
      {outgoing.length > 0 && (
        <>
          <h3>{t.details.outgoing}</h3>
          <ul className="relations">{outgoing.map((relation) => link(relation, relation.to))}</ul>
        </>
      )}
      {incoming.length > 0 && (
        <>
          <h3>{t.details.incoming}</h3>
          <ul className="relations">{incoming.map((relation) => link(relation, relation.from))}</ul>
        </>
      )}
    </section>
  );
}

interface RelationLinkProps {
  relation: Relation;
  other: Component | undefined;
  onSelect: (selection: Selection) => void;
}

/** The words open the relation itself, the name opens the other end. */
function RelationLink({ relation, other, onSelect }: RelationLinkProps) {
  const { t } = useSpeech();
  const { from, to } = relation;
  return (
    <li>
      <button type="button" className="relation-kind" onClick={() => onSelect({ kind: 'relation', from, to })}>
        {t.relationKinds[relation.kind] ?? relation.kind}
      </button>
      {other && (
        <button
          type="button"
          className="relation-other"
          style={{ color: familyColor(other.kind) }}
          onClick={() => onSelect({ kind: 'component', id: other.id })}
        >
          <IconPath path={lookOf(other.kind).icon} size={14} />
          <span>{other.name}</span>
        </button>
      )}
    </li>
  );
}

function Unknown() {
  const { t } = useSpeech();
  return <span className="muted">{t.details.unknown}</span>;
}
