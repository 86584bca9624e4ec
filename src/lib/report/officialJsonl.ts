import { formatNames, formats } from '../benchmark/formats';
import { importedFields } from '../benchmark/importedKeys';
import type { JsonObject, JsonValue } from '../core/json';
import type { Run } from '../core/run';
import type { ScoreRow } from '../core/score';
import type { MetricMeta } from '../metrics/metric';
import { officialMetas } from '../metrics/runMetas';
import { toFileName, type ExportFile } from './exportFile';

/**
 * The dropped records as the official evaluator writes them after local scoring: every original field kept, the metrics
 * added under their official names; a value that does not exist is left out.
 * What was computed elsewhere (LPIPS, the judge's verdicts …) is written back under its official name, whether it came
 * with the record or in an evaluated file, unless the run has values of the same metric: then only those computed here
 * stand under the name, also where a row has none.
 * What experts gave a row is under `expert_ratings`, which the evaluator does not know: one `{assignment, rater, scale, scores,
 * comment}` a rater, as `ExpertRating` describes it.
 * @returns one file a format that the run has, `{system}_{vqa|edit|generate}_local_metrics.jsonl`, in the order read.
 * Lines that could not be read have no record to write.
 */
export function toOfficialJsonl(run: Run): ExportFile[] {
  const computed = listComputedKeys(run);
  return formatNames.flatMap((format) => {
    const rows = run.rows.filter((row) => row.format === format && row.record !== null);
    if (rows.length === 0) return [];
    const name = `${toFileName(run.system)}_${formats[format].fileWord}_local_metrics.jsonl`;
    const text = rows.map((row) => toLine(row, computed)).join('');
    return [{ name, type: 'application/jsonl', text }];
  });
}

function toLine(row: ScoreRow, computed: ReadonlySet<string>): string {
  const record = withoutScores(row.record ?? {}, computed);
  return `${JSON.stringify({ ...record, ...listImported(row, computed), ...listMetrics(row), ...listRatings(row) })}\n`;
}

/** The official names of the metrics that the run has a value of. */
function listComputedKeys({ rows }: Run): ReadonlySet<string> {
  const hasValues = ({ id }: MetricMeta): boolean =>
    rows.some(({ scores }) => (scores[id]?.value ?? null) !== null);
  return new Set(officialMetas.filter(hasValues).flatMap(({ officialKey }) => officialKey ?? []));
}

/** Without values that would pass as computed here, and without numbers that JSON does not know. */
function withoutScores(record: JsonObject, computed: ReadonlySet<string>): JsonObject {
  const kept = Object.entries(record).filter(
    ([key, value]) => !computed.has(key) && !(typeof value === 'number' && !Number.isFinite(value))
  );
  return Object.fromEntries(kept);
}

function listImported({ imported }: ScoreRow, computed: ReadonlySet<string>): JsonObject {
  if (!imported) return {};
  const values = Object.entries(imported.values).filter(
    ([key]) => importedFields.includes(key) && !computed.has(key)
  );
  return { ...Object.fromEntries(values), ...imported.verdicts };
}

function listRatings({ expertRatings }: ScoreRow): { expert_ratings?: ScoreRow['expertRatings'] } {
  return expertRatings ? { expert_ratings: expertRatings } : {};
}

function listMetrics({ scores, texts }: ScoreRow): JsonObject {
  const fields: Record<string, JsonValue> = {};
  for (const meta of officialMetas) {
    const score = scores[meta.id];
    if (meta.officialKey && score && score.value !== null) fields[meta.officialKey] = score.value;
  }
  if (!texts) return fields;
  fields.normalized_response_text = texts.response;
  fields.normalized_answer_text = texts.answer;
  if (texts.parsed) {
    fields.Text_EM_parse_status = texts.parsed.status;
    fields.Text_EM_parsed_answer = texts.parsed.answer;
  }
  return fields;
}
