import type { ReasonCount } from './reasons';

/**
 * What a table shows of one metric over one group of rows. `MetricCell` has it from rows; a shared link has it without
 * any rows.
 */
export interface CellFacts {
  readonly metricId: string;
  /** Rows that have a value; the mean is over these. */
  readonly n: number;
  /** Rows that the metric applies to and that have no value. */
  readonly unscored: number;
  /** Why, most frequent first; empty where that is not known. */
  readonly reasons: readonly ReasonCount[];
  readonly mean: number | null;
  /** Population standard deviation (divisor n); null, too, where only the mean was passed on. */
  readonly std: number | null;
  /** Share of the values that pass, 0 to 1; null when the metric has no threshold. */
  readonly accuracyRate: number | null;
  /** How many decimals the numbers were passed on with; absent where they are in full. */
  readonly decimals?: number;
}
