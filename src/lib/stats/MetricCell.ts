import { computeAccuracyRate } from './accuracyRate';
import type { CellFacts } from './CellFacts';
import type { MetricColumn } from './MetricColumn';
import { computeMean, computeStd } from './numerics/moments';
import { pickReasons, tallyReasons, type ReasonCount } from './reasons';
import { computeInterval, type BootstrapKernel, type Interval } from './numerics/summarise';

/**
 * One metric over one group of rows; n + unscored + notApplicable = the group's rows, always.
 * The mean is over the rows that have the metric, as in the official evaluator. The bootstrap interval takes a
 * thousand times as long as the rest, so it is computed when first asked for, and kept.
 */
export class MetricCell implements CellFacts {
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

  /** @param members the group's rows, as indices into the column */
  constructor({ metric, values, reasons }: MetricColumn, members: Uint32Array) {
    const found = pickValues(values, members);
    const missing = pickReasons(reasons, members);
    this.metricId = metric.id;
    this.values = found;
    this.unscored = missing.length;
    this.reasons = tallyReasons(missing);
    this.notApplicable = members.length - found.length - missing.length;
    this.mean = computeMean(found);
    this.std = computeStd(found);
    this.accuracyRate = computeAccuracyRate(found, metric);
  }

  get n(): number {
    return this.values.length;
  }

  /** 95 % bootstrap interval of the mean. The first call resamples: some 10 ms for a thousand values. */
  interval(kernels: BootstrapKernel): Interval {
    this.#interval ??= computeInterval(this.values, kernels);
    return this.#interval;
  }

  /** Takes over the interval of these very values that was computed elsewhere, in a worker. */
  keepInterval(interval: Interval): void {
    this.#interval = interval;
  }
}

/** The values that the group's rows have. A loop: `Float64Array.from` with a function takes five times as long. */
function pickValues(values: Float64Array, members: Uint32Array): Float64Array {
  const found = new Float64Array(members.length);
  let n = 0;
  for (const row of members) {
    const value = values[row]!;
    if (!Number.isNaN(value)) found[n++] = value;
  }
  return found.slice(0, n);
}
