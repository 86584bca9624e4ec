import { modalityNames } from '../../../src/lib/benchmark/modalities';
import { taskNames, tasks } from '../../../src/lib/benchmark/tasks';
import type { ScoreRow } from '../../../src/lib/core/score';
import { isForTask, type MetricMeta } from '../../../src/lib/metrics/metric';
import { Pcg64 } from '../../../src/lib/kernels/reference/Pcg64';
import { makeRow } from '../../stats/rows';

/** A run over all tasks with uneven values: what a link to a whole evaluation has to hold. */
export function makeFullRows(metas: readonly MetricMeta[], rowsPerTask: number, seed = 7): ScoreRow[] {
  const random = new Pcg64(seed);
  const next = () => Number(random.nextUint64() >> 11n) / 2 ** 53;
  return taskNames.flatMap((task) =>
    Array.from({ length: rowsPerTask }, (_, i) => {
      const { format } = tasks[task];
      const own = metas.filter((meta) => meta.formats.includes(format) && isForTask(meta, task));
      const scores = own.map(({ id, digits }) => [id, { value: next() * (digits === 2 ? 40 : 1) }] as const);
      return makeRow({
        sampleId: `${task}-${i}`,
        format,
        task,
        modality: modalityNames[Math.floor(next() * 6)]!,
        scores: Object.fromEntries(scores)
      });
    })
  );
}
