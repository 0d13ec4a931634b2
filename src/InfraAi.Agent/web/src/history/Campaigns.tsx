import { useCallback, useEffect } from 'react';
import { absoluteTime, relativeTime } from '../i18n/format';
import { useSpeech } from '../i18n/language';
import { useLoad } from '../ui/useLoad';
import { useNow } from '../ui/useNow';
import './campaigns.css';

const refreshMs = 2_000;

/** The latest runs of `create --from`, each with a bar; nothing where there was none. */
export function Campaigns() {
  const { t, language, api } = useSpeech();
  const { value, reload } = useLoad(useCallback(() => api.campaigns(), [api]));
  const now = useNow(true, 30_000);
  const open = value?.some((campaign) => campaign.running > 0) ?? false;
  useEffect(() => {
    if (!open) return;
    const timer = setInterval(reload, refreshMs);
    return () => clearInterval(timer);
  }, [open, reload]);
  if (!value?.length) return null;
  return (
    <section className="campaigns" aria-label={t.history.campaigns} data-testid="campaigns">
      {value.map(({ name, total, done, failed, running, started_at }) => {
        const waiting = Math.max(0, total - done - failed - running);
        return (
          <article key={name} className="campaign" data-testid={`campaign-${name}`}>
            <h2>{name}</h2>
            <time dateTime={started_at} title={absoluteTime(started_at, language)}>
              {relativeTime(started_at, now, language)}
            </time>
            <div
              className="campaign-bar"
              role="progressbar"
              aria-valuemin={0}
              aria-valuemax={total}
              aria-valuenow={done}
            >
              <span className="campaign-done" style={{ flexGrow: done }} />
              <span className="campaign-failed" style={{ flexGrow: failed }} />
              <span className="campaign-running" style={{ flexGrow: running }} />
              <span style={{ flexGrow: waiting }} />
            </div>
            <p>
              <span>{t.history.campaign(done, total)}</span>
              {running > 0 && <span>{t.history.campaignRunning(running)}</span>}
              {failed > 0 && <span className="campaign-bad">{t.history.campaignFailed(failed)}</span>}
              {waiting > 0 && <span>{t.history.campaignWaiting(waiting)}</span>}
            </p>
          </article>
        );
      })}
    </section>
  );
}
