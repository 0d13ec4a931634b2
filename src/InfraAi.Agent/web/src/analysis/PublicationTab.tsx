import type { ReactNode } from 'react';
import type { Publication } from '../api';
import { useSpeech } from '../i18n/language';
import { CopyButton } from '../ui/CopyButton';
import { EmptyState } from '../ui/EmptyState';
import { Icon } from '../ui/Icon';

export function PublicationTab({ publication }: { publication: Publication | null }) {
  const { t } = useSpeech();
  if (!publication) return <EmptyState icon="publish" title={t.publication.empty} text={t.publication.emptyText} />;
  const { repository_url, catalog_url, commit, changed } = publication;
  const clone = `git clone ${repository_url}`;
  return (
    <section className="publication">
      <header data-changed={changed}>
        <span className="publication-mark">
          <Icon name={changed ? 'publish' : 'check'} size={20} />
        </span>
        <div>
          <h2>{changed ? t.publication.changed : t.publication.unchanged}</h2>
          <p>{changed ? t.publication.changedText : t.publication.unchangedText}</p>
        </div>
      </header>
      <dl>
        <Row label={t.publication.repository} copy={repository_url}>
          <Address url={repository_url} testId="repository-url" />
        </Row>
        <Row label={t.publication.clone} copy={clone}>
          <code className="command">{clone}</code>
        </Row>
        {catalog_url && (
          <Row label={t.publication.catalog} copy={catalog_url}>
            <Address url={catalog_url} testId="catalog-url" />
          </Row>
        )}
        {commit && (
          <Row label={t.publication.commit} copy={commit}>
            <code>{commit}</code>
          </Row>
        )}
      </dl>
    </section>
  );
}

function Row({ label, copy, children }: { label: string; copy: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {children}
        <CopyButton text={copy} compact />
      </dd>
    </div>
  );
}

/** Only web addresses become links: the agent may publish to a path or over SSH. */
function Address({ url, testId }: { url: string; testId: string }) {
  const { t } = useSpeech();
  return /^https?:\/\//.test(url) ? (
    <a href={url} target="_blank" rel="noreferrer" title={t.publication.open} data-testid={testId}>
      {url}
    </a>
  ) : (
    <code data-testid={testId}>{url}</code>
  );
}
