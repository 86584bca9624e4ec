import { modalityNames } from '../../src/lib/benchmark/modalities';
import { taskNames } from '../../src/lib/benchmark/tasks';
import type { PairedColumns } from '../../src/lib/stats/comparison/pairColumns';
import type { AlignedSample } from '../../src/lib/stats/comparison/AlignedRuns';
import type { PairFilter, PairSort } from '../../src/lib/query/pairTable';

/** The order of pairs as one would write it down, with the language's own stable sort of one object a pair. */
export function orderPairsPlainly(
  samples: readonly AlignedSample[],
  { places, a, b }: PairedColumns,
  filter: PairFilter,
  { key, descending }: PairSort
): number[] {
  const all = Array.from(places, (place, index) => {
    const { task, modality } = samples[place]!;
    const size = Math.abs(b[index]! - a[index]!);
    const values = {
      sample: place,
      task: task === null ? taskNames.length : taskNames.indexOf(task),
      modality: modalityNames.indexOf(modality),
      a: a[index]!,
      b: b[index]!,
      difference: b[index]! - a[index]!,
      size
    };
    return { index, task, modality, value: values[key] };
  });
  return all
    .filter(({ task }) => filter.task === null || task === filter.task)
    .filter(({ modality }) => filter.modality === null || modality === filter.modality)
    .sort((one, two) => (descending ? two.value - one.value : one.value - two.value))
    .map(({ index }) => index);
}
