import { taskNames } from '../benchmark/tasks';
import type { Task } from '../core/sample';
import { Pcg64 } from '../kernels/reference/Pcg64';

/** The protocol's line: at least so many samples a task. */
export const protocolPerTask = 30;

/** Seeds are below this; each gives one stream a task and one for the order. */
export const seedLimit = 2 ** 32;

export interface Stratum {
  readonly task: Task;
  /** Samples that could be drawn. */
  readonly available: number;
  readonly sampleIds: readonly string[];
}

/**
 * Draws up to `perTask` samples of each task without replacement. Every task has a stream of its own and its ids are sorted
 * first: neither the order of files nor the other tasks change what is drawn, and a larger `perTask` adds to the sample.
 * @param candidates sample ids by task
 */
export function drawSample(
  candidates: ReadonlyMap<Task, readonly string[]>,
  perTask: number,
  seed: number
): readonly Stratum[] {
  return taskNames.flatMap((task, stream) => {
    const sampleIds = [...new Set(candidates.get(task))].sort();
    if (sampleIds.length === 0) return [];
    const drawn = shuffle(sampleIds, makeStream(seed, stream)).slice(0, perTask);
    return [{ task, available: sampleIds.length, sampleIds: drawn }];
  });
}

/** The order of rating: another stream than any task's. */
export function shuffleItems<Item>(items: readonly Item[], seed: number): Item[] {
  return shuffle(items, makeStream(seed, taskNames.length));
}

function makeStream(seed: number, stream: number): Pcg64 {
  if (!Number.isInteger(seed) || seed < 0 || seed >= seedLimit)
    throw new RangeError(`The seed must be a whole number from 0 to ${seedLimit - 1}; got ${seed}`);
  return new Pcg64(seed * 32 + stream);
}

/** Fisher and Yates: every order is equally likely. */
function shuffle<Item>(items: readonly Item[], generator: Pcg64): Item[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = generator.nextBelow(last + 1);
    [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
  }
  return shuffled;
}
