import type { Comparison } from '../../stats/comparison/compareRuns';
import type { ExportFile } from '../exportFile';
import { nameComparison } from './comparisonName';

/** Raised when a field changes its meaning. */
export const comparisonSchema = 'medgen-bench-viewer/comparison/1';

/**
 * Every pair of runs in full precision, those without the baseline too; runs are named by their place in `runs`.
 * Differences are b − a.
 */
export function toComparisonJson(comparison: Comparison): ExportFile {
  return {
    name: `${nameComparison(comparison)}_comparison.json`,
    type: 'application/json',
    text: `${JSON.stringify({ schema: comparisonSchema, ...comparison }, null, 1)}\n`
  };
}
