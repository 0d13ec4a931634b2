import { recall, remember } from '../ui/memory';

/** What is being written survives a reload and a visit to another page. */
export interface Draft {
  description: string;
  name: string;
}

const empty: Draft = { description: '', name: '' };

export function recallDraft(): Draft {
  try {
    return { ...empty, ...(JSON.parse(recall('draft') ?? '{}') as Partial<Draft>) };
  } catch {
    return empty;
  }
}

export function rememberDraft(draft: Draft | null): void {
  remember('draft', draft && JSON.stringify(draft));
}
