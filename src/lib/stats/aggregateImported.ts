import { formatNames } from '../benchmark/formats';
import { importedKeys, type ImportedKey } from '../benchmark/importedKeys';
import { finishSteps } from '../core/finishSteps';
import type { Format } from '../core/sample';
import type { ScoreRow } from '../core/score';
import { aggregateSteps, type FormatGroup } from './aggregate';
import type { MetricFacts } from './MetricColumn';

const facts: readonly MetricFacts[] = importedKeys.map(({ key, threshold, higherIsBetter }) => ({
  id: key,
  threshold,
  higherIsBetter,
  formats: formatNames
}));

export const aggregateImported = (rows: readonly ScoreRow[]): readonly FormatGroup[] =>
  finishSteps(aggregateImportedSteps(rows));

/**
 * The table of what was computed elsewhere, by the official evaluator's names. It follows the same rules as the table of
 * what was computed here, and shares no value with it. Rows without an imported value count as not applicable: why they
 * have none is not known here.
 */
export function* aggregateImportedSteps(rows: readonly ScoreRow[]): Generator<void, readonly FormatGroup[]> {
  const keys = new Set<string>();
  for (const { imported } of rows) for (const key in imported?.values) keys.add(key);
  const used = facts.filter(({ id }) => keys.has(id));
  if (used.length === 0) return [];
  yield;
  const imported = rows.map((row): ScoreRow => {
    const values = Object.entries(row.imported?.values ?? {});
    return {
      ...row,
      scores: Object.fromEntries(values.map(([key, value]) => [key, { value }])),
      unscored: null
    };
  });
  yield;
  const groups = yield* aggregateSteps(imported, used);
  return groups.filter(({ cells }) => cells.size > 0);
}

/** The files that the values of a key came from, in order of appearance. */
export function listImportedFiles(
  rows: readonly ScoreRow[],
  format: Format | null,
  { key, judge }: ImportedKey
): readonly string[] {
  const field = judge?.field ?? key;
  const files = new Set<string>();
  for (const row of rows) {
    if (row.format !== format || row.imported?.values[key] === undefined) continue;
    const source = row.imported.sources.find(({ fields }) => fields.includes(field));
    if (source) files.add(source.file);
  }
  return [...files];
}
