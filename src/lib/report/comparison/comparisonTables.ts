import { formatNames, formats } from '../../benchmark/formats';
import type { MetricMeta } from '../../metrics/metric';
import type { ComparedPair, Comparison } from '../../stats/comparison/compareRuns';
import { pairsWith } from '../../stats/comparison/flipPair';
import { nameColumn, type TextTable } from '../summaryTable';
import { describeVerdict, formatP, formatPair, letterOf, listSides } from './describePair';

const none = '–';

/**
 * What the compare page's table shows: one table a format, each run against the baseline.
 * @param metas by id
 * @param baseline place of the run that the others are compared with
 */
export function listComparisonTables(
  comparison: Comparison,
  metas: ReadonlyMap<string, MetricMeta>,
  baseline: number
): TextTable[] {
  const base = letterOf(baseline);
  const head = [
    'Metric',
    'Run',
    'n pairs',
    `Mean ${base}`,
    'Mean of run',
    `Run − ${base}`,
    '95 % CI',
    'p',
    'p (Holm)',
    'Verdict',
    'Win/tie/loss'
  ];
  return formatNames.flatMap((format) => {
    const rows = comparison.metrics
      .filter((metric) => metric.format === format)
      .flatMap(({ metricId, pairs }) => {
        const meta = metas.get(metricId);
        return meta ? pairsWith(pairs, baseline).map((pair) => writePair(pair, meta)) : [];
      });
    return rows.length > 0 ? [{ caption: `Paired comparison, ${formats[format].label}`, head, rows }] : [];
  });
}

const byImages =
  'Samples that share an input image are not independent: their intervals are over whole images, p takes each pair as its own, and a verdict needs an adjusted p by whole images (Rosner, Glynn and Lee 2006) below 0.05, too';

/** What a reader of the tables must know. */
export function describeComparison(comparison: Comparison, baseline: number): string[] {
  const runs = comparison.runs.map(
    ({ system, dataset, protocol }, run) => `${letterOf(run)}: ${system} (${dataset}; ${protocol})`
  );
  const sharesImages = comparison.metrics.some(({ pairs }) =>
    pairs.some(({ clusteredP }) => clusteredP !== null)
  );
  return [
    ...runs,
    `Baseline: ${letterOf(baseline)}; ${comparison.sharedSamples} of ${comparison.samples} samples are in all runs`,
    'Differences: over the pairs, with a paired bootstrap interval (1,000 resamples, not adjusted); p: Wilcoxon signed-rank, two-sided',
    `p (Holm): adjusted over all ${comparison.familySize} tests, every two of the ${comparison.runs.length} runs by every metric and format`,
    ...(sharesImages ? [byImages] : [])
  ];
}

function writePair(pair: ComparedPair, meta: MetricMeta): string[] {
  const texts = formatPair(pair, meta);
  return [
    nameColumn(meta),
    letterOf(pair.b),
    String(pair.n),
    texts?.meanA ?? none,
    texts?.meanB ?? none,
    texts?.difference ?? none,
    texts ? `${texts.ciLow} to ${texts.ciHigh}` : none,
    pair.pValue === null ? none : formatP(pair.pValue),
    pair.adjustedP === null ? none : formatP(pair.adjustedP),
    describeVerdict(pair).short,
    pair.n > 0 ? listSides(pair, meta.higherIsBetter).join('/') : none
  ];
}
