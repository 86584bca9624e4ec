import { DataError, type Problem } from '../../core/problem';
import type { FileEntry } from '../../dataset/FileEntry';
import { openFiles, type DroppedFile } from '../../dataset/openFiles';
import { note, type ImportedRun, type RunPart } from './ImportedRun';
import { mergeParts } from './mergeParts';
import { parseLocalMetrics } from './parseLocalMetrics';
import { looksLikeResults, parseResults } from './parseResults';
import { looksLikeScores, parseScoresCsv } from './parseScoresCsv';

export interface ReadExports {
  readonly runs: readonly ImportedRun[];
  /** Files that are not imported, each with the reason. */
  readonly problems: readonly Problem[];
}

/**
 * Exported files back into runs: Results JSON, the evaluator's `_local_metrics.jsonl` and our CSV of scores, single or in
 * archives. Parts of one system become one run.
 */
export async function readExports(files: readonly DroppedFile[]): Promise<ReadExports> {
  const { tree, problems: openProblems } = await openFiles(files);
  const entries = tree.entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const parts: RunPart[] = [];
  const problems: Problem[] = [...openProblems];
  for (const entry of entries) {
    try {
      const run = parseExport(new TextDecoder('utf-8', { fatal: true }).decode(await entry.read()), entry);
      if (run) parts.push({ file: entry.path, run });
      else problems.push(describeOther(entry.path));
    } catch (error) {
      problems.push(describeFailure(error, entry.path));
    }
  }
  return { runs: mergeParts(parts), problems };
}

function parseExport(text: string, { path }: FileEntry): ImportedRun | null {
  const start = text.slice(0, 400);
  if (looksLikeResults(start)) return parseResults(text, path);
  if (looksLikeScores(start)) return parseScoresCsv(text, path);
  return /_local_metrics\.jsonl$/i.test(path) ? parseLocalMetrics(text, path) : null;
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
  const got = error instanceof Error ? error.message : String(error);
  return {
    code: 'import-unreadable',
    severity: 'error',
    where: { file },
    what: 'not a text file in UTF-8',
    got
  };
}
