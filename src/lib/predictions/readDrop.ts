import { DataError, type Problem } from '../core/problem';
import { FileTree, type FileEntry } from '../dataset/FileTree';
import { extensionOf } from '../dataset/filePath';
import type { ImagePlaces } from '../dataset/locateImage';
import { openFiles, type DroppedFile } from '../dataset/openFiles';
import { Pacer } from '../dataset/Pacer';
import type { SampleSource } from '../dataset/SampleSource';
import { refuseDuplicates, refuseSharedImages, type SystemRows } from './assembleSystems';
import { checkPrediction } from './checkPrediction';
import { classifyRecords, type SortedFile } from './classifyRecords';
import { describeOtherFiles, describeUnused } from './describeUnused';
import type { Drop, ImportedScores } from './drop';
import { parseFileName, type FileName } from './fileName';
import { describeMissing, findMissing } from './findMissing';
import { importScores } from './importScores';
import { readRecords, recordExtensions } from './readRecords';
import type { RecordFile } from './recordRow';
import { readTables, type ReadTables, type WithTables } from './readTables';
import { SampleIndex } from './SampleIndex';
import { summariseWarnings } from './summariseWarnings';

export type { Drop, ImportedScores, PredictionRow, SystemPredictions } from './drop';

export interface ReadDropOptions {
  readonly signal?: AbortSignal;
  /** Told in words, many times a second. */
  readonly onProgress?: (note: string) => void;
  /** The dataset that was chosen beside the files. */
  readonly source?: SampleSource | null;
  /** Opens Parquet shards among the files; without it they stay unread. */
  readonly openShards?: OpenShards;
  /** Reads Parquet files of predictions; without it every Parquet file counts as a shard. */
  readonly withTables?: WithTables;
}

/** @throws DataError when no shard can be read */
export type OpenShards = (
  entries: readonly FileEntry[],
  options: Pick<ReadDropOptions, 'signal' | 'onProgress'>
) => Promise<SampleSource>;

/**
 * Reads everything that was dropped: predictions, the dataset they belong to, archives of both. Whatever is wrong with a
 * file or a row becomes a problem; everything else is read all the same.
 * @throws the signal's reason once it is aborted
 */
export async function readDrop(files: readonly DroppedFile[], options: ReadDropOptions = {}): Promise<Drop> {
  const pacer = new Pacer(options.signal);
  const { tree: dropped, problems: openProblems } = await openFiles(files, options.signal);
  const tables = await readTables(dropped, pacer, options.withTables);
  const tree = await addImages(dropped, tables, pacer);
  const fileProblems: Problem[] = [...tables.problems];
  const texts = await readRecordFiles(dropped, pacer, fileProblems, options);
  const sorted = yieldToPlainFiles([...texts, ...tables.files.map(sortFile)]);
  const index = new SampleIndex();
  for (const file of sorted) if (file.kind === 'dataset') await index.add(file, pacer);
  const source = options.source ?? (await openDroppedShards(tables.shards, index, fileProblems, options));
  if (source) await index.addSource(source, pacer);
  options.onProgress?.('Matching predictions and samples');
  const rowProblems: Problem[] = [];
  const systems = await checkPredictions(sorted, { tree, source, index, pacer }, rowProblems);
  const { samples, sampleFiles } = index;
  await pacer.pause();
  const duplicates = systems.flatMap(refuseDuplicates);
  await pacer.pause();
  const sharedImages = refuseSharedImages(systems);
  await pacer.pause();
  const importProblems = await importScores(systems, sorted, { index, pacer });
  await pacer.pause();
  const missing = findMissing(systems, samples);
  return {
    tree,
    source,
    systems: systems.map(({ system, rows }) => ({ system, rows: rows.map(({ row }) => row) })),
    samples,
    sampleFiles,
    missing,
    imported: sorted.filter((file) => file.kind === 'imported').map(toImported),
    problems: [
      ...openProblems,
      ...fileProblems,
      ...index.problems,
      ...rowProblems,
      ...duplicates,
      ...sharedImages,
      ...importProblems,
      ...systems.flatMap((system) => describeMissing(system, missing.get(system.system) ?? [], samples)),
      ...describeUnused(sorted),
      ...describeOtherFiles(dropped, systems.length > 0, { source, samples, shards: tables.shards })
    ]
  };
}

