import type { TextPair } from '../metric';
import { numberTokens } from './tokens';

/** The tokens of both texts as rouge-score makes them: lower case, runs of a–z and 0–9, everything else separates. */
export function readRougeTokens({ responseText, answerText }: TextPair): ReturnType<typeof numberTokens> {
  return numberTokens([splitAlphanumeric(responseText), splitAlphanumeric(answerText)]);
}

function splitAlphanumeric(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}
