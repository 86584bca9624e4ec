import type { JsonObject } from '../core/json';
import type { Problem } from '../core/problem';
import type { Pacer } from '../dataset/Pacer';
import { formatOf } from '../dataset/parseSample';
import { answerOf } from './answerOf';
import type { SystemRows } from './assembleSystems';
import { identify } from './checkPrediction';
import { predictionFields, type SortedFile } from './classifyRecords';
import type { PredictionRow } from './drop';
import type { FileChoices } from './fileChoices';
import { formatOfRow, sampleIdOf } from './findMissing';
import { keyOf } from './groupFiles';
import { ImportedRows, type MatchedFile, type MatchedRecord } from './ImportedRows';
import { plainNames } from './nameGroups';
import { count, quote, quoteSome } from './quote';
import type { SampleIndex } from './SampleIndex';

export interface ImportTools {
  readonly index: SampleIndex;
  readonly pacer: Pacer;
  readonly choices: FileChoices;
}

/** Which files give scores to which system. */
export type ScoreFiles = ReadonlyMap<SystemRows, readonly SortedFile[]>;

/**
 * Gives each system's rows what was computed for them elsewhere: first what their own records hold, then the evaluated
 * files of the same system, matched by sample. A sample with several rows has its values in the one that is scored.
 */
export async function importScores(
  systems: readonly SystemRows[],
  files: readonly SortedFile[],
  tools: ImportTools
): Promise<{ readonly problems: readonly Problem[]; readonly scoreFiles: ScoreFiles }> {
  const evaluated = files.filter(({ kind }) => kind === 'imported');
  const owners = new Map(evaluated.map((file) => [file, findOwner(file, systems, tools.choices.systems)]));
  const scoreFiles = new Map<SystemRows, SortedFile[]>();
  const problems: Problem[] = [];
  for (const system of systems) {
    const imported = new ImportedRows();
    const rowOf = mapSamples(system);
    for (const file of listOwn(system, rowOf)) {
      await tools.pacer.pause();
      for (const problem of imported.add(file)) problems.push(problem);
    }
    const own = evaluated.filter((file) => owners.get(file) === system);
    scoreFiles.set(system, own);
    for (const file of own) {
      const matched = await matchFile(file, system, rowOf, tools);
      for (const problem of [...matched.problems, ...imported.add(matched)]) problems.push(problem);
    }
    for (const [i, values] of imported) {
      const checked = system.rows[i]!;
      system.rows[i] = { ...checked, row: { ...checked.row, imported: values } };
    }
  }
  const orphans = evaluated.filter((file) => file.rows.length > 0 && !owners.get(file));
  return { problems: [...problems, ...orphans.map(describeOrphan)], scoreFiles };
}

/**
 * The system that an evaluated file is about: the one whose records it repeats, else the one of its name in its place, else
 * the only one of that name, which must be more than "predictions".
 */
function findOwner(
  file: SortedFile,
  systems: readonly SystemRows[],
  chosen: ReadonlyMap<string, string>
): SystemRows | undefined {
  const choice = chosen.get(file.path);
  if (choice !== undefined) return systems.find(({ system }) => system === choice);
  const having = (fits: (other: SortedFile) => boolean) => systems.filter(({ files }) => files.some(fits));
  if (file.repeats !== undefined) return having(({ path }) => path === file.repeats)[0];
  const near = having((other) => keyOf(other) === keyOf(file));
  if (near.length > 0 || plainNames.test(file.name.system)) return near[0];
  const namesakes = having(({ name }) => name.system.toLowerCase() === file.name.system.toLowerCase());
  return namesakes.length === 1 ? namesakes[0] : undefined;
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
  { system, rows }: SystemRows,
  rowOf: ReadonlyMap<string, number>,
  { index, pacer, choices }: ImportTools
): Promise<MatchedFile & { readonly problems: readonly Problem[] }> {
  const records: MatchedRecord[] = [];
  const problems: Problem[] = [];
  const unmatched: string[] = [];
  const others: string[] = [];
  const matchesIds = choices.matchedIds.has(file.path);
  for (const one of file.rows) {
    if (pacer.isDue) await pacer.pause();
    if ('problem' in one) {
      problems.push({ ...one.problem, severity: 'warning' });
      continue;
    }
    const { record, line } = one;
    const sampleId = await identify(record, index, matchesIds);
    const row = sampleId === null ? undefined : rowOf.get(sampleId);
    const format = formatOf(record) ?? file.name.format;
    const isOther = row !== undefined && isOtherFormat(format, formatOfRow(rows[row]!.row));
    if (sampleId === null || row === undefined || isOther) unmatched.push(sampleId ?? `line ${line}`);
    else if (isOtherAnswer(record, rows[row]!.row)) others.push(sampleId);
    else records.push({ row, record, line, sampleId });
  }
  if (unmatched.length > 0) problems.push(describeUnmatched(file, system, unmatched));
  if (others.length > 0) problems.push(describeOthers(file, system, others));
  return { path: file.path, recordCount: file.rows.length, records, problems };
}

const isOtherFormat = (a: string | null, b: string | null) => a !== null && b !== null && a !== b;

/** Values of an answer that the system has not given: it was run again since, or the file is of a namesake. */
function isOtherAnswer(record: JsonObject, row: PredictionRow): boolean {
  const own = row.status === 'ready' ? row.prediction.record : row.record;
  if (own === null || !predictionFields.some((field) => Object.hasOwn(record, field))) return false;
  return answerOf(record) !== answerOf(own);
}

function describeUnmatched({ path }: SortedFile, system: string, unmatched: readonly string[]): Problem {
  return {
    code: 'imported-unmatched',
    severity: 'warning',
    where: { file: path },
    what: `${count(unmatched.length, 'imported record')} not used, because ${quote(system)} has no prediction for the sample: ${quoteSome(unmatched)}`
  };
}

function describeOthers({ path }: SortedFile, system: string, sampleIds: readonly string[]): Problem {
  return {
    code: 'imported-other-answer',
    severity: 'warning',
    where: { file: path },
    what: `${count(sampleIds.length, 'imported record')} not used, because ${quote(system)} answers otherwise: ${quoteSome(sampleIds)}`,
    expected: 'values of the answers that are scored'
  };
}

/** An evaluated file of a system that has no predictions in the drop. */
function describeOrphan({ path, name, rows }: SortedFile): Problem {
  return {
    code: 'imported-unmatched',
    severity: 'warning',
    where: { file: path },
    what: `${count(rows.length, 'imported record')} not used, because there are no predictions of ${quote(name.system)}`
  };
}
