import { useCallback, useEffect } from 'react';
import { notSignedIn, signedOut, type Caller } from '../api';
import { useSpeech } from '../i18n/language';
import { useLoad } from '../ui/useLoad';

export interface Session {
  state: 'asking' | 'in' | 'out';
  caller: Caller | null;
  /** Where people sign in at the OpenID provider; null where there is none. */
  provider: string | null;
  /** Asks again who has signed in. */
  recheck: () => void;
}

/** Who has signed in. An agent that cannot be reached does not sign anybody out. */
export function useSession(): Session {
  const { api } = useSpeech();
  const { value, problem, reload } = useLoad(useCallback(() => api.me(), [api]));
  useEffect(() => {
    addEventListener(signedOut, reload);
    return () => removeEventListener(signedOut, reload);
  }, [reload]);
  const state = problem ? (problem.status === notSignedIn ? 'out' : 'in') : value ? 'in' : 'asking';
  return { state, caller: problem ? null : value, provider: problem?.sign_in_url ?? null, recheck: reload };
}
