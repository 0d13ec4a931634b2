import { useEffect } from 'react';
import { AnalysisPage } from './analysis/AnalysisPage';
import { DescribePage } from './describe/DescribePage';
import { HistoryPage } from './history/HistoryPage';
import { useSpeech } from './i18n/language';
import { Header } from './shell/Header';
import { OfflineBanner } from './shell/OfflineBanner';
import { useRoute, type Route } from './shell/router';
import { useHealth } from './shell/useHealth';
import { SignInPage } from './sign-in/SignInPage';
import { useSession } from './sign-in/useSession';
import { EmptyState } from './ui/EmptyState';

export function App() {
  const route = useRoute();
  const agent = useHealth();
  const session = useSession();
  const id = route.page === 'analysis' ? route.id : null;
  useEffect(() => {
    scrollTo(0, 0);
  }, [route.page, id]);
  return (
    <>
      <Header route={route} agent={agent} session={session} />
      {agent.state === 'unreachable' && <OfflineBanner onRetry={agent.recheck} />}
      <main id="main" tabIndex={-1}>
        {session.state === 'in' && <CurrentPage route={route} />}
        {session.state === 'out' && <SignInPage provider={session.provider} onSignedIn={session.recheck} />}
      </main>
    </>
  );
}

function CurrentPage({ route }: { route: Route }) {
  switch (route.page) {
    case 'describe':
      return <DescribePage />;
    case 'history':
      return <HistoryPage />;
    case 'analysis':
      return <AnalysisPage key={route.id} id={route.id} tab={route.tab} />;
    case 'missing':
      return <MissingPage />;
  }
}

function MissingPage() {
  const { t } = useSpeech();
  return (
    <div className="page">
      <EmptyState icon="question" title={t.shell.missingTitle} text={t.shell.missingText}>
        <a className="button button-primary" href="#/">
          {t.shell.backHome}
        </a>
      </EmptyState>
    </div>
  );
}
