/** Whether every word of the filter is somewhere in the fields, whatever the case and the accents. */
export function matches(filter: string, fields: (string | null | undefined)[]): boolean {
  const text = fold(fields.filter(Boolean).join(' '));
  return fold(filter)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}
