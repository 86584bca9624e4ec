import { readFileSync } from 'node:fs';

interface BootstrapCase {
  readonly values: readonly number[] | null;
  readonly generator: { readonly n: number } | null;
  readonly n: number;
  readonly mean: number;
  readonly std: number;
  readonly ci_low: number;
  readonly ci_high: number;
}

interface OfficialWilcoxonCase {
  readonly n: number;
  readonly kind: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly statistic: number;
  readonly p_value: number;
  readonly exact_used: boolean;
}

/** What NumPy 1.24.2 and SciPy 1.10.1 gave; the file names its versions. */
export const statsGolden = readGolden<{
  readonly bootstrap: readonly BootstrapCase[];
  readonly wilcoxon: readonly OfficialWilcoxonCase[];
}>('stats.json');

type Numbers = readonly number[];

/** Made by tests/golden/agreement.py, which names the libraries. */
export const agreementGolden = readGolden<{
  readonly sums: readonly { n: number; sum: number; mean: number | null; std: number | null }[];
  readonly percentiles: readonly { n: number; percent: number; value: number }[];
  readonly wilcoxon: readonly { kind: string; a: Numbers; b: Numbers; statistic: number; pValue: number }[];
  readonly wilcoxonLarge: readonly { n: number; statistic: number; pValue: number }[];
  readonly normalSurvival: readonly { z: number; sf: number }[];
  readonly regularisedBeta: readonly { x: number; a: number; b: number; value: number }[];
  readonly upperF: readonly { tail: number; d1: number; d2: number; value: number }[];
  readonly holm: readonly { pValues: Numbers; adjusted: Numbers }[];
  readonly pairedBootstrap: readonly {
    a: Numbers;
    b: Numbers;
    mean: number;
    ciLow: number;
    ciHigh: number;
  }[];
  readonly correlation: readonly {
    kind: string;
    x: Numbers;
    y: Numbers;
    pearson: number;
    pearsonP: number;
    spearman: number;
    spearmanP: number;
  }[];
  readonly kappa: readonly {
    kind: string;
    first: Numbers;
    second: Numbers;
    scale: Numbers;
    none: number;
    linear: number;
    quadratic: number;
  }[];
  readonly icc: readonly {
    kind: string;
    ratings: readonly Numbers[];
    icc: number;
    low: number;
    high: number;
  }[];
  readonly raters: readonly {
    first: Numbers;
    second: Numbers;
    judge: Numbers;
    top: number;
    estimates: Record<
      'linear' | 'quadratic' | 'pearson' | 'spearman' | 'absoluteDifference',
      { value: number; interval: readonly [number, number] }
    >;
    blandAltman: { bias: number; low: number; high: number };
  }[];
}>('agreement.json');

function readGolden<Golden>(name: string): Golden {
  return JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8')) as Golden;
}

/** Values by the rule that the golden files use: value i, from `first`, is (i·step mod 1)·scale. */
export function drawByRule(n: number, step: number, scale: number, first = 0): number[] {
  return Array.from({ length: n }, (_, index) => (((index + first) * step) % 1) * scale);
}
