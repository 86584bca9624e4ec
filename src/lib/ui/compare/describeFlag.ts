import type { MetricMeta } from '../../metrics/metric';
import type { ComparisonFlag } from '../../stats/comparison/findFlags';
import { formatCounted } from '../control/formatNumber';
import { letterOf } from '../../report/comparison/describePair';

/** A flag as a sentence that says what it means for the numbers. */
export function describeFlag(flag: ComparisonFlag, metas: ReadonlyMap<string, MetricMeta>): string {
  switch (flag.kind) {
    case 'dataset':
      return `The runs are on different datasets (${listValues(flag.values)}). Only samples with the same id are paired; whether they are the same samples, the ids alone do not prove.`;
    case 'protocol':
      return `The runs follow different protocols (${listValues(flag.values)}). Their differences are also those of the protocols.`;
    case 'metric-version': {
      const label = metas.get(flag.metricId)?.label ?? flag.metricId;
      return `${label} was computed by different versions or models (${listValues(flag.values)}). Runs of different versions are not compared by it: score them again.`;
    }
    case 'unfinished':
      return `${listLetters(flag.runs)} ${flag.runs.length > 1 ? 'are' : 'is'} unfinished: the samples not scored yet fall out.`;
    case 'no-sample-id':
      return `${formatCounted(flag.rows, 'row')} of ${letterOf(flag.run)} could not be read as far as the sample id and ${flag.rows === 1 ? 'has' : 'have'} no partner.`;
    case 'other-content':
      return `${formatCounted(flag.samples, 'sample')} of ${letterOf(flag.b)} ${flag.samples === 1 ? 'has' : 'have'} another instruction or reference answer than in ${letterOf(flag.a)} under the same id, e.g. ${flag.example}: not one revision of the dataset. They are paired all the same.`;
  }
}

/** "A and C: x, B: y, D: not computed" */
function listValues(values: readonly (string | null)[]): string {
  return [...new Set(values)]
    .map((value) => {
      const runs = values.flatMap((other, run) => (other === value ? [run] : []));
      return `${listLetters(runs)}: ${value ?? 'not computed'}`;
    })
    .join(', ');
}

function listLetters(runs: readonly number[]): string {
  const letters = runs.map(letterOf);
  const last = letters.pop() ?? '';
  return letters.length > 0 ? `${letters.join(', ')} and ${last}` : last;
}
