import type { Problem } from '../core/problem';
import type { Pacer } from '../dataset/Pacer';
import { formatOf } from '../dataset/parseSample';
import type { SystemRows } from './assembleSystems';
import { identify } from './checkPrediction';
import type { SortedFile } from './classifyRecords';
import { formatOfRow, sampleIdOf } from './findMissing';
import { ImportedRows, type MatchedFile, type MatchedRecord } from './ImportedRows';
import { count, quote, quoteSome } from './quote';
import type { SampleIndex } from './SampleIndex';

export interface ImportTools {
  readonly index: SampleIndex;
  readonly pacer: Pacer;
}

/**
 * Gives each system's rows what was computed for them elsewhere: first what their own records hold, then the evaluated
 * files of the same system, matched by sample. A sample with several rows has its values in the one that is scored.
 */
export async function importScores(
  systems: readonly SystemRows[],
  files: readonly SortedFile[],
  tools: ImportTools
): Promise<Problem[]> {
  const evaluated = files.filter(({ kind }) => kind === 'imported');
  const problems: Problem[] = [];
  for (const system of systems) {
    const imported = new ImportedRows();
    const rowOf = mapSamples(system);
    for (const own of listOwn(system, rowOf)) {
      await tools.pacer.pause();
      for (const problem of imported.add(own)) problems.push(problem);
    }
    for (const file of evaluated.filter(({ name }) => name.system === system.system)) {
      const matched = await matchFile(file, system, rowOf, tools);
      for (const problem of [...matched.problems, ...imported.add(matched)]) problems.push(problem);
    }
    for (const [i, values] of imported) {
      const checked = system.rows[i]!;
      system.rows[i] = { ...checked, row: { ...checked.row, imported: values } };
    }
  }
  return [...problems, ...evaluated.flatMap((file) => describeOrphan(file, systems))];
}

/** Sample id → its row: the scored one, or the first where none is. */
function mapSamples({ rows }: SystemRows): ReadonlyMap<string, number> {
  const rowOf = new Map<string, number>();
  rows.forEach(({ row }, i) => {
    const sampleId = sampleIdOf(row);
    if (sampleId !== null && (row.status === 'ready' || !rowOf.has(sampleId))) rowOf.set(sampleId, i);
  });
  return rowOf;
}

/** The system's own prediction files, which may be evaluated ones. */
function listOwn({ rows }: SystemRows, rowOf: ReadonlyMap<string, number>): MatchedFile[] {
  const files = new Map<string, { path: string; recordCount: number; records: MatchedRecord[] }>();
  rows.forEach(({ row, place }, i) => {
    const path = place.file ?? '';
    const file = files.get(path) ?? { path, recordCount: 0, records: [] };
    files.set(path, file);
    file.recordCount++;
    const sampleId = sampleIdOf(row);
    const record = row.status === 'ready' ? row.prediction.record : row.record;
    if (record === null || sampleId === null || rowOf.get(sampleId) !== i) return;
    file.records.push({ row: i, record, line: place.line ?? 0, sampleId });
  });
  return [...files.values()];
}

/** Finds the row of each record. One of another format than its sample's is not matched: its id means another sample. */
async function matchFile(
  file: SortedFile,
  { rows }: SystemRows,
  rowOf: ReadonlyMap<string, number>,
  { index, pacer }: ImportTools
): Promise<MatchedFile & { readonly problems: readonly Problem[] }> {
  const records: MatchedRecord[] = [];
  const problems: Problem[] = [];
  const unmatched: string[] = [];
  for (const one of file.rows) {
    if (pacer.isDue) await pacer.pause();
    if ('problem' in one) {
      problems.push({ ...one.problem, severity: 'warning' });
      continue;
    }
    const { record, line } = one;
    const sampleId = await identify(record, index);
    const row = sampleId === null ? undefined : rowOf.get(sampleId);
    const format = formatOf(record) ?? file.name.format;
    const isOther = row !== undefined && isOtherFormat(format, formatOfRow(rows[row]!.row));
    if (sampleId === null || row === undefined || isOther) unmatched.push(sampleId ?? `line ${line}`);
    else records.push({ row, record, line, sampleId });
  }
  if (unmatched.length > 0) problems.push(describeUnmatched(file, unmatched));
  return { path: file.path, recordCount: file.rows.length, records, problems };
}

const isOtherFormat = (a: string | null, b: string | null) => a !== null && b !== null && a !== b;

function describeUnmatched({ path, name }: SortedFile, unmatched: readonly string[]): Problem {
  return {
    code: 'imported-unmatched',
    severity: 'warning',
    where: { file: path },
    what: `${count(unmatched.length, 'imported record')} not used, because ${quote(name.system)} has no prediction for the sample: ${quoteSome(unmatched)}`
  };
}

/** An evaluated file of a system that has no predictions in the drop. */
function describeOrphan({ path, name, rows }: SortedFile, systems: readonly SystemRows[]): Problem[] {
  if (rows.length === 0 || systems.some(({ system }) => system === name.system)) return [];
  return [
    {
      code: 'imported-unmatched',
      severity: 'warning',
      where: { file: path },
      what: `${count(rows.length, 'imported record')} not used, because there are no predictions of ${quote(name.system)}`
    }
  ];
}
