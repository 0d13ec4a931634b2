import { useSpeech } from '../i18n/language';
import { Icon } from '../ui/Icon';

export function OfflineBanner({ onRetry }: { onRetry: () => void }) {
  const { t } = useSpeech();
  return (
    <div className="offline" role="status">
      <Icon name="offline" size={18} />
      <p>
        <strong>{t.shell.offlineTitle}.</strong> {t.shell.offlineText}
      </p>
      <button type="button" className="button" onClick={onRetry}>
        {t.shell.retry}
      </button>
    </div>
  );
}
