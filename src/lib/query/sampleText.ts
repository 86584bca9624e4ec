import type { JsonValue } from '../core/json';
import type { Sample } from '../core/sample';

/** What a sample is searched in: instruction, choices and answer, in lower case. */
export function sampleText({ instruction, choices, answer }: Sample): string {
  return [instruction, ...choices, ...listTexts(answer)].join('\n').toLowerCase();
}

/** The texts of an answer; of a nested report its headings too. */
function listTexts(value: JsonValue | undefined): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object') return [String(value)];
  return Object.entries(value).flatMap(([key, part]) =>
    Array.isArray(value) ? listTexts(part) : [key, ...listTexts(part)]
  );
}
