import { alpha, fewestPairs, type Verdict } from '../../stats/comparison/verdict';
import type { ComparedPair } from '../../stats/comparison/compareRuns';
import type { LeftOut } from '../../stats/comparison/pairColumns';
import { formatScore } from '../../metrics/formatScore';

/** The runs of a comparison are called by letters, in the order of the list. */
export function letterOf(run: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + run);
}

export interface VerdictWords {
  /** As it stands in the table, e.g. "B is better". */
  readonly short: string;
  /** What it means and does not mean. */
  readonly long: string;
  /** Whether it stands out. */
  readonly isShown: boolean;
}

/** @param pair with the letters of its own a and b, whichever comes first in the list */
export function describeVerdict(pair: ComparedPair): VerdictWords {
  const [a, b] = [letterOf(pair.a), letterOf(pair.b)];
  const words: Readonly<Record<Verdict, Omit<VerdictWords, 'isShown'>>> = {
    'a-better': {
      short: `${a} is better`,
      long: `Adjusted p < ${alpha}; mean and ranks agree.`
    },
    'b-better': {
      short: `${b} is better`,
      long: `Adjusted p < ${alpha}; mean and ranks agree.`
    },
    differ: {
      short: 'differ, no winner',
      long: `Adjusted p < ${alpha}, but the ranks do not point where the mean points, or the metric has no better direction.`
    },
    'none-shown': {
      short: 'no difference shown',
      long: `Adjusted p ≥ ${alpha}${isByImageOnly(pair) ? ' when pairs of one source image count as one' : ''}. That is no proof that there is none: the interval says how large it may be.`
    },
    equal: { short: 'equal in every pair', long: 'There is nothing to test.' },
    'too-few': {
      short: 'too few pairs',
      long: `With fewer than ${fewestPairs} pairs not even differences of one sign in all of them reach p < ${alpha}.`
    },
    'not-comparable': { short: 'not compared', long: `Not compared: ${pair.reason}.` }
  };
  return { ...words[pair.verdict], isShown: ['a-better', 'b-better', 'differ'].includes(pair.verdict) };
}

/** The official test alone would tell the two apart; with whole images it does not. */
function isByImageOnly({ adjustedP, adjustedClusteredP }: ComparedPair): boolean {
  return adjustedP !== null && adjustedP < alpha && adjustedClusteredP !== null;
}

/** 0.0421 → "0.042", 2.3842e-7 → "2.4e-7": two significant digits. */
export function formatP(p: number): string {
  if (p >= 0.995) return '1.00';
  if (p >= 0.001) return p.toFixed(p >= 0.1 ? 2 : p >= 0.01 ? 3 : 4);
  return p === 0 ? '0' : p.toExponential(1);
}

/** The numbers of a pair, all with the decimals of the metric. */
export interface PairTexts {
  readonly meanA: string;
  readonly meanB: string;
  readonly difference: string;
  readonly ciLow: string;
  readonly ciHigh: string;
  /** Without a sign; null where it cannot be told. */
  readonly detectable: string | null;
}

/** Null where there are no pairs. */
export function formatPair(pair: ComparedPair, meta: { readonly digits: number }): PairTexts | null {
  const { meanA, meanB, meanDifference, ciLow, ciHigh } = pair;
  if (meanA === null || meanB === null || meanDifference === null) return null;
  if (ciLow === null || ciHigh === null) return null;
  return {
    meanA: formatScore(meanA, meta),
    meanB: formatScore(meanB, meta),
    difference: formatSigned(meanDifference, meta.digits),
    ciLow: formatSigned(ciLow, meta.digits),
    ciHigh: formatSigned(ciHigh, meta.digits),
    detectable: pair.detectable === null ? null : formatScore(pair.detectable, meta)
  };
}

/** With its sign, a true minus, and none before zero: 0.31 → "+0.31", −0.001 → "0.00". */
export function formatSigned(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** "3 only in A, 1 without a value in B"; empty where every sample makes a pair. */
export function describeLeftOut({ a, b, leftOut }: Pick<ComparedPair, 'a' | 'b' | 'leftOut'>): string {
  return listLeftOut({ a, b, leftOut })
    .map(({ count, words }) => `${count.toLocaleString('en')} ${words}`)
    .join(', ');
}

/** What falls out and why, without what does not occur. */
export function listLeftOut({ a, b, leftOut }: Pick<ComparedPair, 'a' | 'b' | 'leftOut'>): readonly {
  readonly kind: keyof LeftOut;
  readonly count: number;
  readonly words: string;
}[] {
  const [letterA, letterB] = [letterOf(a), letterOf(b)];
  const words: Readonly<Record<keyof LeftOut, string>> = {
    onlyA: `only in ${letterA}`,
    onlyB: `only in ${letterB}`,
    noValueA: `without a value in ${letterA}`,
    noValueB: `without a value in ${letterB}`,
    noValueBoth: 'without a value in both',
    ambiguous: 'with several values in one run'
  };
  return (Object.keys(words) as (keyof LeftOut)[])
    .map((kind) => ({ kind, count: leftOut[kind], words: words[kind] }))
    .filter(({ count }) => count > 0);
}

/** Everything about a pair in full precision, in words. */
export function describePair(pair: ComparedPair, unit: string | null): string {
  const [a, b] = [letterOf(pair.a), letterOf(pair.b)];
  const parts = [`n ${pair.n} pairs`];
  const left = describeLeftOut(pair);
  if (left) parts.push(`left out: ${left}`);
  if (pair.meanDifference !== null) {
    parts.push(`mean ${a} ${pair.meanA}, ${b} ${pair.meanB}${unit ? ` ${unit}` : ''}`);
    parts.push(`${b} − ${a} ${pair.meanDifference}, 95 % interval ${pair.ciLow} to ${pair.ciHigh}`);
  }
  if (pair.sources !== null) parts.push(`interval over ${pair.sources} source images`);
  if (pair.detectable !== null) parts.push(`detectable with 80 % power ${pair.detectable}`);
  if (pair.pValue === null) parts.push(`not tested: ${pair.reason}`);
  else {
    parts.push(`Wilcoxon ${pair.statistic} (${pair.method}), p ${pair.pValue}, adjusted ${pair.adjustedP}`);
    if (pair.clusteredP !== null)
      parts.push(`by source images p ${pair.clusteredP}, adjusted ${pair.adjustedClusteredP}`);
    parts.push(`rank-biserial correlation ${pair.rankBiserial}`);
  }
  return parts.join(' · ');
}

/** Wins, ties and losses of b; for a metric without a better direction, larger, equal and smaller. */
export function listSides(
  { above, equal, below }: ComparedPair,
  higherIsBetter: boolean | null
): readonly [number, number, number] {
  return higherIsBetter === false ? [below, equal, above] : [above, equal, below];
}
