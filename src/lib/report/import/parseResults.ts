import * as v from 'valibot';
import { describeError } from '../../core/describeError';
import { DataError, type Problem } from '../../core/problem';
import { listRunMetas } from '../../metrics/runMetas';
import { resultsSchema } from '../resultsJson';
import { note, type ImportedRun } from './ImportedRun';
import { resultsContent, type ResultsContent } from './resultsContent';

/** True for a text that begins as a Results JSON does, whatever its version. */
export function looksLikeResults(start: string): boolean {
  return /^\ufeff?\s*\{\s*"schema"\s*:\s*"medgen-bench-viewer\/results\//.test(start);
}

/**
 * A Results JSON back into the run that it was made from.
 * @throws DataError that names the field which is not as it should be
 */
export function parseResults(text: string, file: string): ImportedRun {
  const content = parseJson(text, file);
  requireSchema(content, file);
  const parsed = v.safeParse(resultsContent, content, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw refuse(file, v.getDotPath(issue) ?? 'the file', issue.message);
  }
  // The file's own objects, not the parser's copies: these keep the order of their fields, and fields of later releases.
  const { system, protocol, dataset, datasetRevision, counts, metrics, models, judges, tags, note, rows } =
    content as ResultsContent;
  const { files, problems } = content as ResultsContent;
  const unscored = rows.filter((row) => row.unscored !== null).length;
  const isSound = counts.found === rows.length && counts.scored === rows.length - unscored;
  if (!isSound || counts.unscored !== unscored) {
    throw refuse(
      file,
      'counts',
      `${JSON.stringify(counts)} for ${rows.length} rows, ${unscored} of them unscored`
    );
  }
  const run = {
    system,
    protocol,
    dataset,
    ...(datasetRevision !== undefined && { datasetRevision }),
    counts,
    ...(files && { files }),
    metrics,
    ...(models && { models }),
    ...(judges && { judges }),
    ...(tags && { tags }),
    ...(note !== undefined && { note }),
    rows,
    problems
  };
  const known = new Set(problems.map(({ what }) => what));
  return {
    ...run,
    problems: [...problems, ...describeVersions(run, file).filter(({ what }) => !known.has(what))]
  };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
  } catch (error) {
    throw refuse(file, 'the file', describeError(error));
  }
}

function requireSchema(content: unknown, file: string): void {
  const schema: unknown =
    typeof content === 'object' && content !== null ? Reflect.get(content, 'schema') : undefined;
  if (schema === resultsSchema) return;
  throw new DataError({
    code: 'results-schema',
    where: { file, field: 'schema' },
    what: 'not a Results JSON that this viewer reads',
    got: JSON.stringify(schema)?.slice(0, 80) ?? 'nothing',
    expected: JSON.stringify(resultsSchema)
  });
}

/** Values of another version are kept as they are, and said to be. */
function describeVersions(run: ImportedRun, file: string): Problem[] {
  const metas = new Map(listRunMetas(run).map((meta) => [meta.id, meta]));
  return Object.entries(run.metrics).flatMap(([id, version]) => {
    const meta = metas.get(id);
    if (!meta)
      return [
        note('metric-unknown', file, `values of the metric ${id} are kept, but this viewer does not know it`)
      ];
    if (meta.version === version) return [];
    const what = `${meta.label} was computed by its version ${version}; this viewer computes version ${meta.version}`;
    return [note('metric-version', file, what)];
  });
}

function refuse(file: string, field: string, got: string): DataError {
  return new DataError({
    code: 'results-content',
    where: { file, field },
    what: `this Results JSON is damaged or was changed: ${field}`,
    got: got.slice(0, 200)
  });
}
