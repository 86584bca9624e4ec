import { runSteps } from '../../src/lib/core/runSteps';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import type { Drop } from '../../src/lib/predictions/drop';
import { readFiles, type ReadOptions } from '../../src/lib/run/readFiles';

/** Reads a drop to its end. */
export function readDrop(files: readonly DroppedFile[], options: ReadOptions = {}): Promise<Drop> {
  return runSteps(readFiles(files, options), () => undefined);
}
