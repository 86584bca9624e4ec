import type { MetricMeta } from './metric';

/** "≥ 28 dB", or an empty text for a metric without a threshold. */
export function describeThreshold({
  threshold,
  higherIsBetter,
  unit
}: Pick<MetricMeta, 'threshold' | 'higherIsBetter' | 'unit'>): string {
  if (threshold === null) return '';
  return `${higherIsBetter ? '≥' : '≤'} ${threshold}${unit ? ` ${unit}` : ''}`;
}
