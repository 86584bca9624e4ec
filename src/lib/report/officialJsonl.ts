import { formatNames, formats } from '../benchmark/formats';
import { importedFields } from '../benchmark/importedKeys';
import { judgeViewFields } from '../benchmark/judge';
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
 * The judge's verdicts are under `vlm_judge_w_gt_result` and `vlm_judge_wo_gt_result`, where the evaluator has them. Those on
 * the manuscript's scale of 5 are left out: its readers would take them for scores of 10.
 * @returns one file a format that the run has, `{system}_{vqa|edit|generate}_local_metrics.jsonl`, or `…_with_vlm.jsonl` of a
 * run that was judged here, in the order read.
 * Lines that could not be read have no record to write.
 */
export function toOfficialJsonl(run: Run): ExportFile[] {
  const judged = listJudgedFields(run);
  const computed = new Set([...listComputedKeys(run), ...judged]);
  return formatNames.flatMap((format) => {
    const rows = run.rows.filter((row) => row.format === format && row.record !== null);
    if (rows.length === 0) return [];
    const step = judged.size > 0 ? 'with_vlm' : 'local_metrics';
    const name = `${toFileName(run.system)}_${formats[format].fileWord}_${step}.jsonl`;
    const text = rows.map((row) => toLine(row, computed, judged)).join('');
    return [{ name, type: 'application/jsonl', text }];
  });
}

function toLine(row: ScoreRow, computed: ReadonlySet<string>, judged: ReadonlySet<string>): string {
  const content = {
    ...withoutScores(row.record ?? {}, computed),
    ...listImported(row, computed),
    ...listMetrics(row),
    ...listVerdicts(row, judged),
    ...listRatings(row)
  };
  return `${JSON.stringify(content)}\n`;
}

/** The official fields of the views that the run was judged in on the evaluator's scale. */
function listJudgedFields({ judges = [] }: Run): ReadonlySet<string> {
  return new Set(judges.filter(({ scale }) => scale === 10).map(({ view }) => judgeViewFields[view]));
}

function listVerdicts({ verdicts = {} }: ScoreRow, judged: ReadonlySet<string>): JsonObject {
  const own = Object.entries(verdicts).filter(([field]) => judged.has(field));
  return Object.fromEntries(own.map(([field, { verdict }]) => [field, verdict]));
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
  const verdicts = Object.entries(imported.verdicts).filter(([field]) => !computed.has(field));
  return Object.fromEntries([...values, ...verdicts]);
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
