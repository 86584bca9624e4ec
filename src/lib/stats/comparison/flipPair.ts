import type { ComparedPair } from './compareRuns';
import type { Verdict } from './verdict';

/** The same pair with a and b exchanged: differences are then those of the other direction. */
export function flipPair(pair: ComparedPair): ComparedPair {
  const { onlyA, onlyB, noValueA, noValueB } = pair.leftOut;
  return {
    ...pair,
    a: pair.b,
    b: pair.a,
    meanA: pair.meanB,
    meanB: pair.meanA,
    meanDifference: negate(pair.meanDifference),
    ciLow: negate(pair.ciHigh),
    ciHigh: negate(pair.ciLow),
    rankBiserial: negate(pair.rankBiserial),
    above: pair.below,
    below: pair.above,
    leftOut: { ...pair.leftOut, onlyA: onlyB, onlyB: onlyA, noValueA: noValueB, noValueB: noValueA },
    verdict: flipVerdict(pair.verdict)
  };
}

/** The pairs of one run with each other one, that run as a: differences are "other − it". */
export function pairsWith(pairs: readonly ComparedPair[], run: number): readonly ComparedPair[] {
  return pairs.flatMap((pair) => (pair.a === run ? [pair] : pair.b === run ? [flipPair(pair)] : []));
}

/** Never −0, which would print as "-0". */
function negate(value: number | null): number | null {
  return value === null ? null : 0 - value;
}

function flipVerdict(verdict: Verdict): Verdict {
  if (verdict === 'a-better') return 'b-better';
  return verdict === 'b-better' ? 'a-better' : verdict;
}
