import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { createApi, type Api } from '../api';
import { recall, remember } from '../ui/memory';
import { en, type Dictionary } from './en';
import { es } from './es';

const dictionaries = { en, es };
export type Language = keyof typeof dictionaries;

interface Speech {
  language: Language;
  setLanguage: (language: Language) => void;
  t: Dictionary;
  api: Api;
}

const SpeechContext = createContext<Speech | null>(null);

export function chooseLanguage(remembered: string | null, preferred: readonly string[]): Language {
  if (remembered === 'es' || remembered === 'en') return remembered;
  const known = preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in dictionaries);
  return (known as Language | undefined) ?? 'en';
}

/** The words of the page, and an API client that asks the agent for its words in the same language. */
export function SpeechProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(() => chooseLanguage(recall('language'), navigator.languages));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speech = useMemo(
    () => ({
      language,
      setLanguage: (next: Language) => {
        remember('language', next);
        setLanguage(next);
      },
      t: dictionaries[language],
      api: createApi(language),
    }),
    [language],
  );
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useSpeech(): Speech {
  const speech = use(SpeechContext);
  if (!speech) throw new Error('useSpeech needs a SpeechProvider above it');
  return speech;
}
