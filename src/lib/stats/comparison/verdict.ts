import type { ComparedPair } from './compareRuns';
import type { PairTest } from './testPair';

/** The family-wise error rate that verdicts keep. */
export const alpha = 0.05;

/** Below, not even differences of one sign in every pair can reach p < 0.05: the exact test's smallest p is 2 / 2ⁿ. */
export const fewestPairs = 6;

/**
 * `a-better`, `b-better`: a difference is shown, and mean and ranks agree on its direction.
 * `differ`: a difference is shown, but no winner: the ranks do not point where the mean points, or the metric has no
 * better direction.
 * `none-shown`: the test shows no difference, which is no proof that there is none.
 * `equal`: the same value in every pair. `too-few`: fewer than `fewestPairs`. `not-comparable`: the reason says why.
 */
export type Verdict =
  'a-better' | 'b-better' | 'differ' | 'none-shown' | 'equal' | 'too-few' | 'not-comparable';

/**
 * A difference is shown where every p-value that there is, adjusted by Holm over the whole table, is below `alpha`: the
 * official one, and the one by source images where pairs share some.
 * @param higherIsBetter null for a metric without a better direction
 */
export function judgePair(
  test: PairTest,
  { adjustedP, adjustedClusteredP }: Pick<ComparedPair, 'adjustedP' | 'adjustedClusteredP'>,
  higherIsBetter: boolean | null
): Verdict {
  const { n, equal, meanDifference, rankBiserial } = test;
  if (n === 0) return 'not-comparable';
  if (n < fewestPairs) return 'too-few';
  if (equal === n) return 'equal';
  if (adjustedP === null || meanDifference === null || rankBiserial === null) return 'none-shown';
  if (adjustedP >= alpha || (adjustedClusteredP ?? 0) >= alpha) return 'none-shown';
  const direction = Math.sign(meanDifference);
  if (higherIsBetter === null || direction === 0 || Math.sign(rankBiserial) !== direction) return 'differ';
  return direction > 0 === higherIsBetter ? 'b-better' : 'a-better';
}

/** Whether the pair was tested and told apart. */
export function isToldApart(verdict: Verdict): boolean {
  return verdict === 'a-better' || verdict === 'b-better' || verdict === 'differ';
}
