import Papa from 'papaparse';
import type { ComparedPair, Comparison } from '../../stats/comparison/compareRuns';
import type { ExportFile } from '../exportFile';
import { nameComparison } from './comparisonName';

/** One line a pair of runs, metric and format, in full precision; text cells are safe in a spreadsheet. */
export function toComparisonCsv(comparison: Comparison): ExportFile {
  const lines = comparison.metrics.flatMap(({ format, metricId, pairs }) =>
    pairs.map((pair) => ({
      format,
      metric: metricId,
      a: comparison.runs[pair.a]?.system,
      b: comparison.runs[pair.b]?.system,
      ...writeNumbers(pair)
    }))
  );
  return {
    name: `${nameComparison(comparison)}_comparison.csv`,
    type: 'text/csv',
    text: `${Papa.unparse(lines, { escapeFormulae: true, newline: '\n' })}\n`
  };
}

function writeNumbers(pair: ComparedPair): Record<string, string | number | null> {
  const { onlyA, onlyB, noValueA, noValueB, noValueBoth, ambiguous } = pair.leftOut;
  return {
    n: pair.n,
    mean_a: pair.meanA,
    mean_b: pair.meanB,
    mean_b_minus_a: pair.meanDifference,
    ci_low: pair.ciLow,
    ci_high: pair.ciHigh,
    wilcoxon_statistic: pair.statistic,
    rank_biserial: pair.rankBiserial,
    p: pair.pValue,
    p_holm: pair.adjustedP,
    p_by_image: pair.clusteredP,
    p_by_image_holm: pair.adjustedClusteredP,
    verdict: pair.verdict,
    reason: pair.reason,
    b_above_a: pair.above,
    equal: pair.equal,
    b_below_a: pair.below,
    only_a: onlyA,
    only_b: onlyB,
    no_value_a: noValueA,
    no_value_b: noValueB,
    no_value_both: noValueBoth,
    ambiguous
  };
}
