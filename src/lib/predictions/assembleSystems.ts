import { formatProblem, type Place, type Problem } from '../core/problem';
import type { CheckedRow } from './checkPrediction';
import type { SortedFile } from './classifyRecords';
import type { PredictionRow } from './drop';
import type { FileGroup } from './groupFiles';
import { count, quote, quoteSome } from './quote';

/** One system's rows over all its files, in order. */
export interface SystemRows {
  readonly system: string;
  readonly files: readonly SortedFile[];
  readonly rows: CheckedRow[];
}

/** Puts the rows of each system's files one after another. */
export function assembleSystems(groups: readonly FileGroup[]): SystemRows[] {
  return groups.map(({ system, files }) => ({
    system,
    files: files.map(({ file }) => file),
    rows: files.flatMap(({ rows }) => rows)
  }));
}

/**
 * Leaves one ready row a sample: the first. A row in which the system reported an error gives way to a later one without in
 * the same file, because the official inference appends its second try to it; rows of other files never take its place.
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
    const isSameFile = rows[first]!.place.file === rows[i]!.place.file;
    const isSecondTry = isSameFile && hasError(rows[first]!.row) && !hasError(row);
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
  const owners = findSharedImages(systems);
  if (owners.size === 0) return [];
  return systems.flatMap((system) => {
    const shared = new Map<string, SharedImages>();
    const problems: Problem[] = [];
    system.rows.forEach(({ row, output, place }, i) => {
      const names = row.status === 'ready' && output ? owners.get(output.entry.path) : undefined;
      if (!names) return;
      const others = [...names].filter((name) => name !== system.system);
      if (output?.via !== 'beside') {
        problems.push(unscore(system.rows, i, describeForeignImage(system.rows[i]!, others)));
        return;
      }
      const file = place.file ?? '';
      const earlier = shared.get(file);
      shared.set(file, {
        file,
        others: new Set([...(earlier?.others ?? []), ...others]),
        count: (earlier?.count ?? 0) + 1
      });
    });
    return [...problems, ...[...shared.values()].map(describeSharedImages)];
  });
}

/** The image files that several systems name as their output, with these systems. */
function findSharedImages(systems: readonly SystemRows[]): ReadonlyMap<string, ReadonlySet<string>> {
  const first = new Map<string, string>();
  const shared = new Map<string, Set<string>>();
  for (const { system, rows } of systems) {
    for (const { row, output } of rows) {
      if (row.status !== 'ready' || !output) continue;
      const { path } = output.entry;
      const owner = first.get(path);
      if (owner === undefined) first.set(path, system);
      else if (owner !== system) shared.set(path, (shared.get(path) ?? new Set([owner])).add(system));
    }
  }
  return shared;
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
  readonly others: ReadonlySet<string>;
  readonly count: number;
}

function describeSharedImages({ file, others, count: shared }: SharedImages): Problem {
  return {
    code: 'images-shared',
    severity: 'warning',
    where: { file, field: 'output_image' },
    what: `output images that are also those of ${quoteSome([...others].map(quote))}`,
    got: count(shared, 'shared image')
  };
}

/** Turns a ready row into an unscored one. */
export function unscore(rows: CheckedRow[], i: number, problem: Problem): Problem {
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
