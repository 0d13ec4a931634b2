import { useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent } from 'react';
import type { Problem } from '../api';
import { useSpeech } from '../i18n/language';
import { analysisHref, navigate } from '../shell/router';
import { Icon } from '../ui/Icon';
import { ProblemCard } from '../ui/ProblemCard';
import { rememberDraft, type Draft } from './draft';
import { appendText, readText } from './readFile';

interface Props {
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** Puts back what an example replaced; null when there is nothing to put back. */
  onUndo: (() => void) | null;
}

const modifier = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

/** Where the words go in: typed, pasted, dropped or attached. */
export function Composer({ draft, onChange, onUndo }: Props) {
  const { t, api } = useSpeech();
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [dropping, setDropping] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);

  const submit = async () => {
    if (busy) return;
    setBusy(t.describe.sending);
    setProblem(null);
    const result = await api.create(draft.description, draft.name.trim());
    setBusy(null);
    if (result.ok) {
      rememberDraft(null);
      navigate(analysisHref(result.value.id));
    } else {
      setProblem(result.problem);
      area.current?.focus();
    }
  };

  const take = async (file: File) => {
    if (busy) return;
    setBusy(t.describe.sendingImage(file.name));
    setProblem(null);
    if (file.type.startsWith('image/')) {
      const result = await api.createFromFile(file, draft.name.trim());
      if (result.ok) {
        rememberDraft(null);
        navigate(analysisHref(result.value.id));
      } else setProblem(result.problem);
    } else {
      const result = await readText(file);
      if (result.ok) onChange({ ...draft, description: appendText(draft.description, result.value) });
      else setProblem(result.problem);
    }
    setBusy(null);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const file = event.clipboardData.files[0];
    if (!file) return;
    event.preventDefault();
    void take(file);
  };
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setDropping(true);
  };
  const onDragLeave = (event: DragEvent<HTMLElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false);
  };
  const onDrop = (event: DragEvent) => {
    setDropping(false);
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    void take(file);
  };

  return (
    <form
      className="composer"
      data-dropping={dropping}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      onDragOver={onDragOver}
      onDragLeave={onDragLeave}
      onDrop={onDrop}
    >
      <div className="composer-card">
        <label className="visually-hidden" htmlFor="description">
          {t.describe.description}
        </label>
        <textarea
          id="description"
          ref={area}
          value={draft.description}
          onChange={(event) => onChange({ ...draft, description: event.target.value })}
          placeholder={t.describe.placeholder}
          spellCheck={false}
          rows={9}
          autoFocus
          data-testid="description"
        />
        <div className="composer-status">
          <span>{t.describe.characters(draft.description.length)}</span>
          {onUndo && (
            <span role="status">
              {t.describe.replaced}{' '}
              <button type="button" className="link" onClick={onUndo}>
                {t.describe.undo}
              </button>
            </span>
          )}
        </div>
        <div className="composer-bar">
          <button
            type="button"
            className="button button-icon"
            onClick={() => picker.current?.click()}
            aria-label={t.describe.attach}
            title={t.describe.attach}
          >
            <Icon name="attach" size={18} />
          </button>
          <input
            ref={picker}
            type="file"
            hidden
            data-testid="file"
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = '';
              if (file) void take(file);
            }}
          />
          <label className="visually-hidden" htmlFor="name">
            {t.describe.name}
          </label>
          <input
            id="name"
            className="composer-name"
            value={draft.name}
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
            placeholder={t.describe.namePlaceholder}
            autoComplete="off"
            spellCheck={false}
            data-testid="name"
          />
          <button type="submit" className="button button-primary" disabled={busy !== null} data-testid="analyze">
            {busy ? <span className="spinner" aria-hidden="true" /> : null}
            <span>{busy ?? t.describe.analyze}</span>
            {!busy && (
              <kbd aria-hidden="true">
                {modifier} <span>↵</span>
              </kbd>
            )}
          </button>
        </div>
        {dropping && (
          <div className="composer-drop" aria-hidden="true">
            <Icon name="attach" size={24} />
            <strong>{t.describe.drop}</strong>
            <span>{t.describe.dropHint}</span>
          </div>
        )}
      </div>
      {problem && <ProblemCard problem={problem} onDismiss={() => setProblem(null)} />}
    </form>
  );
}
