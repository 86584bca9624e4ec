import type { Comparison } from '../../stats/comparison/compareRuns';
import { toFileName } from '../exportFile';

/** Of its first four systems, as the official evaluator names its file; more would be too long. */
export function nameComparison({ runs }: Pick<Comparison, 'runs'>): string {
  return runs
    .slice(0, 4)
    .map(({ system }) => toFileName(system))
    .join('_');
}
