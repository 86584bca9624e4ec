import { diffWordsWithSpace } from 'diff';

/** `deleted`: only in the reference. `inserted`: only in the response. */
export interface DiffPart {
  readonly kind: 'same' | 'deleted' | 'inserted';
  readonly text: string;
}

/** Beyond so many changed words the texts have little in common, and finding the shortest way between them takes long. */
const maxEdits = 2000;

/** The words of both texts in order, by which one becomes the other; null where they have too little in common. */
export function diffWords(reference: string, response: string): readonly DiffPart[] | null {
  const parts = diffWordsWithSpace(reference, response, { maxEditLength: maxEdits });
  if (!parts) return null;
  return parts.map(({ added, removed, value }) => ({
    kind: added ? 'inserted' : removed ? 'deleted' : 'same',
    text: value
  }));
}
