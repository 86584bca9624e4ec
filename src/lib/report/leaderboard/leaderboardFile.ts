import { boardMetricIds, type ScoredSystem } from '../../benchmark/boardRules';
import { formatNames } from '../../benchmark/formats';
import { DataError } from '../../core/problem';
import { toFileName, type ExportFile } from '../exportFile';

/** Raised when a field changes its meaning. `static/schema/leaderboard-1.json` describes it. */
export const leaderboardSchema = 'medgen-bench-viewer/leaderboard/1';

const allowed: ReadonlySet<string> = new Set(boardMetricIds);

/**
 * A system's row for `static/leaderboard/`, in full precision. Whoever sends it adds the kind of system, which is null
 * here: predictions do not tell it.
 * @throws DataError `leaderboard-data` when the samples are not those of the benchmark
 */
export function toLeaderboardFile(scored: ScoredSystem): ExportFile {
  const { system, kind, protocol, dataset, datasetRevision, data, judges, predictions, formats } = scored;
  if (data === 'other') {
    throw new DataError({
      code: 'leaderboard-data',
      where: {},
      what: 'a leaderboard file needs scores on the benchmark’s samples',
      got: `samples of “${dataset}” whose ids are not those of the release`,
      expected: 'medgen:{config}:{shard}:{row}'
    });
  }
  const kept = formatNames.flatMap((format) => {
    const found = formats[format];
    if (!found) return [];
    const metrics = Object.entries(found.metrics).filter(([id]) => allowed.has(id));
    const sorted = metrics.sort(([a], [b]) => (a < b ? -1 : 1));
    return [[format, { samples: found.samples, metrics: Object.fromEntries(sorted) }] as const];
  });
  const content = {
    schema: leaderboardSchema,
    system,
    kind,
    protocol,
    dataset,
    datasetRevision,
    data,
    judges,
    predictions,
    formats: Object.fromEntries(kept)
  };
  return {
    name: `${toFileName(system)}.json`,
    type: 'application/json',
    text: `${JSON.stringify(content, null, 2)}\n`
  };
}
