import { importedFields } from '../benchmark/importedKeys';
import type { JsonObject } from '../core/json';
import type { Problem } from '../core/problem';
import type { ImportedSource, ImportedValues } from '../core/score';
import { count } from './quote';
import { readImported, type ImportedField } from './readImported';
import { summariseWarnings } from './summariseWarnings';

/** A record with the row of the system that its values are for. */
export interface MatchedRecord {
  readonly row: number;
  readonly record: JsonObject;
  readonly line: number;
  readonly sampleId: string;
}

export interface MatchedFile {
  readonly path: string;
  /** Records of the file, matched or not. */
  readonly recordCount: number;
  readonly records: readonly MatchedRecord[];
}

interface Taken extends ImportedField {
  readonly file: string;
  readonly line: number;
}

/** Values of a field that were not taken, because earlier ones differ. */
interface Conflict {
  readonly keptFile: string;
  count: number;
  largest: number;
}

/** Collects the imported values of one system, row by row. Of two values of a field the first is kept. */
export class ImportedRows {
  /** Row → field → what was taken. */
  #taken = new Map<number, Map<string, Taken>>();

  /** @returns what is wrong with the file's values, and where they differ from those taken before */
  add({ path, recordCount, records }: MatchedFile): Problem[] {
    const warnings: Problem[] = [];
    const conflicts = new Map<string, Conflict>();
    for (const { row, record, line, sampleId } of records) {
      const read = readImported(record, { file: path, line, sampleId });
      for (const warning of read.warnings) warnings.push(warning);
      for (const field of read.fields) this.#take(row, { ...field, file: path, line }, conflicts);
    }
    const differing = Array.from(conflicts, ([field, conflict]) => describeConflict(path, field, conflict));
    return [...summariseWarnings(warnings, path, recordCount), ...differing];
  }

  *[Symbol.iterator](): Generator<readonly [row: number, imported: ImportedValues]> {
    for (const [row, taken] of this.#taken) yield [row, toImportedValues(taken)];
  }

  #take(row: number, found: Taken, conflicts: Map<string, Conflict>): void {
    const taken = this.#taken.get(row) ?? new Map<string, Taken>();
    this.#taken.set(row, taken);
    const kept = taken.get(found.field);
    // A verdict that counts takes the place of one that does not.
    if (!kept || Object.keys(kept.values).length === 0) {
      taken.set(found.field, found);
      return;
    }
    const difference = findDifference(kept, found);
    if (difference === 0) return;
    const conflict = conflicts.get(found.field) ?? { keptFile: kept.file, count: 0, largest: 0 };
    conflict.count++;
    conflict.largest = Math.max(conflict.largest, difference);
    conflicts.set(found.field, conflict);
  }
}

/** The largest difference of the values that both have. */
function findDifference(kept: ImportedField, found: ImportedField): number {
  const differences = Object.entries(found.values).map(([key, value]) =>
    Math.abs(value - (kept.values[key] ?? value))
  );
  return Math.max(0, ...differences);
}

/** In the order of the known fields, whatever order the files had. */
function toImportedValues(taken: ReadonlyMap<string, Taken>): ImportedValues {
  const ordered = importedFields.flatMap((field) => taken.get(field) ?? []);
  const verdicts = ordered.flatMap(({ field, verdict }) => (verdict ? [[field, verdict] as const] : []));
  return {
    values: Object.fromEntries(ordered.flatMap(({ values }) => Object.entries(values))),
    verdicts: Object.fromEntries(verdicts),
    sources: listSources(ordered)
  };
}

function listSources(taken: readonly Taken[]): ImportedSource[] {
  const sources = new Map<string, { file: string; line: number; fields: string[] }>();
  for (const { field, file, line } of taken) {
    const key = `${file}:${line}`;
    const source = sources.get(key) ?? { file, line, fields: [] };
    source.fields.push(field);
    sources.set(key, source);
  }
  return [...sources.values()];
}

function describeConflict(
  file: string,
  field: string,
  { keptFile, count: values, largest }: Conflict
): Problem {
  return {
    code: 'imported-differs',
    severity: 'warning',
    where: { file, field },
    what: `${count(values, 'imported value')} of ${field} not used, because earlier ones differ`,
    got: `differences of up to ${largest}`,
    expected: `the values of ${keptFile}, which are kept`
  };
}
