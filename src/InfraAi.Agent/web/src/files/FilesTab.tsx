import { useMemo, useState } from 'react';
import type { ProjectFile } from '../api';
import { useSpeech } from '../i18n/language';
import { EmptyState } from '../ui/EmptyState';
import { CopyButton } from '../ui/CopyButton';
import { download } from '../ui/download';
import { Icon } from '../ui/Icon';
import { FileContent } from './FileContent';
import type { FilePlace } from './locate';
import { treeOf, type TreeNode } from './tree';
import { zip } from './zip';
import './files.css';

interface Props {
  files: ProjectFile[];
  name: string;
  /** Where to open; null opens the first file. */
  place: FilePlace | null;
}

export function FilesTab({ files, name, place }: Props) {
  const { t } = useSpeech();
  const [path, setPath] = useState(place?.path ?? files[0]?.path);
  const tree = useMemo(() => treeOf(files), [files]);
  const file = files.find((one) => one.path === path);
  if (!file) return <EmptyState icon="file" title={t.files.empty} text={t.files.emptyText} />;
  return (
    <div className="files">
      <nav className="file-tree" aria-label={t.files.title}>
        <Branch nodes={tree} current={file.path} onOpen={setPath} />
        <button
          type="button"
          className="button"
          onClick={() => download(`${name}.zip`, new Blob([zip(files)], { type: 'application/zip' }))}
        >
          <Icon name="download" />
          {t.files.downloadAll}
        </button>
      </nav>
      <section className="file">
        <header>
          <code>{file.path}</code>
          <small>{t.files.lines(file.content.replace(/\n$/, '').split('\n').length)}</small>
          <CopyButton text={file.content} />
          <button
            type="button"
            className="button button-icon"
            onClick={() => download(file.path.split('/').at(-1)!, new Blob([file.content], { type: 'text/plain' }))}
            aria-label={t.files.download}
            title={t.files.download}
          >
            <Icon name="download" />
          </button>
        </header>
        <FileContent key={file.path} file={file} place={place?.path === file.path ? place : null} />
      </section>
    </div>
  );
}

interface BranchProps {
  nodes: TreeNode[];
  current: string;
  onOpen: (path: string) => void;
}

function Branch({ nodes, current, onOpen }: BranchProps) {
  return (
    <ul>
      {nodes.map((node) =>
        node.children ? (
          <li key={node.path}>
            <span className="file-folder">
              <Icon name="folder" size={15} />
              {node.name}
            </span>
            <Branch nodes={node.children} current={current} onOpen={onOpen} />
          </li>
        ) : (
          <li key={node.path}>
            <button
              type="button"
              aria-current={node.path === current ? 'true' : undefined}
              onClick={() => onOpen(node.path)}
              data-testid={`file-${node.path}`}
            >
              <Icon name="file" size={15} />
              <span>{node.name}</span>
            </button>
          </li>
        ),
      )}
    </ul>
  );
}
