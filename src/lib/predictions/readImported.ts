import { importedKeys, judgeFields, type ImportedKey } from '../benchmark/importedKeys';
import { isJudgeScore, pickJudgeScore } from '../benchmark/judgeScore';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/json';
import type { Place, Problem } from '../core/problem';
import { quote } from './quote';

/** What one field of an evaluated record brings. */
export interface ImportedField {
  readonly field: string;
  /** By the official evaluator's names; empty for a verdict that does not count. */
  readonly values: Readonly<Record<string, number>>;
  /** Null for a plain number. */
  readonly verdict: JsonObject | null;
}

/** Float32 cosines of equal things end a little above 1. */
const rangeSlack = 1e-5;

const plainKeys = importedKeys.filter(({ judge }) => judge === null);

/**
 * The values that a record brings from elsewhere. What is no finite number inside its range becomes a warning, never a
 * value; null and absence mean that there is none, as in the official evaluator's files.
 */
export function readImported(
  record: JsonObject,
  where: Place
): { fields: readonly ImportedField[]; warnings: readonly Problem[] } {
  const fields: ImportedField[] = [];
  const warnings: Problem[] = [];
  for (const known of plainKeys) {
    const value = record[known.key];
    if (value === undefined || value === null) continue;
    if (isInside(value, known.range)) {
      fields.push({ field: known.key, values: { [known.key]: value }, verdict: null });
    } else warnings.push(describeValue(known, value, where));
  }
  for (const field of judgeFields) {
    const verdict = record[field];
    if (verdict === undefined || verdict === null) continue;
    const { values, warning } = readVerdict(field, verdict, where);
    if (isJsonObject(verdict)) fields.push({ field, values, verdict });
    if (warning) warnings.push(warning);
  }
  return { fields, warnings };
}

/** A verdict counts as a whole or not at all, as in the official evaluator: all six scores, each from 1 to 10. */
function readVerdict(
  field: string,
  verdict: JsonValue,
  where: Place
): { values: Record<string, number>; warning: Problem | null } {
  const values: Record<string, number> = {};
  for (const { key, judge } of importedKeys) {
    if (judge?.field !== field) continue;
    const score = isJsonObject(verdict) ? pickJudgeScore(verdict, judge.dimension) : undefined;
    if (!isJudgeScore(score)) {
      const part = judge.dimension ? `${judge.dimension}.score` : 'overall_score';
      const got = isJsonObject(verdict) ? `${part} ${quoteValue(score)}` : quoteValue(verdict);
      return { values: {}, warning: describeVerdict(field, got, where) };
    }
    values[key] = score;
  }
  return { values, warning: null };
}

function isInside(value: JsonValue, [low, high]: ImportedKey['range']): value is number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  return value >= (low ?? -Infinity) - rangeSlack && value <= (high ?? Infinity) + rangeSlack;
}

function describeValue({ key, range: [low, high] }: ImportedKey, value: JsonValue, where: Place): Problem {
  return {
    code: 'imported-value',
    severity: 'warning',
    where: { ...where, field: key },
    what: `the imported ${key} is not used`,
    got: quoteValue(value),
    expected: high === null ? `a number of at least ${low}` : `a number from ${low} to ${high}`
  };
}

function describeVerdict(field: string, got: string, where: Place): Problem {
  return {
    code: 'imported-verdict',
    severity: 'warning',
    where: { ...where, field },
    what: `the judge's verdict ${field} does not count as a score`,
    got,
    expected: 'overall_score and the score of all five dimensions as numbers from 1 to 10'
  };
}

/** JSON has no NaN and would quote it as null. */
function quoteValue(value: JsonValue | undefined): string {
  return typeof value === 'number' ? String(value) : quote(value);
}
