import { holm } from '../stats/numerics/holm';
import { wilcoxon } from '../stats/numerics/wilcoxon';
import type { CheckGroup } from './check';
import { compareNumbers, formatNumbers } from './compare';

interface WilcoxonCase {
  readonly n: number;
  readonly kind: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly statistic: number;
  readonly p_value: number;
}

interface HolmCase {
  readonly pValues: readonly number[];
  readonly adjusted: readonly number[];
}

export const wilcoxonChecks: CheckGroup = {
  id: 'wilcoxon',
  title: 'Wilcoxon signed-rank test',
  reference: 'SciPy 1.10.1, scipy.stats.wilcoxon',
  agreement: 'statistic and p within 1e-9',
  list: async (vectors) => {
    const { wilcoxon: cases } = await vectors.readJson<{ wilcoxon: WilcoxonCase[] }>('stats.json');
    return cases.map(({ n, kind, x, y, statistic, p_value }) => ({
      name: `${n} pairs, ${kind}: statistic, p`,
      expected: formatNumbers([statistic, p_value]),
      run: () => {
        const test = wilcoxon(x, y);
        const got = test.pValue === null ? [null, null] : [test.statistic, test.pValue];
        return compareNumbers([statistic, p_value], got, 1e-9);
      }
    }));
  }
};

export const holmChecks: CheckGroup = {
  id: 'holm',
  title: 'Holm’s adjustment',
  reference: 'statsmodels, multipletests(p, method="holm")',
  agreement: 'within 1e-12',
  list: async (vectors) => {
    const { holm: cases } = await vectors.readJson<{ holm: HolmCase[] }>('agreement.json');
    return cases.map(({ pValues, adjusted }) => ({
      name: `p = ${formatNumbers(pValues)}`,
      expected: formatNumbers(adjusted),
      run: () => compareNumbers(adjusted, holm(pValues), 1e-12)
    }));
  }
};
