import { useState, type SubmitEvent } from 'react';
import type { Problem } from '../api';
import { useSpeech } from '../i18n/language';
import { CopyButton } from '../ui/CopyButton';
import { ProblemCard } from '../ui/ProblemCard';
import './sign-in.css';

const linkCommand = './infra-ai token --link';

interface Props {
  provider: string | null;
  onSignedIn: () => void;
}

/** How to come in: the OpenID provider where there is one, a one-time link, or the token. */
export function SignInPage({ provider, onSignedIn }: Props) {
  const { t, api } = useSpeech();
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setBusy(true);
    const answer = await api.signIn(token.trim());
    setBusy(false);
    if (answer.ok) onSignedIn();
    else setProblem(answer.problem);
  }

  return (
    <div className="page sign-in" data-testid="sign-in">
      <h1>{t.signIn.title}</h1>
      {provider && (
        <a className="button button-primary" href={provider} data-testid="provider">
          {t.signIn.provider}
        </a>
      )}
      <p>{t.signIn.lead}</p>
      <div className="sign-in-command">
        <code>{linkCommand}</code>
        <CopyButton text={linkCommand} />
      </div>
      <form onSubmit={(event) => void submit(event)}>
        <label htmlFor="token">{t.signIn.token}</label>
        <div className="sign-in-row">
          <input
            id="token"
            type="password"
            autoComplete="off"
            spellCheck={false}
            value={token}
            onChange={(event) => setToken(event.target.value)}
            data-testid="token"
          />
          <button
            type="submit"
            className="button button-primary"
            disabled={busy || token.trim() === ''}
            data-testid="enter"
          >
            {t.signIn.enter}
          </button>
        </div>
        <small>{t.signIn.tokenHint}</small>
      </form>
      {problem && <ProblemCard problem={problem} onDismiss={() => setProblem(null)} />}
    </div>
  );
}
