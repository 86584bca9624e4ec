import { formats } from '../../benchmark/formats';
import { tasks } from '../../benchmark/tasks';
import type { MetricMeta } from '../../metrics/metric';

const minus = (value: number): string => String(value).replace('-', '−');

/** "−1 to 1", "0 dB and up" */
export function describeRange({ range: [low, high], unit }: MetricMeta): string {
  const suffix = unit === null ? '' : ` ${unit}`;
  if (low !== null && high !== null) return `${minus(low)} to ${minus(high)}${suffix}`;
  if (low !== null) return `${minus(low)}${suffix} and up`;
  return high === null ? 'any number' : `up to ${minus(high)}${suffix}`;
}

/** "≥ 28 dB"; null where the protocol sets no threshold. */
export function describeThreshold({ threshold, higherIsBetter, unit }: MetricMeta): string | null {
  if (threshold === null) return null;
  return `${higherIsBetter ? '≥' : '≤'} ${threshold}${unit === null ? '' : ` ${unit}`}`;
}

/** "Image editing, Multimodal generation", or the tasks where not all of them count. */
export function describeScope({ formats: applicable, tasks: only }: MetricMeta): string {
  const labels = applicable.map((format) => formats[format].label).join(', ');
  return only ? `${labels}: ${only.map((task) => tasks[task].label.toLowerCase()).join(', ')}` : labels;
}
