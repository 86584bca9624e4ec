import { formatProblem, type Problem } from '../../src/lib/core/problem';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import type { Drop } from '../../src/lib/predictions/drop';
import { readDrop } from './readDrop';

const say = (problems: readonly Problem[], ...severities: string[]) =>
  problems.filter(({ severity }) => severities.includes(severity)).map(formatProblem);

/** By system: ids of ready rows, reasons of the others. */
function rows({ systems }: Drop): Record<string, string[]> {
  return Object.fromEntries(
    systems.map(({ system, rows: all }) => [
      system,
      all.map((row) => (row.status === 'ready' ? row.prediction.sample.sampleId : row.reason))
    ])
  );
}

/** Reads a drop, and puts what it says into words. */
export async function read(...files: DroppedFile[]) {
  const drop = await readDrop(files);
  return {
    drop,
    rows: rows(drop),
    errors: say(drop.problems, 'error'),
    warnings: say(drop.problems, 'warning'),
    notes: say(drop.problems, 'note')
  };
}
