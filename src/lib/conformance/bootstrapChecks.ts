import { bootstrapSeed, summarise } from '../stats/numerics/summarise';
import type { Check, CheckGroup } from './check';
import { compareNumbers, formatNumbers } from './compare';
import { drawValues } from './drawn';

interface IntervalCase {
  /** Null where the values are drawn. */
  readonly values: readonly number[] | null;
  readonly n: number;
  readonly mean: number;
  readonly std: number;
  readonly ci_low: number;
  readonly ci_high: number;
}

interface StatsTable {
  readonly pcg64: { readonly seed: number; readonly n: number; readonly first_choice_indices: number[] };
  readonly bootstrap: readonly IntervalCase[];
}

interface MeansCase {
  readonly n: number;
  readonly seed: number;
  readonly means: readonly number[];
}

export const bootstrapChecks: CheckGroup = {
  id: 'bootstrap',
  title: 'Mean, population SD and bootstrap interval',
  reference: 'NumPy 1.24.2: mean, std, default_rng(42).choice, percentile',
  agreement: 'within 1e-12',
  list: async (vectors) => {
    const { bootstrap } = await vectors.readJson<StatsTable>('stats.json');
    return bootstrap.map(checkInterval);
  }
};

export const resampleChecks: CheckGroup = {
  id: 'resamples',
  title: 'The bootstrap’s random stream',
  reference: 'NumPy 1.24.2: default_rng(seed), PCG64, choice with replacement',
  agreement: 'the same bits',
  list: async (vectors) => {
    const { pcg64 } = await vectors.readJson<StatsTable>('stats.json');
    const { bootstrap } = await vectors.readJson<{ bootstrap: MeansCase[] }>('kernels.json');
    return [checkIndices(pcg64), ...bootstrap.map(checkMeans)];
  }
};

function checkInterval({ values, n, mean, std, ci_low, ci_high }: IntervalCase): Check {
  const expected = [mean, std, ci_low, ci_high];
  return {
    name: `${n} ${values ? 'values' : 'drawn values'}: mean, SD, 2.5 % and 97.5 % ends`,
    expected: formatNumbers(expected),
    run: ({ kernels }) => {
      const got = summarise(values ?? Array.from(drawValues(n)), kernels);
      return compareNumbers(expected, [got.mean, got.std, got.ciLow, got.ciHigh], 1e-12);
    }
  };
}

/** The mean of the first resample of 0, 1, … is the mean of the indices that were drawn. */
function checkIndices({ n, first_choice_indices: indices }: StatsTable['pcg64']): Check {
  const expected = indices.reduce((sum, index) => sum + index, 0) / n;
  return {
    name: `first resample of 0 to ${n - 1}, seed ${bootstrapSeed}, drawn as ${indices.join(' ')}: its mean`,
    expected: formatNumbers([expected]),
    run: ({ kernels }) => {
      const values = Float64Array.from({ length: n }, (_, i) => i);
      const [got = null] = kernels.bootstrapMeans(values, 1, bootstrapSeed);
      return compareNumbers([expected], [got], 0);
    }
  };
}

function checkMeans({ n, seed, means }: MeansCase): Check {
  return {
    name: `first ${means.length} resamples of ${n} drawn values, seed ${seed}: their means`,
    expected: formatNumbers(means),
    run: ({ kernels }) => {
      const got = kernels.bootstrapMeans(drawValues(n), means.length, seed);
      return compareNumbers(means, [...got], 0);
    }
  };
}
