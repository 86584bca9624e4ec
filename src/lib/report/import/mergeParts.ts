import type { Problem } from '../../core/problem';
import type { ScoreRow } from '../../core/score';
import { note, type ImportedRun, type RunPart } from './ImportedRun';

/**
 * The parts of one system, scored on several machines, as one run: those of the same system, dataset, protocol and metric
 * versions. A sample that several parts have is taken once; where one has scored it and another could not, the score is
 * taken; where two have different scores, the sample is unscored and says so, because neither can be believed.
 * @returns one run a set of parts that belong together, in the order of the parts
 */
export function mergeParts(parts: readonly RunPart[]): ImportedRun[] {
  const sets = new Map<string, RunPart[]>();
  for (const part of parts) {
    const key = identify(part.run);
    sets.set(key, [...(sets.get(key) ?? []), part]);
  }
  return [...sets.values()].map(mergeSet);
}

/** What has to be the same for scores to stand in one table. */
function identify(run: ImportedRun): string {
  const { system, protocol, dataset, datasetRevision, metrics, models = [], judges = [] } = run;
  const versions = Object.entries(metrics).sort(([a], [b]) => (a < b ? -1 : 1));
  const weights = models.map(({ metric, sha256 }) => `${metric} ${sha256}`).sort();
  const rules = judges.map(({ view, model, promptHash, scale }) => [view, model, promptHash, scale]);
  return JSON.stringify([system, protocol, dataset, datasetRevision, versions, weights, rules]);
}

function mergeSet(parts: readonly RunPart[]): ImportedRun {
  const [first, ...others] = parts as [RunPart, ...RunPart[]];
  if (others.length === 0) return first.run;
  const merger = new RowMerger();
  for (const part of parts) for (const row of part.run.rows) merger.add(row, part.file);
  const { rows } = merger;
  const unscored = rows.filter((row) => row.unscored !== null).length;
  return {
    ...first.run,
    ...mergeFiles(parts),
    ...mergeLabels(parts),
    counts: {
      found: rows.length,
      scored: rows.length - unscored,
      unscored,
      missing: countMissing(parts, rows)
    },
    rows,
    problems: [...describeMerge(parts, merger), ...parts.flatMap(({ run }) => run.problems)]
  };
}

/** The files of all parts. */
function mergeFiles(parts: readonly RunPart[]): Pick<ImportedRun, 'files'> {
  const files = parts.flatMap(({ run }) => run.files ?? []);
  return files.length > 0 ? { files } : {};
}

/** Every tag once, in the order of the parts, and every different note. */
function mergeLabels(parts: readonly RunPart[]): Pick<ImportedRun, 'tags' | 'note'> {
  const tags = [...new Set(parts.flatMap(({ run }) => run.tags ?? []))];
  const notes = [...new Set(parts.flatMap(({ run }) => run.note ?? []))];
  return { ...(tags.length > 0 && { tags }), ...(notes.length > 0 && { note: notes.join('\n\n') }) };
}

interface Held {
  readonly at: number;
  readonly file: string;
}

class RowMerger {
  readonly rows: ScoreRow[] = [];
  repeated = 0;
  readonly conflicts: Problem[] = [];
  #held = new Map<string, Held>();

  add(row: ScoreRow, file: string): void {
    const held = row.sampleId === '' ? undefined : this.#held.get(row.sampleId);
    if (!held) {
      if (row.sampleId !== '') this.#held.set(row.sampleId, { at: this.rows.length, file });
      this.rows.push(row);
      return;
    }
    // Two rows of one file are its own matter: the system answered twice, and each row has its verdict already.
    if (held.file === file) this.rows.push(row);
    else this.#meet(held, row, file);
  }

  #meet(held: Held, row: ScoreRow, file: string): void {
    const before = this.rows[held.at]!;
    this.repeated++;
    if (row.unscored !== null) return;
    if (before.unscored !== null) {
      // A sample in conflict stays so.
      if (!this.conflicts.some(({ where }) => where.sampleId === row.sampleId)) this.rows[held.at] = row;
      return;
    }
    const difference = findDifference(before, row);
    if (difference === null) return;
    const what = `the parts ${held.file} and ${file} disagree: ${difference}`;
    this.conflicts.push({
      code: 'parts-conflict',
      severity: 'error',
      where: { file, line: row.line, sampleId: row.sampleId },
      what
    });
    this.rows[held.at] = { ...before, scores: {}, unscored: what };
  }
}

/** Null when both rows have the same scores. */
function findDifference(a: ScoreRow, b: ScoreRow): string | null {
  const ids = new Set([...Object.keys(a.scores), ...Object.keys(b.scores)]);
  for (const id of ids) {
    const [left, right] = [a.scores[id]?.value, b.scores[id]?.value];
    if (left !== right) return `${id} ${String(left ?? 'no value')} and ${String(right ?? 'no value')}`;
  }
  return null;
}

/** Null unless all parts were held against the same number of samples. */
function countMissing(parts: readonly RunPart[], rows: readonly ScoreRow[]): number | null {
  const totals = parts.map(({ run }) =>
    run.counts.missing === null ? null : run.counts.missing + countSamples(run.rows)
  );
  const [total = null] = totals;
  if (total === null || totals.some((other) => other !== total)) return null;
  return Math.max(0, total - countSamples(rows));
}

const countSamples = (rows: readonly ScoreRow[]): number =>
  new Set(rows.map(({ sampleId }) => sampleId).filter((sampleId) => sampleId !== '')).size;

function describeMerge(parts: readonly RunPart[], { repeated, conflicts }: RowMerger): Problem[] {
  const files = parts.map(({ file, run }) => `${file} (${run.rows.length})`).join(', ');
  const doubles =
    repeated === 0
      ? 'no sample is in two parts'
      : `${repeated} repeated ${repeated === 1 ? 'sample' : 'samples'} taken once, ${conflicts.length} of them in conflict`;
  return [
    note('parts-merged', parts[0]!.file, `merged from ${parts.length} parts: ${files}; ${doubles}`),
    ...conflicts
  ];
}
