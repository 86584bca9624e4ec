import { formatProblem, type Place, type Problem } from '../core/problem';
import type { CheckedRow } from './checkPrediction';
import type { PredictionRow } from './drop';
import { count, quote, quoteSome } from './quote';

/** One system's rows over all its files, in order. */
export interface SystemRows {
  readonly system: string;
  readonly rows: CheckedRow[];
}

/**
 * Leaves one ready row a sample: the first. A row in which the system reported an error gives way to a later one without,
 * because the official inference appends its second try to the file.
 */
export function refuseDuplicates({ rows }: SystemRows): Problem[] {
  const problems: Problem[] = [];
  const kept = new Map<string, number>();
  rows.forEach(({ row }, i) => {
    if (row.status !== 'ready') return;
    const { sampleId } = row.prediction.sample;
    const first = kept.get(sampleId);
    if (first === undefined) {
      kept.set(sampleId, i);
      return;
    }
    const isSecondTry = hasError(rows[first]!.row) && !hasError(row);
    const [keep, refuse] = isSecondTry ? [i, first] : [first, i];
    kept.set(sampleId, keep);
    problems.push(unscore(rows, refuse, describeDuplicate(rows[refuse]!, rows[keep]!, sampleId)));
  });
  return problems;
}

const hasError = (row: PredictionRow) => row.status === 'ready' && Boolean(row.prediction.record['error']);

const placeOf = ({ file, line }: Place) => `${file}:${line}`;

function describeDuplicate(refused: CheckedRow, kept: CheckedRow, sampleId: string): Problem {
  return {
    code: 'duplicate-prediction',
    severity: 'error',
    where: { ...refused.place, sampleId },
    what: `a second prediction for sample ${quote(sampleId)}`,
    got: placeOf(refused.place),
    expected: `only ${placeOf(kept.place)}, which is scored`
  };
}

/**
 * No system is scored by another's images. A path that fits only a file somewhere else in the drop (its own folder was not
 * dropped) is refused when another system names the same file. Where both name it in its own place it is reported.
 */
export function refuseSharedImages(systems: readonly SystemRows[]): Problem[] {
  const owners = collectOwners(systems);
  return systems.flatMap((system) => {
    const shared = new Map<string, SharedImages>();
    const problems: Problem[] = [];
    system.rows.forEach(({ row, output, place }, i) => {
      if (row.status !== 'ready' || !output) return;
      const others = [...owners.get(output.entry.path)!].filter((name) => name !== system.system);
      if (others.length === 0) return;
      if (output.via !== 'beside') {
        problems.push(unscore(system.rows, i, describeForeignImage(system.rows[i]!, others)));
        return;
      }
      const tally = shared.get(place.file ?? '') ?? { file: place.file ?? '', others: new Set(), shared: 0 };
      others.forEach((name) => tally.others.add(name));
      shared.set(tally.file, { ...tally, shared: tally.shared + 1 });
    });
    return [...problems, ...[...shared.values()].map(describeSharedImages)];
  });
}

/** Which systems name an image file as their output. */
function collectOwners(systems: readonly SystemRows[]): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>();
  for (const { system, rows } of systems) {
    for (const { row, output } of rows) {
      if (row.status !== 'ready' || !output) continue;
      const names = owners.get(output.entry.path) ?? new Set();
      owners.set(output.entry.path, names.add(system));
    }
  }
  return owners;
}

function describeForeignImage({ place, row, output }: CheckedRow, others: readonly string[]): Problem {
  const path = row.status === 'ready' ? row.prediction.outputImage : null;
  return {
    code: 'image-of-another',
    severity: 'error',
    where: { ...place, field: 'output_image' },
    what: `the only file that fits output_image is the output of another system, ${quoteSome(others.map(quote))}`,
    got: `${quote(path)}, which fits ${output?.entry.path}`,
    expected: "the image beside the system's own file"
  };
}

interface SharedImages {
  readonly file: string;
  readonly others: Set<string>;
  readonly shared: number;
}

function describeSharedImages({ file, others, shared }: SharedImages): Problem {
  return {
    code: 'images-shared',
    severity: 'warning',
    where: { file, field: 'output_image' },
    what: `output images that are also those of ${quoteSome([...others].map(quote))}`,
    got: count(shared, 'shared image')
  };
}

/** Turns a ready row into an unscored one. */
function unscore(rows: CheckedRow[], i: number, problem: Problem): Problem {
  const { row, place } = rows[i]!;
  if (row.status !== 'ready') return problem;
  const { record, sample } = row.prediction;
  const { sampleId, format, task } = sample;
  const reason = formatProblem(problem);
  rows[i] = {
    row: { status: 'unscored', place, record, sampleId, format, task, reason },
    place,
    output: null
  };
  return problem;
}
