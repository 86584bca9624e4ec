import { yieldNotes } from '../core/yieldNotes';
import { FileTree } from '../dataset/FileTree';
import { openFiles, type DroppedFile } from '../dataset/openFiles';
import { Pacer } from '../dataset/Pacer';
import type { Drop } from '../predictions/drop';
import { Findings } from '../predictions/Findings';
import { readRecordFiles } from '../predictions/readRecordFiles';
import { sniffEntries } from '../predictions/sniffEntries';
import { readTables, type WithTables } from '../predictions/readTables';
import { matchFiles, type MatchOptions } from './matchFiles';

export interface ReadOptions extends MatchOptions {
  /** Reads Parquet files of predictions; without it every Parquet file counts as a shard. */
  readonly withTables?: WithTables;
}

/**
 * THE MAIN PATH, first half: dropped files → predictions, each matched with its sample. The second half is `scoreRun`.
 *
 * Opens archives, reads every file of records and every Parquet file of predictions, and matches what they hold. Whatever
 * is wrong with a file or a row becomes a problem of the drop; everything else is read all the same. Yields what it is
 * doing, in words, many times a second.
 *
 * @throws the signal's reason once it is aborted
 */
export async function* readFiles(
  dropped: readonly DroppedFile[],
  options: ReadOptions = {}
): AsyncGenerator<string, Drop> {
  const findings = new Findings();
  const tools = { findings, pacer: new Pacer(options.signal) };
  yield 'Opening the files';
  const opened = await openFiles(dropped, options.signal);
  findings.addAll(opened.problems);
  const sniffed = await sniffEntries(opened.tree, tools.pacer);
  const tables = await readTables(sniffed.tables, tools, options.withTables);
  const records = yield* yieldNotes((tell) => readRecordFiles(sniffed.texts, tools, tell));
  // Images inside of prediction files are files of the drop like others.
  const images = [...tables.images, ...records.flatMap((file) => file.images ?? [])];
  const isWhole = images.length === 0;
  const tree = isWhole ? opened.tree : await FileTree.build([...opened.tree.entries, ...images], tools.pacer);
  const files = [...records, ...tables.files];
  const { problems } = findings;
  const known = new Set([...sniffed.texts, ...sniffed.tables].map(({ path }) => path));
  const others = opened.tree.entries.filter(({ path }) => !known.has(path));
  const { shards } = tables;
  return yield* matchFiles({ dropped: opened.tree, others, tree, files, shards, problems }, options);
}
