import { useSpeech } from '../i18n/language';
import { Icon } from '../ui/Icon';
import { HealthButton } from './HealthButton';
import { Logo } from './Logo';
import type { Route } from './router';
import type { Session } from '../sign-in/useSession';
import { useTheme } from './theme';
import type { AgentHealth } from './useHealth';

interface Props {
  route: Route;
  agent: AgentHealth;
  session: Session;
}

export function Header({ route, agent, session }: Props) {
  const { t, api, language, setLanguage } = useSpeech();
  const [theme, setTheme] = useTheme();
  const nextTheme = theme === 'dark' ? 'light' : 'dark';
  const themeLabel = nextTheme === 'dark' ? t.shell.toDark : t.shell.toLight;
  return (
    <header className="header">
      <a className="skip" href="#main" onClick={focusMain}>
        {t.shell.skip}
      </a>
      <a className="brand" href="#/" aria-label={t.product}>
        <Logo />
        <span>{t.productShort}</span>
      </a>
      <nav aria-label={t.shell.menu}>
        <a href="#/" aria-current={route.page === 'describe' ? 'page' : undefined}>
          <Icon name="edit" />
          <span>{t.shell.describe}</span>
        </a>
        <a href="#/history" aria-current={route.page === 'history' ? 'page' : undefined}>
          <Icon name="history" />
          <span>{t.shell.history}</span>
        </a>
        <a href="/docs">
          <Icon name="book" />
          <span>{t.shell.apiDocs}</span>
        </a>
      </nav>
      <div className="header-tools">
        <HealthButton agent={agent} />
        <button
          type="button"
          className="button button-ghost language"
          onClick={() => setLanguage(language === 'en' ? 'es' : 'en')}
          aria-label={t.shell.language}
          title={t.shell.language}
          data-testid="language"
        >
          <span data-on={language === 'en'}>EN</span>
          <span data-on={language === 'es'}>ES</span>
        </button>
        <button
          type="button"
          className="button button-icon button-ghost"
          onClick={() => setTheme(nextTheme)}
          aria-label={themeLabel}
          title={themeLabel}
        >
          <Icon name={nextTheme === 'dark' ? 'moon' : 'sun'} />
        </button>
        {session.caller && hasCookie(session.caller.way) && (
          <button
            type="button"
            className="button button-icon button-ghost"
            onClick={() => void api.signOut().then(session.recheck)}
            aria-label={t.signIn.leave}
            title={`${t.signIn.leave} · ${session.caller.name ?? t.signIn.byToken}`}
            data-testid="sign-out"
          >
            <Icon name="leave" />
          </button>
        )}
      </div>
    </header>
  );
}

/** With AGENT_SIGN_IN=none there is nothing to leave. */
function hasCookie(way: string): boolean {
  return way !== 'none';
}

/** The hash is the route's, so the skip link moves the focus itself. */
function focusMain(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
