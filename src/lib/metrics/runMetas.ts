import type { RunSummary } from '../core/run';
import { listExpertMetas } from './expert/meta';
import { describeJudge } from './judge/meta';
import { listJuryMetas } from './jury/meta';
import type { MetricMeta } from './metric';
import { describeUsedModel, neuralMetas } from './neural/meta';
import { metrics } from './registry';

/** The metrics that a run computed: the official ones first, then the judge's, the experts', the others. */
export function listRunMetas({
  metrics: computed,
  models = [],
  judges = []
}: Pick<RunSummary, 'metrics' | 'models' | 'judges'>) {
  const builtIn = metrics.map(({ meta }) => meta).filter(({ id }) => id in computed);
  const isOfficial = ({ group }: MetricMeta): boolean => group === 'official';
  const all = [...builtIn, ...models.map(describeUsedModel)];
  return [
    ...all.filter(isOfficial),
    ...judges.flatMap(describeJudge),
    ...listJuryMetas(computed),
    ...listExpertMetas(computed),
    ...all.filter((meta) => !isOfficial(meta))
  ];
}

/** Every metric that has a field in the official evaluator's files, neural ones included; the judge's are a run's own. */
export const officialMetas: readonly MetricMeta[] = [
  ...metrics.map(({ meta }) => meta),
  ...Object.values(neuralMetas)
].filter(({ officialKey }) => officialKey !== null);

/** `officialMetas` and the run's judge, where its scale is the evaluator's. */
export function listOfficialMetas({ judges = [] }: Pick<RunSummary, 'judges'>): readonly MetricMeta[] {
  return [
    ...officialMetas,
    ...judges.flatMap(describeJudge).filter(({ officialKey }) => officialKey !== null)
  ];
}
