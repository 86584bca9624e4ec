import type { RatingScale } from '../../metrics/expert/meta';

export type RateAction =
  | { readonly kind: 'score'; readonly score: number }
  | { readonly kind: 'off-scale' | 'cannot' | 'undo' | 'advance' | 'next' | 'previous' | 'comment' | 'zoom' };

const byKey: Readonly<Record<string, Exclude<RateAction['kind'], 'score'>>> = {
  '-': 'cannot',
  u: 'undo',
  Enter: 'advance',
  n: 'next',
  PageDown: 'next',
  p: 'previous',
  PageUp: 'previous',
  c: 'comment',
  z: 'zoom'
};

/** What a key means while rating: digits are scores, 0 is 10. Null where it means nothing here. */
export function readRateKey(
  { key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  scale: RatingScale
): RateAction | null {
  if (altKey) return null;
  if (ctrlKey || metaKey) return key.toLowerCase() === 'z' ? { kind: 'undo' } : null;
  if (/^[0-9]$/.test(key)) {
    const score = key === '0' ? 10 : Number(key);
    return score <= scale ? { kind: 'score', score } : { kind: 'off-scale' };
  }
  const kind = byKey[key.length === 1 ? key.toLowerCase() : key];
  return kind === undefined ? null : { kind };
}
