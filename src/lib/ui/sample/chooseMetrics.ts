import type { ScoreRow } from '../../core/score';
import type { MetricMeta } from '../../metrics/metric';
import { countValues, type RowSort } from '../../query/rowTable';
import type { Table } from '../../query/Table';

export interface ChosenMetrics {
  /** What no row has a value of takes no column, unless the order is by it. */
  readonly shown: readonly MetricMeta[];
  /** The metric with values in the most rows, the first of equals; null where no row has a value. */
  readonly headline: MetricMeta | null;
}

/** @param order places of the rows on show */
export function chooseMetrics(
  metrics: readonly MetricMeta[],
  sort: RowSort | null,
  table: Table<ScoreRow>,
  order: Uint32Array
): ChosenMetrics {
  const counted = metrics.map((meta) => ({ meta, count: countValues(table, order, meta.id) }));
  const most = Math.max(0, ...counted.map(({ count }) => count));
  return {
    shown: counted.filter(({ meta, count }) => count > 0 || meta.id === sort?.key).map(({ meta }) => meta),
    headline: counted.find(({ count }) => count > 0 && count === most)?.meta ?? null
  };
}
