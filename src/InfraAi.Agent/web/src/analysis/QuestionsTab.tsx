import { useSpeech } from '../i18n/language';
import { EmptyState } from '../ui/EmptyState';

export function QuestionsTab({ questions, language }: { questions: string[]; language: string | null }) {
  const { t } = useSpeech();
  if (questions.length === 0) {
    return <EmptyState icon="check" title={t.questions.empty} text={t.questions.emptyText} />;
  }
  return (
    <section className="questions">
      <h2>{t.questions.title}</h2>
      <p>{t.questions.lead}</p>
      <ol lang={language ?? undefined}>
        {questions.map((question) => (
          <li key={question}>{question}</li>
        ))}
      </ol>
    </section>
  );
}
