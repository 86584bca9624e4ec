import type { CheckedRow } from './checkPrediction';
import type { SortedFile } from './classifyRecords';
import { sampleIdOf } from './findMissing';
import type { IdMatches } from './matchIds';
import { nameGroups } from './nameGroups';

/** A prediction file whose rows were looked at. */
export interface CheckedFile {
  readonly file: SortedFile;
  readonly rows: readonly CheckedRow[];
  readonly ids: IdMatches | null;
}

/** Files that are one system. */
export interface FileGroup {
  readonly system: string;
  readonly files: readonly CheckedFile[];
}

interface OpenGroup {
  /** What the person called it; null where the files' places and names decide. */
  readonly chosen: string | null;
  readonly files: CheckedFile[];
  /** Of all its rows, so that files of other samples need no second look. */
  readonly sampleIds: Set<string>;
}

/**
 * Which files are one system: those in one place whose names differ only by format, part and case. Files that speak of the
 * same samples are two systems all the same, unless their names say that they are parts or formats of one. What the person
 * said of a file goes before all that.
 * @param chosen file → name of its system
 */
export function groupFiles(files: readonly CheckedFile[], chosen: ReadonlyMap<string, string>): FileGroup[] {
  const groups = new Map<string, OpenGroup[]>();
  for (const one of files) {
    const name = chosen.get(one.file.path) ?? null;
    const key = name === null ? keyOf(one.file) : `chosen\n${name}`;
    const known = groups.get(key) ?? [];
    groups.set(key, known);
    const sampleIds = listIds(one);
    const open = known.find((group) => name !== null || !hasRival(group, one, sampleIds));
    const group = open ?? { chosen: name, files: [], sampleIds: new Set() };
    group.files.push(one);
    for (const sampleId of sampleIds) group.sampleIds.add(sampleId);
    if (!open) known.push(group);
  }
  const all = [...groups.values()].flat();
  const names = nameGroups(all.map((group) => ({ chosen: group.chosen, file: group.files[0]!.file })));
  return all.map(({ files: own }, i) => ({ system: names[i]!, files: own }));
}

export function keyOf({ name }: SortedFile): string {
  return `${name.place}\n${name.system.toLowerCase()}`;
}

const listIds = ({ rows }: CheckedFile): string[] => rows.flatMap(({ row }) => sampleIdOf(row) ?? []);

const hasRival = ({ files, sampleIds }: OpenGroup, one: CheckedFile, own: readonly string[]): boolean =>
  own.some((sampleId) => sampleIds.has(sampleId)) && files.some((other) => isRival(one, other));

/** Two files that answer the same samples are two systems, unless each says that it is a part or another format. */
function isRival(a: CheckedFile, b: CheckedFile): boolean {
  const [nameA, nameB] = [a.file.name, b.file.name];
  if (nameA.format !== nameB.format && nameA.format !== null && nameB.format !== null) return false;
  if (isNumberedPart(nameA.part) && isNumberedPart(nameB.part) && nameA.part !== nameB.part) return false;
  const known = new Set(listIds(b));
  return listIds(a).some((sampleId) => known.has(sampleId));
}

/** `part0` and not `(1)`, which may as well be the file of another system that was downloaded second. */
const isNumberedPart = (part: string | null) => part !== null && /\w$/.test(part) && !part.startsWith('-');
