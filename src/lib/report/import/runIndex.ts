import * as v from 'valibot';
import { describeError } from '../../core/describeError';
import { DataError } from '../../core/problem';

export const runIndexSchema = 'medgen-bench-viewer/runs/1';
export const runIndexName = 'runs.json';

const entry = v.looseObject({
  file: v.string(),
  id: v.string(),
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  finishedAt: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
  source: v.string(),
  scoredAs: v.exactOptional(v.string())
});

const runIndex = v.looseObject({ schema: v.literal(runIndexSchema), runs: v.array(entry) });

/** What an archive of runs knows of a run beside its Results JSON, which holds no dates. */
export type ArchivedFacts = v.InferOutput<typeof entry>;

/** True for a text that begins as the index of an archive of runs does. */
export function looksLikeRunIndex(start: string): boolean {
  return /^\s*\{\s*"schema"\s*:\s*"medgen-bench-viewer\/runs\//.test(start);
}

/**
 * The index of an archive of runs.
 * @throws DataError that names the field which is not as it should be
 */
export function parseRunIndex(text: string, file: string): readonly ArchivedFacts[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw refuse(file, 'the file', describeError(error));
  }
  const parsed = v.safeParse(runIndex, content, { abortEarly: true });
  if (parsed.success) return parsed.output.runs;
  const [issue] = parsed.issues;
  throw refuse(file, v.getDotPath(issue) ?? 'the file', issue.message);
}

function refuse(file: string, field: string, got: string): DataError {
  return new DataError({
    code: 'run-index',
    where: { file, field },
    what: 'the list of an archive of runs is damaged, so its runs are imported without their dates',
    got: got.slice(0, 200)
  });
}
