import type { RunSummary } from '../core/run';
import type { MetricMeta } from './metric';
import { describeUsedModel, neuralMetas } from './neural/meta';
import { metrics } from './registry';

/** The metrics that a run computed, the official ones first. */
export function listRunMetas({ metrics: computed, models = [] }: Pick<RunSummary, 'metrics' | 'models'>) {
  const builtIn = metrics.map(({ meta }) => meta).filter(({ id }) => id in computed);
  const isOfficial = ({ group }: MetricMeta): boolean => group === 'official';
  const all = [...builtIn, ...models.map(describeUsedModel)];
  return [...all.filter(isOfficial), ...all.filter((meta) => !isOfficial(meta))];
}

/** Every metric that has a field in the official evaluator's files, neural ones included. */
export const officialMetas: readonly MetricMeta[] = [
  ...metrics.map(({ meta }) => meta),
  ...Object.values(neuralMetas)
].filter(({ officialKey }) => officialKey !== null);
