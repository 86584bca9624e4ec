import { computeMean } from './moments';
import { computeNormalSurvival } from './normal';
import { computeRanks } from './ranks';

interface PairedSample {
  /** Pairs given, zeros included. */
  readonly n: number;
  /** Pairs without a difference, which the test leaves out. */
  readonly zeros: number;
  /** Mean of b − a; null for no pairs. */
  readonly meanDifference: number | null;
}

export interface WilcoxonTest extends PairedSample {
  /** The smaller of the two rank sums. */
  readonly statistic: number;
  /**
   * Matched-pairs rank-biserial correlation, (rank sum of b > a − rank sum of b < a) / both: from −1 (a larger in every
   * pair) to 1. Reference: D. S. Kerby, The simple difference formula, Comprehensive Psychology 3 (2014).
   */
  readonly rankBiserial: number;
  /** Two-sided. */
  readonly pValue: number;
  readonly method: 'exact' | 'normal';
  /** Differences of equal size share ranks; the exact distribution does not know of ties. */
  readonly tied: boolean;
}

export interface WilcoxonRefusal extends PairedSample {
  readonly pValue: null;
  readonly reason: string;
}

/** Up to here, and without zeros, SciPy's `auto` takes the exact distribution. */
const exactLimit = 50;

/**
 * Wilcoxon signed-rank test of paired samples, two-sided, no continuity correction, zeros left out.
 * Equal to `scipy.stats.wilcoxon(a, b)` of SciPy 1.10.1 (zero_method 'wilcox', method 'auto'): exact up to 50 pairs
 * without zeros, else the normal approximation with the tie correction. Two traits of that version are kept:
 * with ties and at most 50 pairs it still takes the exact distribution, and it truncates a rank sum that ends
 * in .5, so that swapping a and b can change such a p-value.
 * Reference: F. Wilcoxon, Individual comparisons by ranking methods, Biometrics Bulletin 1 (1945).
 * No pairs, or no difference in any pair: no p-value, with the reason.
 * @param a values of one system
 * @param b values of the other, same length, same order of samples
 */
export function wilcoxon(a: ArrayLike<number>, b: ArrayLike<number>): WilcoxonTest | WilcoxonRefusal {
  if (a.length !== b.length)
    throw new RangeError(`Pairs need equal lengths; got ${a.length} and ${b.length}`);
  const differences = Float64Array.from(a, (value, index) => b[index]! - value);
  const changed = differences.filter((difference) => difference !== 0);
  const n = differences.length;
  const zeros = n - changed.length;
  const sample = { n, zeros, meanDifference: computeMean(differences) };
  if (n === 0) return { ...sample, pValue: null, reason: 'there are no pairs' };
  if (zeros === n) return { ...sample, pValue: null, reason: 'all pairs are equal' };

  const { ranks, tieSizes } = computeRanks(changed.map(Math.abs));
  const total = (ranks.length * (ranks.length + 1)) / 2;
  const aboveB = ranks.reduce((sum, rank, index) => (changed[index]! < 0 ? sum + rank : sum), 0);
  const statistic = Math.min(aboveB, total - aboveB);
  const isExact = n <= exactLimit && zeros === 0;
  return {
    ...sample,
    statistic,
    rankBiserial: (total - 2 * aboveB) / total,
    pValue: isExact
      ? computeExactP(n, Math.floor(aboveB))
      : computeNormalP(changed.length, statistic, tieSizes),
    method: isExact ? 'exact' : 'normal',
    tied: tieSizes.length > 0
  };
}

/** 2·min(P(W ≤ w), P(W ≥ w)), at most 1. */
function computeExactP(n: number, rankSum: number): number {
  const ways = countRankSums(n);
  const sum = (counts: Float64Array) => counts.reduce((total, count) => total + count, 0);
  const tail = Math.min(sum(ways.subarray(0, rankSum + 1)), sum(ways.subarray(rankSum)));
  return Math.min(1, (2 * tail) / 2 ** n);
}

/** In how many of the 2ⁿ sign patterns the positive ranks sum to each w; integers below 2⁵³, so exact. */
function countRankSums(n: number): Float64Array {
  const total = (n * (n + 1)) / 2;
  const ways = new Float64Array(total + 1);
  ways[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let sum = total; sum >= rank; sum--) ways[sum]! += ways[sum - rank]!;
  }
  return ways;
}

/** The rank sum has mean n(n + 1)/4 and variance [n(n + 1)(2n + 1) − Σ(t³ − t)/2]/24, t the sizes of ties. */
function computeNormalP(n: number, statistic: number, tieSizes: readonly number[]): number {
  const mean = (n * (n + 1)) / 4;
  const ties = tieSizes.reduce((sum, size) => sum + size * (size * size - 1), 0);
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1) - ties / 2) / 24);
  return 2 * computeNormalSurvival(Math.abs((statistic - mean) / deviation));
}
