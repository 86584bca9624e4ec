import { clusteredBootstrap } from '../numerics/clusteredBootstrap';
import { computeClusteredError } from '../numerics/clusteredError';
import { clusteredSignedRank } from '../numerics/clusteredSignedRank';
import { computeDetectableDifference } from '../numerics/detectableDifference';
import { computeMean } from '../numerics/moments';
import { pairedBootstrap } from '../numerics/pairedBootstrap';
import type { BootstrapKernel } from '../numerics/summarise';
import { wilcoxon } from '../numerics/wilcoxon';

/** Two systems' values of one metric on the samples that both have it for, in one order of samples. */
export interface PairedValues {
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** The source image of each pair, numbered from 0 without gaps; null where no two share one. */
  readonly clusters: Uint32Array | null;
}

/** The outcome, b against a. */
export interface PairTest {
  readonly n: number;
  readonly meanA: number | null;
  readonly meanB: number | null;
  /** Mean of b − a. */
  readonly meanDifference: number | null;
  /** 95 % paired bootstrap interval of the mean of b − a; source images are resampled where pairs share one. */
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  /** How many source images the pairs have; null where no two share one. */
  readonly sources: number | null;
  /** Standard error of the mean of b − a, by source images where pairs share one; null below two. */
  readonly standardError: number | null;
  /** The smallest difference that this many pairs would show with a power of 80 %; null without a standard error. */
  readonly detectable: number | null;
  /** Wilcoxon's smaller rank sum; null without a test. */
  readonly statistic: number | null;
  /** Matched-pairs rank-biserial correlation, −1 (a larger in every pair) to 1; null without a test. */
  readonly rankBiserial: number | null;
  /** Two-sided, not adjusted; null without a test. */
  readonly pValue: number | null;
  /** The same by whole source images; null without a test, and where no two pairs share an image. */
  readonly clusteredP: number | null;
  readonly method: 'exact' | 'normal' | null;
  /** Why there is no test; null where there is one. */
  readonly reason: string | null;
  /** Pairs in which b is the larger, equal, the smaller number; which of these is a win, the metric says. */
  readonly above: number;
  readonly equal: number;
  readonly below: number;
}

/** A comparison of two runs that cannot be made at all. */
export function refusePair(reason: string): PairTest {
  return { ...emptyTest, reason };
}

const emptyTest: PairTest = {
  n: 0,
  meanA: null,
  meanB: null,
  meanDifference: null,
  ciLow: null,
  ciHigh: null,
  sources: null,
  standardError: null,
  detectable: null,
  statistic: null,
  rankBiserial: null,
  pValue: null,
  clusteredP: null,
  method: null,
  reason: null,
  above: 0,
  equal: 0,
  below: 0
};

/**
 * Means, paired bootstrap interval and Wilcoxon's test of one pair of systems. A single pair has means and no test:
 * the official comparison has none either. Interval, standard error and detectable difference are by source images where
 * pairs share one. The official test treats every pair as its own; beside its p-value stands one by source images.
 */
export function testPair({ a, b, clusters }: PairedValues, kernels: BootstrapKernel): PairTest {
  const differences = b.map((value, index) => value - a[index]!);
  const mean = computeMean(differences);
  const { ciLow, ciHigh } = clusters
    ? clusteredBootstrap(differences, clusters)
    : pairedBootstrap(a, b, kernels);
  const doubt = describeDoubt(differences, clusters);
  const test = wilcoxon(a, b);
  const means = { n: test.n, meanA: computeMean(a), meanB: computeMean(b), meanDifference: mean };
  const counted = { ...emptyTest, ...means, ciLow, ciHigh, ...doubt, ...countSides(a, b) };
  if (test.pValue === null) return { ...counted, reason: test.reason };
  if (test.n < 2) return { ...counted, reason: 'there is one pair only' };
  const { statistic, rankBiserial, pValue, method } = test;
  const clusteredP = clusters && clusteredSignedRank(differences, clusters);
  return { ...counted, statistic, rankBiserial, pValue, clusteredP, method };
}

function describeDoubt(
  differences: Float64Array,
  clusters: Uint32Array | null
): Pick<PairTest, 'sources' | 'standardError' | 'detectable'> {
  const { standardError, clusterCount } = computeClusteredError(differences, clusters);
  const sources = clusters && clusterCount;
  if (standardError === null) return { sources, standardError, detectable: null };
  return { sources, standardError, detectable: computeDetectableDifference(standardError, clusterCount - 1) };
}

function countSides(a: Float64Array, b: Float64Array): Pick<PairTest, 'above' | 'equal' | 'below'> {
  let above = 0;
  let below = 0;
  for (let index = 0; index < a.length; index++) {
    if (b[index]! > a[index]!) above++;
    else if (b[index]! < a[index]!) below++;
  }
  return { above, equal: a.length - above - below, below };
}
