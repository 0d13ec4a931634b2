import type { Status } from '../api';
import { useSpeech } from '../i18n/language';

export function StatusBadge({ status }: { status: Status }) {
  const { t } = useSpeech();
  return (
    <span className="badge" data-status={status}>
      <span className="dot" />
      {t.statuses[status]}
    </span>
  );
}
