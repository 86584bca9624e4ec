import { describeError } from '../../core/describeError';
import { DataError, type Problem } from '../../core/problem';
import type { FileEntry } from '../../dataset/FileEntry';
import { openFiles, type DroppedFile } from '../../dataset/openFiles';
import { note, type ImportedRun, type RunPart } from './ImportedRun';
import { mergeParts } from './mergeParts';
import { parseLocalMetrics } from './parseLocalMetrics';
import { looksLikeResults, parseResults } from './parseResults';
import { looksLikeScores, parseScoresCsv } from './parseScoresCsv';
import { looksLikeRunIndex, parseRunIndex, runIndexName, type ArchivedFacts } from './runIndex';

export interface ReadExports {
  readonly runs: readonly ImportedRun[];
  /** Files that are not imported, each with the reason. */
  readonly problems: readonly Problem[];
}

export interface ReadExportsOptions {
  /**
   * Takes a run of an archive that "Export all" made, as soon as it is read: there may be more of them than fit into
   * memory. They are whole runs and never merged. Without it, the index of such an archive is not looked at.
   */
  readonly onarchived?: (run: ImportedRun, facts: ArchivedFacts) => Promise<void>;
  readonly onprogress?: (done: number, total: number) => void;
}

/**
 * Exported files back into runs: Results JSON, the evaluator's `_local_metrics.jsonl` and our CSV of scores, single or in
 * archives. Parts of one system become one run.
 */
export async function readExports(
  files: readonly DroppedFile[],
  { onarchived, onprogress }: ReadExportsOptions = {}
): Promise<ReadExports> {
  const { tree, problems: openProblems } = await openFiles(files);
  const entries = tree.entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const problems: Problem[] = [...openProblems];
  const archived = onarchived ? await readIndexes(entries, problems) : noIndex;
  const parts: RunPart[] = [];
  for (const [i, entry] of entries.entries()) {
    onprogress?.(i, entries.length);
    if (archived.indexes.has(entry.path)) continue;
    const run = await parseEntry(entry, problems);
    const facts = archived.facts.get(entry.path);
    if (run && facts && onarchived) await onarchived(run, facts);
    else if (run) parts.push({ file: entry.path, run });
  }
  return { runs: mergeParts(parts), problems };
}

/** Null where the file is not imported; why, is added to the problems. */
async function parseEntry(entry: FileEntry, problems: Problem[]): Promise<ImportedRun | null> {
  try {
    const run = parseExport(await readText(entry), entry);
    if (!run) problems.push(describeOther(entry.path));
    return run;
  } catch (error) {
    problems.push(describeFailure(error, entry.path));
    return null;
  }
}

interface Indexes {
  /** Paths of the indexes themselves. */
  readonly indexes: ReadonlySet<string>;
  /** By the path of the run's file. */
  readonly facts: ReadonlyMap<string, ArchivedFacts>;
}

const noIndex: Indexes = { indexes: new Set(), facts: new Map() };

async function readIndexes(entries: readonly FileEntry[], problems: Problem[]): Promise<Indexes> {
  const indexes = new Set<string>();
  const facts = new Map<string, ArchivedFacts>();
  for (const entry of entries) {
    const folder = entry.path.slice(0, entry.path.lastIndexOf('/') + 1);
    if (entry.path !== folder + runIndexName) continue;
    try {
      const text = await readText(entry);
      if (!looksLikeRunIndex(text.slice(0, 400))) continue;
      indexes.add(entry.path);
      for (const fact of parseRunIndex(text, entry.path)) facts.set(folder + fact.file, fact);
    } catch (error) {
      problems.push(describeFailure(error, entry.path));
    }
  }
  const paths = new Set(entries.map(({ path }) => path));
  for (const [path] of facts) if (!paths.has(path)) problems.push(describeAbsent(path));
  return { indexes, facts };
}

async function readText(entry: FileEntry): Promise<string> {
  return new TextDecoder('utf-8', { fatal: true }).decode(await entry.read());
}

function parseExport(text: string, { path }: FileEntry): ImportedRun | null {
  const start = text.slice(0, 400);
  if (looksLikeResults(start)) return parseResults(text, path);
  if (looksLikeScores(start)) return parseScoresCsv(text, path);
  return /_local_metrics\.jsonl$/i.test(path) ? parseLocalMetrics(text, path) : null;
}

function describeAbsent(path: string): Problem {
  const what = 'the archive lists this run, but does not hold it: the archive is not whole';
  return { ...note('import-absent', path, what), severity: 'error' };
}

function describeOther(path: string): Problem {
  const what = /_(?:eval|stats)_results\.json$/i.test(path)
    ? 'not imported: it holds averages only, and a run needs the values of each sample (Results JSON, _local_metrics.jsonl or CSV)'
    : 'not imported: neither a Results JSON, nor a _local_metrics.jsonl, nor a CSV of scores from this viewer';
  return { ...note('import-other', path, what), severity: 'warning' };
}

function describeFailure(error: unknown, file: string): Problem {
  if (error instanceof DataError) {
    const { problem } = error;
    return { ...problem, where: { file, ...problem.where } };
  }
  const got = describeError(error);
  return {
    code: 'import-unreadable',
    severity: 'error',
    where: { file },
    what: 'not a text file in UTF-8',
    got
  };
}
