import { useSpeech } from '../i18n/language';
import { duration } from '../i18n/format';
import type { AgentHealth } from './useHealth';

/** A dot for the whole, a popover for each dependency. */
export function HealthButton({ agent }: { agent: AgentHealth }) {
  const { t, language } = useSpeech();
  const { health, state, recheck } = agent;
  return (
    <>
      <button
        type="button"
        className="button button-ghost health-button"
        popoverTarget="health-popover"
        onClick={recheck}
        aria-label={`${t.health.label}: ${t.health[state]}`}
        data-testid="health"
        data-state={state}
      >
        <span className="dot" data-health={state} />
        <span className="health-word">{t.health[state]}</span>
      </button>
      <div id="health-popover" className="popover health-popover" popover="auto" aria-label={t.health.label}>
        <header>
          <span className="dot" data-health={state} />
          <strong>{t.health[state]}</strong>
          {health && (
            <small>
              {t.health.version(health.version)} · {t.health.uptime(duration(health.uptime_s * 1000, language))}
            </small>
          )}
        </header>
        {health ? (
          <ul>
            {health.checks.map((check) => (
              <li key={check.name}>
                <span className="dot" data-health={check.status} />
                <span className="health-name">{t.health.checks[check.name] ?? check.name}</span>
                <span className="health-latency">
                  {check.latency_ms !== null && t.health.milliseconds(check.latency_ms)}
                </span>
                <span className="health-message">
                  <span className="visually-hidden">{t.health[check.status]}. </span>
                  {check.message}
                </span>
              </li>
            ))}
          </ul>
        ) : (
          state !== 'checking' && <p>{t.health.unreachableText}</p>
        )}
      </div>
    </>
  );
}
