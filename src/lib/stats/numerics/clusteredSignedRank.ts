import { computeNormalSurvival } from './normal';
import { computeRanks } from './ranks';

/** Up to here all 2ᶜ patterns of signs are counted; beyond, the normal approximation is close. */
const exactLimit = 14;

/** Rank sums are multiples of one half: what is nearer than this is equal. */
const tolerance = 1e-6;

/**
 * Signed-rank test of paired samples whose pairs come in clusters: pairs without a difference are left out, the others ranked
 * together, and the signed ranks of a cluster added up. Where there is no difference, each cluster's sum S_c is as likely
 * below 0 as above it, so T = Σ S_c has mean 0 and variance Σ S_c². Two-sided p-value by all patterns of signs up to 14
 * clusters, else by the normal distribution; null where no pair differs.
 * Reference: B. Rosner, R. J. Glynn, M.-L. T. Lee, The Wilcoxon signed rank test for paired comparisons of clustered data,
 * Biometrics 62 (2006).
 * @param differences b − a of each pair
 * @param clusters the cluster of each pair, numbered from 0
 */
export function clusteredSignedRank(differences: Float64Array, clusters: Uint32Array): number | null {
  const sums = sumSignedRanks(differences, clusters);
  if (sums.length === 0) return null;
  const total = Math.abs(sums.reduce((sum, one) => sum + one, 0));
  if (sums.length <= exactLimit) return countPatterns(sums, total) / 2 ** sums.length;
  const deviation = Math.sqrt(sums.reduce((sum, one) => sum + one * one, 0));
  return deviation === 0 ? 1 : Math.min(1, 2 * computeNormalSurvival(total / deviation));
}

/** Of the clusters that have a pair with a difference. */
function sumSignedRanks(differences: Float64Array, clusters: Uint32Array): readonly number[] {
  const changed = differences.filter((difference) => difference !== 0);
  const { ranks } = computeRanks(changed.map(Math.abs));
  const sums = new Map<number, number>();
  let place = 0;
  for (const [index, difference] of differences.entries()) {
    if (difference === 0) continue;
    const signed = Math.sign(difference) * ranks[place++]!;
    sums.set(clusters[index]!, (sums.get(clusters[index]!) ?? 0) + signed);
  }
  return [...sums.values()];
}

/** How many patterns of signs give a sum at least as far from 0. */
function countPatterns(sums: readonly number[], total: number): number {
  let patterns = [0];
  for (const sum of sums) patterns = patterns.flatMap((before) => [before + sum, before - sum]);
  return patterns.filter((sum) => Math.abs(sum) > total - tolerance).length;
}
