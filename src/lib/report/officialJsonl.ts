import { formatNames, formats } from '../benchmark/formats';
import type { JsonObject, JsonValue } from '../core/json';
import type { Run } from '../core/run';
import type { ScoreRow } from '../core/score';
import { officialMetas } from '../metrics/runMetas';
import { toFileName, type ExportFile } from './exportFile';

/**
 * The dropped records as the official evaluator writes them after local scoring: every original field kept, the metrics
 * added under their official names; a value that does not exist is left out.
 * @returns one file a format that the run has, `{system}_{vqa|edit|generate}_local_metrics.jsonl`, in the order read.
 * Lines that could not be read have no record to write.
 */
export function toOfficialJsonl(run: Run): ExportFile[] {
  return formatNames.flatMap((format) => {
    const lines = run.rows.filter((row) => row.format === format && row.record !== null).map(toLine);
    if (lines.length === 0) return [];
    const name = `${toFileName(run.system)}_${formats[format].fileWord}_local_metrics.jsonl`;
    return [{ name, type: 'application/jsonl', text: lines.join('') }];
  });
}

function toLine(row: ScoreRow): string {
  return `${JSON.stringify({ ...withoutOwnMetrics(row.record ?? {}), ...listMetrics(row) })}\n`;
}

/** Names that this export computes; a value of the same name that came with the record must not pass as ours. */
const computedKeys = new Set(officialMetas.flatMap((meta) => (meta.officialKey ? [meta.officialKey] : [])));

function withoutOwnMetrics(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !computedKeys.has(key)));
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