async function readRecordFiles(
  tree: FileTree,
  pacer: Pacer,
  problems: Problem[],
  { onProgress }: ReadDropOptions
): Promise<SortedFile[]> {
  const entries = tree.entries
    .filter(({ path }) => recordExtensions.has(extensionOf(path)))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const totalBytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let doneBytes = 0;
  const files: SortedFile[] = [];
  for (const entry of entries) {
    const onBytes = (sizeBytes: number) => {
      doneBytes += sizeBytes;
      onProgress?.(`Reading ${entry.path}: ${toMegabytes(doneBytes)} of ${toMegabytes(totalBytes)} MB`);
    };
    const file = await readRecordFile(entry, pacer, onBytes, problems);
    if (file) files.push(sortFile(file));
  }
  return files;
}

const sortFile = (file: RecordFile): SortedFile => ({
  ...file,
  kind: classifyRecords(file),
  name: parseFileName(file.path)
});

/** Images inside of prediction files are files of the drop like others. */
async function addImages(dropped: FileTree, { images }: ReadTables, pacer: Pacer): Promise<FileTree> {
  return images.length === 0 ? dropped : FileTree.build([...dropped.entries, ...images], pacer);
}

const toMegabytes = (sizeBytes: number) => (sizeBytes / 1e6).toFixed(1);

/** Null, and a problem, for a file that cannot be read to its end. */
async function readRecordFile(
  entry: FileEntry,
  pacer: Pacer,
  onBytes: (sizeBytes: number) => void,
  problems: Problem[]
): Promise<RecordFile | null> {
  try {
    await pacer.pause();
    return await readRecords(entry, { pacer, onBytes });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    problems.push(error.problem);
    return null;
  }
}

/**
 * An evaluated file repeats the predictions that were evaluated. Where these are in the drop too, it gives only its scores;
 * of two evaluated files the one with the judge's verdicts holds more.
 */
function yieldToPlainFiles(files: readonly SortedFile[]): SortedFile[] {
  const order: readonly FileName['evaluation'][] = ['none', 'with-vlm', 'local-metrics'];
  const keyOf = ({ name }: SortedFile) => `${name.system}\n${name.format}`;
  const best = new Map<string, number>();
  const predictions = files.filter((file) => file.kind === 'predictions');
  for (const file of predictions) {
    const rank = order.indexOf(file.name.evaluation);
    best.set(keyOf(file), Math.min(rank, best.get(keyOf(file)) ?? rank));
  }
  return files.map((file) => {
    const isRepeated =
      file.kind === 'predictions' && order.indexOf(file.name.evaluation) > best.get(keyOf(file))!;
    return isRepeated ? { ...file, kind: 'imported' } : file;
  });
}

/** A dataset in JSONL files needs no shards; those of one that cannot be read are a problem. */
async function openDroppedShards(
  shards: readonly FileEntry[],
  index: SampleIndex,
  problems: Problem[],
  { openShards, signal, onProgress }: ReadDropOptions
): Promise<SampleSource | null> {
  if (!openShards || shards.length === 0 || index.size > 0) return null;
  try {
    return await openShards(shards, { ...(signal && { signal }), ...(onProgress && { onProgress }) });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    problems.push(error.problem);
    return null;
  }
}

async function checkPredictions(
  files: readonly SortedFile[],
  { pacer, ...tools }: ImagePlaces & { readonly index: SampleIndex; readonly pacer: Pacer },
  problems: Problem[]
): Promise<SystemRows[]> {
  const systems = new Map<string, SystemRows>();
  for (const { kind, path, name, rows } of files) {
    if (kind !== 'predictions') continue;
    const system = systems.get(name.system) ?? { system: name.system, rows: [] };
    systems.set(name.system, system);
    const warnings: Problem[] = [];
    for (const row of rows) {
      if (pacer.isDue) await pacer.pause();
      system.rows.push(await checkPrediction(path, name, row, { ...tools, errors: problems, warnings }));
    }
    for (const warning of summariseWarnings(warnings, path, rows.length)) problems.push(warning);
  }
  return [...systems.values()];
}

function toImported({ path, name, rows }: SortedFile): ImportedScores {
  const records = rows.flatMap((row) => ('record' in row ? [row.record] : []));
  return { file: path, system: name.system, format: name.format, records };
}
