import { useState } from 'react';
import type { Component, Relation } from '../api';
import { familyColor, lookOf } from '../graph/kinds';
import { useSpeech } from '../i18n/language';
import { Icon, IconPath } from '../ui/Icon';
import { matches } from './filter';
import type { Selection } from './selection';

interface Props {
  components: Component[];
  relations: Relation[];
  onSelect: (selection: Selection) => void;
}

/** The graph in words: the same components and relations as tables. */
export function EntitiesTab({ components, relations, onSelect }: Props) {
  const { t } = useSpeech();
  const [filter, setFilter] = useState('');
  const names = new Map(components.map((component) => [component.id, component.name]));
  const nameOf = (id: string) => names.get(id) ?? id;
  const shownComponents = components.filter((c) => matches(filter, [c.name, t.kinds[c.kind], c.technology, c.group]));
  const shownRelations = relations.filter((r) =>
    matches(filter, [nameOf(r.from), nameOf(r.to), t.relationKinds[r.kind], r.label]),
  );
  return (
    <section className="entities">
      <label className="search">
        <Icon name="search" />
        <span className="visually-hidden">{t.entities.filter}</span>
        <input
          type="search"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          placeholder={t.entities.filter}
        />
      </label>
      {shownComponents.length + shownRelations.length === 0 && <p className="muted">{t.entities.none}</p>}
      {shownComponents.length > 0 && (
        <ComponentTable components={shownComponents} onSelect={(id) => onSelect({ kind: 'component', id })} />
      )}
      {shownRelations.length > 0 && (
        <RelationTable
          relations={shownRelations}
          nameOf={nameOf}
          onSelect={({ from, to }) => onSelect({ kind: 'relation', from, to })}
        />
      )}
    </section>
  );
}

function ComponentTable({ components, onSelect }: { components: Component[]; onSelect: (id: string) => void }) {
  const { t } = useSpeech();
  return (
    <table>
      <caption>
        {t.entities.components} <span className="count">{components.length}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">{t.entities.name}</th>
          <th scope="col">{t.details.kind}</th>
          <th scope="col">{t.details.technology}</th>
          <th scope="col">{t.details.group}</th>
          <th scope="col">{t.details.owner}</th>
          <th scope="col">{t.details.confidence}</th>
          <th scope="col">{t.details.entity}</th>
        </tr>
      </thead>
      <tbody>
        {components.map((component) => (
          <tr key={component.id}>
            <th scope="row">
              <button
                type="button"
                className="entity-link"
                style={{ color: familyColor(component.kind) }}
                onClick={() => onSelect(component.id)}
              >
                <IconPath path={lookOf(component.kind).icon} />
                <span>{component.name}</span>
              </button>
            </th>
            <td data-label={t.details.kind}>{t.kinds[component.kind] ?? component.kind}</td>
            <td data-label={t.details.technology}>{component.technology}</td>
            <td data-label={t.details.group}>{component.group}</td>
            <td data-label={t.details.owner}>{component.owner}</td>
            <td data-label={t.details.confidence} className="number">
              {Math.round(component.confidence * 100)} %
            </td>
            <td data-label={t.details.entity}>{component.entity_ref && <code>{component.entity_ref}</code>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface RelationTableProps {
  relations: Relation[];
  nameOf: (id: string) => string;
  onSelect: (relation: Relation) => void;
}

function RelationTable({ relations, nameOf, onSelect }: RelationTableProps) {
  const { t } = useSpeech();
  return (
    <table>
      <caption>
        {t.entities.relations} <span className="count">{relations.length}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">{t.entities.from}</th>
          <th scope="col">{t.entities.relation}</th>
          <th scope="col">{t.entities.to}</th>
          <th scope="col">{t.entities.words}</th>
          <th scope="col">{t.details.confidence}</th>
        </tr>
      </thead>
      <tbody>
        {relations.map((relation) => (
          <tr key={`${relation.from} ${relation.kind} ${relation.to}`}>
            <th scope="row">
              <button type="button" className="entity-link" onClick={() => onSelect(relation)}>
                <span>{nameOf(relation.from)}</span>
              </button>
            </th>
            <td data-label={t.entities.relation}>{t.relationKinds[relation.kind] ?? relation.kind}</td>
            <td data-label={t.entities.to}>{nameOf(relation.to)}</td>
            <td data-label={t.entities.words}>{relation.label}</td>
            <td data-label={t.details.confidence} className="number">
              {Math.round(relation.confidence * 100)} %
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
