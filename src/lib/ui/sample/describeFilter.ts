import type { MetricMeta } from '../../metrics/metric';
import { facets } from '../../stats/facets';
import type { RowFilter } from './rowQuery';

/** "Subtask: Lung nodule" */
export function describeSlice({ facet, key }: NonNullable<RowFilter['slice']>): string {
  return `${facets[facet].label}: ${facets[facet].labelOf(key)}`;
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
