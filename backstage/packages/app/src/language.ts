/** Backstage's own key: where it keeps the language that was chosen in the settings. */
const key = 'language';

/** A first visit is in the browser's language, when there is a translation; a choice in the settings stays. */
export function startInTheReadersLanguage(): void {
  if (!localStorage.getItem(key) && navigator.language.startsWith('es')) localStorage.setItem(key, 'es');
}
