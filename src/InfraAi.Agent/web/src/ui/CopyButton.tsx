import { useEffect, useState } from 'react';
import { useSpeech } from '../i18n/language';
import { Icon } from './Icon';

/** Copies a text and says so for a moment. */
export function CopyButton({ text, label, compact }: { text: string; label?: string; compact?: boolean }) {
  const { t } = useSpeech();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const words = copied ? t.shell.copied : (label ?? t.shell.copy);
  return (
    <button
      type="button"
      className={compact ? 'button button-icon' : 'button'}
      onClick={() => void copy(text).then(() => setCopied(true))}
      aria-label={compact ? words : undefined}
      title={compact ? words : undefined}
      data-copied={copied}
    >
      <Icon name={copied ? 'check' : 'copy'} />
      {!compact && <span aria-live="polite">{words}</span>}
    </button>
  );
}

/** The clipboard API exists only in secure contexts; the agent may be reached over plain HTTP from another machine. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
