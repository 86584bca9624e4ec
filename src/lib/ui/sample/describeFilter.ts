import type { MetricMeta } from '../../metrics/metric';
import { rowFacets } from '../../query/rowFacets';
import type { RowFilter } from '../../query/rowTable';

/** "Subtask: Lung nodule" */
export function describeSlice({ facet, key }: NonNullable<RowFilter['slice']>): string {
  return `${rowFacets[facet].label}: ${rowFacets[facet].labelOf(key)}`;
}

/** "SSIM from 0.9 to below 0.95" */
export function describeRange(
  { metric, from, to }: NonNullable<RowFilter['range']>,
  metrics: readonly Pick<MetricMeta, 'id' | 'label' | 'unit'>[]
): string {
  const meta = metrics.find(({ id }) => id === metric);
  const bounds = [from === null ? [] : [`from ${from}`], to === null ? [] : [`to below ${to}`]].flat();
  return [meta?.label ?? metric, ...bounds, meta?.unit ?? ''].filter(Boolean).join(' ');
}
