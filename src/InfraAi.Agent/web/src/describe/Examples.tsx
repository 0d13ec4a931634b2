import { useCallback } from 'react';
import { useSpeech } from '../i18n/language';
import { useLoad } from '../ui/useLoad';

interface Props {
  chosen: string;
  onChoose: (text: string) => void;
}

/** The reader's language first. */
export function Examples({ chosen, onChoose }: Props) {
  const { t, api, language } = useSpeech();
  const { value } = useLoad(useCallback(() => api.examples(), [api]));
  if (!value || value.length === 0) return null;
  const sorted = value.toSorted((a, b) => Number(b.language === language) - Number(a.language === language));
  return (
    <section className="examples" aria-labelledby="examples-title">
      <h2 id="examples-title">{t.describe.examples}</h2>
      <ul>
        {sorted.map((example) => (
          <li key={example.id}>
            <button
              type="button"
              className="chip"
              lang={example.language}
              aria-pressed={example.text === chosen}
              onClick={() => onChoose(example.text)}
              data-testid={`example-${example.id}`}
            >
              {example.title}
              <small>{example.language}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
