import * as v from 'valibot';
import { judgeDimensions, type JudgeDimension } from '../benchmark/importedKeys';
import type { JudgeScaleTop } from '../benchmark/judge';
import type { Verdict } from './Verdict';

export type ParsedVerdict =
  | { readonly ok: true; readonly verdict: Verdict }
  /** What is wrong, in words that the judge can mend it by. */
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * The verdict out of a model's text. A fence or words around the object are passed over; a score that is missing, off the
 * scale or no number makes the whole verdict none. Explanations may be missing: they are not scores.
 */
export function parseVerdict(text: string, scale: JudgeScaleTop): ParsedVerdict {
  const object = findObject(text);
  if (object === undefined) return { ok: false, faults: ['there is no complete JSON object in the answer'] };
  const parsed = v.safeParse(makeSchema(scale), object);
  if (!parsed.success) return { ok: false, faults: parsed.issues.map(describeIssue) };
  return { ok: true, verdict: parsed.output };
}

function makeSchema(scale: JudgeScaleTop) {
  const score = v.pipe(
    v.number(),
    v.minValue(1, `is not from 1 to ${scale}`),
    v.maxValue(scale, `is not from 1 to ${scale}`)
  );
  const words = v.nullish(v.string(), '');
  const part = v.object({ score, explanation: v.pipe(words, v.transform(String)) });
  const dimensions = Object.fromEntries(judgeDimensions.map((name) => [name, part]));
  return v.object({
    ...(dimensions as Record<JudgeDimension, typeof part>),
    overall_score: score,
    final_thoughts: v.pipe(words, v.transform(String))
  });
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'the answer';
  if (issue.received === 'undefined') return `${path} is missing`;
  const what = issue.message.startsWith('is not') ? issue.message : `is not a ${issue.expected}`;
  return `${path} ${what}; got ${issue.received.slice(0, 40)}`;
}

/** The last complete object of the text: a model that corrects itself does so at the end. */
function findObject(text: string): unknown {
  const whole = tryParse(text.trim());
  if (whole !== undefined) return whole;
  let found: unknown;
  for (let start = text.indexOf('{'); start !== -1; start = text.indexOf('{', start + 1)) {
    const end = findEnd(text, start);
    const object = end === -1 ? undefined : tryParse(text.slice(start, end + 1));
    if (object === undefined) continue;
    found = object;
    start = end;
  }
  return found;
}

/** Where the object that starts at `start` closes; −1 when it does not. */
function findEnd(text: string, start: number): number {
  let depth = 0;
  let inText = false;
  for (let i = start; i < text.length; i++) {
    const letter = text[i];
    if (inText) {
      if (letter === '\\') i++;
      else if (letter === '"') inText = false;
    } else if (letter === '"') inText = true;
    else if (letter === '{') depth++;
    else if (letter === '}' && --depth === 0) return i;
  }
  return -1;
}

function tryParse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
