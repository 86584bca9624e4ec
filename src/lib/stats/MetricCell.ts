import type { Format, Task } from '../core/sample';
import type { Score, ScoreRow } from '../core/score';
import { computeAccuracyRate, type PassRule } from './accuracyRate';
import { computeMean, computeStd } from './moments';
import { tallyReasons, type ReasonCount } from './reasons';
import { computeInterval, type BootstrapKernel, type Interval } from './summarise';

/** What a table needs to know of a metric; `metrics/` hands it over, as `stats` may not import it. */
export interface MetricFacts extends PassRule {
  readonly id: string;
  readonly formats: readonly Format[];
  /** Only where the metric is for some tasks of its formats. */
  readonly tasks?: readonly Task[];
}

/**
 * One metric over one group of rows; n + unscored + notApplicable = the group's rows, always.
 * The mean is over the rows that have the metric, as in the official evaluator. The bootstrap interval takes a
 * thousand times as long as the rest, so it is computed when first asked for, and kept.
 */
export class MetricCell {
  readonly metricId: string;
  /** In row order, on which the bootstrap's last digits depend. */
  readonly values: Float64Array;
  /** Rows that the metric applies to and that have no value, those that the protocol calls NA included. */
  readonly unscored: number;
  /** Why, most frequent first; the counts add up to `unscored`. */
  readonly reasons: readonly ReasonCount[];
  /** Rows of a format or task that the metric is not defined for. */
  readonly notApplicable: number;
  readonly mean: number | null;
  /** Population standard deviation (divisor n). */
  readonly std: number | null;
  /** Share of the values that pass, 0 to 1; null when the metric has no threshold. */
  readonly accuracyRate: number | null;
  #interval: Interval | null = null;

  constructor(metric: MetricFacts, rows: readonly ScoreRow[]) {
    const values: number[] = [];
    const missing: { row: ScoreRow; reason: string }[] = [];
    for (const row of rows) {
      const score = readScore(row, metric);
      if (score === null) continue;
      if (score.value === null) missing.push({ row, reason: score.reason });
      else values.push(score.value);
    }
    this.metricId = metric.id;
    this.values = Float64Array.from(values);
    this.unscored = missing.length;
    this.reasons = tallyReasons(missing);
    this.notApplicable = rows.length - values.length - missing.length;
    this.mean = computeMean(this.values);
    this.std = computeStd(this.values);
    this.accuracyRate = computeAccuracyRate(this.values, metric);
  }

  get n(): number {
    return this.values.length;
  }

  /** 95 % bootstrap interval of the mean; some 15 ms for a thousand values, in the first call only. */
  interval(kernels: BootstrapKernel): Interval {
    this.#interval ??= computeInterval(this.values, kernels);
    return this.#interval;
  }
}

/** The row's score by this metric; null when the metric does not apply to the row. */
function readScore(row: ScoreRow, metric: MetricFacts): Score | null {
  const { format, task } = row;
  if (format === null || !metric.formats.includes(format)) return null;
  const score = row.scores[metric.id];
  if (score === undefined) {
    const isOtherTask = task !== null && metric.tasks !== undefined && !metric.tasks.includes(task);
    return row.unscored === null || isOtherTask ? null : { value: null, reason: row.unscored };
  }
  const isNumber = score.value === null || Number.isFinite(score.value);
  return isNumber ? score : { value: null, reason: `the value is ${score.value}, not a finite number` };
}
