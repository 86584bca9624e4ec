import type { MetricMeta } from '../../metrics/metric';
import type { RowSort } from '../../query/rowTable';

/** The order that has the worst values of a metric on top. */
export function worstFirst({ id, higherIsBetter }: MetricMeta): RowSort {
  return { key: id, descending: !higherIsBetter };
}
