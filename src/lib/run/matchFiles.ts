import { yieldNotes } from '../core/yieldNotes';
import type { RunFile } from '../core/run';
import type { FileEntry } from '../dataset/FileEntry';
import { Pacer } from '../dataset/Pacer';
import type { SampleSource } from '../dataset/SampleSource';
import {
  assembleSystems,
  refuseDuplicates,
  refuseSharedImages,
  type SystemRows
} from '../predictions/assembleSystems';
import { checkFiles } from '../predictions/checkFiles';
import type { SortedFile } from '../predictions/classifyRecords';
import { describeOtherFiles, describeUnused } from '../predictions/describeUnused';
import type { Drop, DropContents, FileReading, SystemPredictions } from '../predictions/drop';
import { noChoices, type FileChoices } from '../predictions/fileChoices';
import { Findings } from '../predictions/Findings';
import { describeMissing, findMissing } from '../predictions/findMissing';
import { groupFiles } from '../predictions/groupFiles';
import { importScores } from '../predictions/importScores';
import { refuseSampleImages } from '../predictions/refuseSampleImages';
import { SampleIndex } from '../predictions/SampleIndex';
import { settleTexts } from '../predictions/settleTexts';
import { sortFiles } from '../predictions/sortFiles';
import { splitModels } from '../predictions/splitModels';

/** @throws DataError when no shard can be read */
export type OpenShards = (
  entries: readonly FileEntry[],
  options: { readonly signal?: AbortSignal; readonly onProgress?: (note: string) => void }
) => Promise<SampleSource>;

export interface MatchOptions {
  readonly signal?: AbortSignal;
  /** The dataset that was chosen beside the files. */
  readonly source?: SampleSource | null;
  /** Opens Parquet shards among the files; without it they stay unread. */
  readonly openShards?: OpenShards;
  /** What the person said of the files. */
  readonly choices?: FileChoices;
}

/**
 * What was read → systems: which files are the dataset and which are predictions, which sample each row is about, which rows
 * can be scored, and what was computed for them elsewhere. Yields what it is doing, in words.
 * @throws the signal's reason once it is aborted
 */
export async function* matchFiles(
  contents: DropContents,
  options: MatchOptions = {}
): AsyncGenerator<string, Drop> {
  const { choices = noChoices } = options;
  const findings = new Findings(contents.problems);
  const pacer = new Pacer(options.signal);
  const tools = { findings, pacer };
  const { tree, shards } = contents;
  yield 'Matching predictions and samples';
  const sorted = await sortFiles(contents.files, choices, pacer);
  const index = new SampleIndex(findings);
  for (const file of sorted) if (file.kind === 'dataset') await index.add(file, pacer);
  const source = options.source ?? (yield* openDroppedShards(contents, index, findings, options));
  if (source) await index.addSource(source, pacer);
  const settled = settleTexts(sorted, index);
  const { files, problems: splits } = splitModels(settled);
  findings.addAll(splits);
  const checked = await checkFiles(files, { ...tools, tree, source, index, choices });
  const groups = groupFiles(checked, choices.systems);
  const systems = assembleSystems(groups);
  for (const system of systems) findings.addAll(refuseDuplicates(system));
  await pacer.pause();
  findings.addAll(await refuseSampleImages(systems, { tree, source, index, pacer }));
  findings.addAll(refuseSharedImages(systems));
  await pacer.pause();
  const { problems, scoreFiles } = await importScores(systems, files, { index, pacer, choices });
  findings.addAll(problems);
  await pacer.pause();
  const { samples, sampleFiles } = index;
  const missing = findMissing(systems, samples);
  for (const system of systems) {
    findings.addAll(describeMissing(system, missing.get(system.system) ?? [], samples));
  }
  findings.addAll(describeUnused(settled));
  const hasPredictions = systems.length > 0 || settled.some(({ kind }) => kind === 'unmapped');
  findings.addAll(describeOtherFiles(contents, hasPredictions, { source, samples, shards }));
  return {
    tree,
    source,
    systems: systems.map((system) => toSystem(system, scoreFiles.get(system) ?? [], choices)),
    samples,
    sampleFiles,
    missing,
    contents,
    fields: settled.map(toReading),
    idMatches: checked.flatMap(({ ids }) => ids ?? []),
    problems: findings.problems
  };
}

/** A dataset in JSONL files needs no shards; those of one that cannot be read are a finding. */
async function* openDroppedShards(
  { shards }: DropContents,
  index: SampleIndex,
  findings: Findings,
  { openShards, signal }: MatchOptions
): AsyncGenerator<string, SampleSource | null> {
  if (!openShards || shards.length === 0 || index.size > 0) return null;
  return yield* yieldNotes((tell) =>
    findings.attempt(() => openShards(shards, { ...(signal && { signal }), onProgress: tell }))
  );
}

function toReading({ fields, mapping, kind }: SortedFile): FileReading {
  return { ...fields, mapping, kind };
}

function toSystem(
  { system, files, rows }: SystemRows,
  scores: readonly SortedFile[],
  { matchedIds }: FileChoices
): SystemPredictions {
  const toFile =
    (holds: RunFile['holds']) =>
    (file: SortedFile): RunFile => ({
      path: file.path,
      records: file.rows.length,
      holds,
      ...(Object.keys(file.mapping).length > 0 && { fields: file.mapping }),
      ...(matchedIds.has(file.path) && { matchedIds: true })
    });
  return {
    system,
    files: [...files.map(toFile('predictions')), ...scores.map(toFile('scores'))],
    rows: rows.map(({ row }) => row)
  };
}
