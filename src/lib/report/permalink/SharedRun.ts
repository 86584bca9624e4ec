import type { RunCounts } from '../../core/run';
import type { MetricMeta } from '../../metrics/metric';
import type { FormatGroup } from '../../stats/aggregate';
import type { CellFacts } from '../../stats/CellFacts';
import type { Interval } from '../../stats/numerics/summarise';

/** A cell as a link holds it: rounded to `decimals`, the reasons left out. */
export interface SharedCell extends CellFacts {
  readonly decimals: number;
  readonly interval: Interval;
}

/** What a link to a run left out to stay short, in the order in which it is left out. */
export const omissions = [
  'the scores by modality',
  'the scores by task of metrics that are not official',
  'the scores by task'
] as const;
export type Omission = (typeof omissions)[number];

/** The summary of a run without its rows: what a link holds. */
export interface SharedRun {
  readonly system: string;
  readonly protocol: string;
  readonly dataset: string;
  /** Of the dataset; null where it has none. */
  readonly revision: string | null;
  /** When it was scored: `2026-11-22`. */
  readonly day: string;
  readonly counts: RunCounts;
  /** SHA-256 of the prediction records as 64 hexadecimal digits; null where it is not known. */
  readonly predictions: string | null;
  /** With the versions that computed the values. */
  readonly metrics: readonly MetricMeta[];
  readonly groups: readonly FormatGroup<SharedCell>[];
  readonly omitted: readonly Omission[];
}
