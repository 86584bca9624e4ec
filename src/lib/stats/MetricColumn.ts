import type { Format, Task } from '../core/sample';
import type { Score, ScoreRow } from '../core/score';
import type { PassRule } from './accuracyRate';
import { generaliseReason } from './reasons';

/** What a table needs to know of a metric; `metrics/` hands it over, as `stats` may not import it. */
export interface MetricFacts extends PassRule {
  readonly id: string;
  readonly formats: readonly Format[];
  /** Absent where the metric is for all tasks of its formats. */
  readonly tasks?: readonly Task[];
}

/** One metric over all rows, read once: the same rows then go into several tables. */
export interface MetricColumn {
  readonly metric: MetricFacts;
  /** By row; NaN where there is no value. */
  readonly values: Float64Array;
  /** By row, why there is no value; null where there is one, and where the metric does not apply. */
  readonly reasons: readonly (string | null)[];
}

export function readColumn(metric: MetricFacts, rows: readonly ScoreRow[]): MetricColumn {
  const values = new Float64Array(rows.length).fill(NaN);
  const reasons = rows.map((row, index) => {
    const score = findScore(row, metric);
    if (score === null) return null;
    if (score.value === null) return generaliseReason(score.reason, row);
    if (!Number.isFinite(score.value)) return `the value is ${score.value}, not a finite number`;
    values[index] = score.value;
    return null;
  });
  return { metric, values, reasons };
}

/** The row's score by this metric; null when the metric does not apply to the row. */
function findScore({ format, task, scores, unscored }: ScoreRow, metric: MetricFacts): Score | null {
  if (format === null || !metric.formats.includes(format)) return null;
  const score = scores[metric.id];
  if (score !== undefined) return score;
  const isOtherTask = task !== null && metric.tasks !== undefined && !metric.tasks.includes(task);
  return unscored === null || isOtherTask ? null : { value: null, reason: unscored };
}
