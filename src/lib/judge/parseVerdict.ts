import * as v from 'valibot';
import { judgeDimensions, type JudgeDimension } from '../benchmark/importedKeys';
import type { JudgeScaleTop } from '../benchmark/judge';
import { findJson } from './findJson';
import type { Verdict } from './Verdict';

export type ParsedVerdict =
  | { readonly ok: true; readonly verdict: Verdict }
  /** What is wrong, in words that the judge can mend it by. */
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * The verdict out of a model's text: the last object that is one, wherever it stands (in a fence, between words, under a
 * name of its own, in a text of JSON). A score that is missing, off the scale or no number makes the whole verdict none.
 * Explanations may be missing: they are not scores.
 */
export function parseVerdict(text: string, scale: JudgeScaleTop): ParsedVerdict {
  const { values, fault } = findJson(text);
  const schema = makeSchema(scale);
  const read = (object: Fields): Verdict | null => {
    const parsed = v.safeParse(schema, object);
    return parsed.success ? parsed.output : null;
  };
  const objects = values.flatMap((value) => listObjects(value, deepest, read));
  const verdict = objects.map(read).findLast((one) => one !== null);
  if (verdict) return { ok: true, verdict };
  const nearest = findNearest(objects);
  // Pieces of a verdict that is broken as a whole have none of its parts: then the break is what matters.
  if (!nearest || (fault !== null && countParts(nearest) === 0)) {
    return { ok: false, faults: [fault ?? 'there is no complete JSON object in the answer'] };
  }
  return { ok: false, faults: (v.safeParse(schema, nearest).issues ?? []).map(describeIssue) };
}

type Fields = Readonly<Record<string, unknown>>;

/** `{"verdict": "{…}"}` is two deep; a schema that is echoed with its values is three. */
const deepest = 4;

/**
 * An object and all those inside it, the outer ones first; texts of JSON count as what they hold. What stands inside a
 * verdict (a quotation in an explanation) is not looked at.
 */
function listObjects(value: unknown, depth: number, read: (object: Fields) => Verdict | null): Fields[] {
  if (depth === 0 || value === null) return [];
  const listAll = (values: readonly unknown[]): Fields[] =>
    values.flatMap((one) => listObjects(one, depth - 1, read));
  if (typeof value === 'string') return value.includes('{') ? listAll(findJson(value).values) : [];
  if (typeof value !== 'object') return [];
  if (Array.isArray(value)) return listAll(value);
  const object = value as Fields;
  return read(object) ? [object] : [object, ...listAll(Object.values(object))];
}

/** The object that has most of a verdict's parts, the last of several: its faults are told. */
function findNearest(objects: readonly Fields[]): Fields | undefined {
  return objects.reduce<Fields | undefined>(
    (best, object) => (!best || countParts(object) >= countParts(best) ? object : best),
    undefined
  );
}

const countParts = (object: Fields): number => judgeDimensions.filter((name) => name in object).length;

/** "8" is 8; "8/10" is, too, on the scale of 10. Any other text stays one, and is refused. */
function toNumber(value: string, scale: JudgeScaleTop): number | string {
  const [, digits, top] = /^\s*(\d+(?:\.\d+)?)\s*(?:\/\s*(\d+)\s*)?$/.exec(value) ?? [];
  if (digits === undefined || (top !== undefined && Number(top) !== scale)) return value;
  return Number(digits);
}

/** Explanations are no scores: whatever they are made of is shown. */
const words = v.pipe(
  v.optional(v.unknown(), ''),
  v.transform((value) => (typeof value === 'string' ? value : value ? JSON.stringify(value) : ''))
);

function makeSchema(scale: JudgeScaleTop) {
  const off = `is not from 1 to ${scale}`;
  const number = v.pipe(v.number(), v.minValue(1, off), v.maxValue(scale, off));
  const score = v.pipe(
    v.unknown(),
    v.transform((value) => (typeof value === 'string' ? toNumber(value, scale) : value)),
    number
  );
  const whole = v.object({ score, explanation: words });
  // A bare score is one without an explanation.
  const part = v.pipe(
    v.unknown(),
    v.transform((value) => (typeof value === 'object' || value === undefined ? value : { score: value })),
    whole
  );
  const dimensions = Object.fromEntries(judgeDimensions.map((name) => [name, part]));
  return v.object({
    ...(dimensions as Record<JudgeDimension, typeof part>),
    overall_score: score,
    final_thoughts: words
  });
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'the answer';
  if (issue.received === 'undefined') return `${path} is missing`;
  const what = issue.message.startsWith('is not') ? issue.message : `is not a ${issue.expected}`;
  return `${path} ${what}; got ${issue.received.slice(0, 40)}`;
}
