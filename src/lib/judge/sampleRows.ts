import { taskNames } from '../benchmark/tasks';
import type { ScoreRow } from '../core/score';
import { Pcg64 } from '../kernels/reference/Pcg64';

/**
 * Draws up to `perTask` rows of each task, without replacement, the same for the same seed. Every task has a stream of its
 * own over its sample ids in order: neither the order of the files nor other tasks change what is drawn, and a larger
 * `perTask` adds to the sample. Two systems with the same samples get the same ones.
 * @param seed a whole number from 0 to 2^32 − 1
 * @returns indices of `rows`, ascending
 */
export function sampleRows(
  rows: readonly Pick<ScoreRow, 'sampleId' | 'task'>[],
  perTask: number,
  seed: number
): readonly number[] {
  const byTask = Map.groupBy(rows.keys(), (i) => rows[i]!.task);
  const drawn = taskNames.flatMap((task, stream) => {
    const ordered = (byTask.get(task) ?? []).sort((a, b) => compare(rows[a]!.sampleId, rows[b]!.sampleId));
    return shuffle(ordered, new Pcg64(seed * 32 + stream)).slice(0, perTask);
  });
  return drawn.sort((a, b) => a - b);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Fisher and Yates. */
function shuffle(items: readonly number[], generator: Pcg64): number[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = generator.nextBelow(i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled;
}
