import { useEffect, useMemo, useRef } from 'react';
import type { ProjectFile } from '../api';
import { useSpeech } from '../i18n/language';
import type { FilePlace } from './locate';
import { tokenize } from './tokenize';

/** A file with coloured syntax; the lines of `place` stand out and are scrolled to. */
export function FileContent({ file, place }: { file: ProjectFile; place: FilePlace | null }) {
  const { t } = useSpeech();
  const box = useRef<HTMLPreElement>(null);
  const lines = useMemo(() => tokenize(file.path, file.content), [file]);
  useEffect(() => {
    const line = box.current?.querySelector<HTMLElement>('[data-shown="true"]');
    if (line) box.current?.scrollTo({ top: line.offsetTop - 60 });
  }, [place]);
  return (
    <pre
      className="file-content"
      ref={box}
      tabIndex={0}
      aria-label={t.files.content(file.path)}
      data-testid="file-content"
    >
      <code>
        {lines.map((tokens, i) => (
          <span
            key={i}
            className="line"
            data-line={i + 1}
            data-shown={place !== null && i + 1 >= place.from && i + 1 <= place.to}
          >
            {tokens.map(({ kind, text }, k) => (
              <span key={k} data-token={kind}>
                {text}
              </span>
            ))}
            {'\n'}
          </span>
        ))}
      </code>
    </pre>
  );
}
