import { formats } from '../../benchmark/formats';
import { taskNames, tasks } from '../../benchmark/tasks';
import type { Task } from '../../core/sample';
import type { MetricMeta } from '../../metrics/metric';

const minus = (value: number): string => String(value).replace('-', '−');

/** "−1 to 1", "0 dB and up" */
export function describeRange({ range: [low, high], unit }: MetricMeta): string {
  const suffix = unit === null ? '' : ` ${unit}`;
  if (low !== null && high !== null) return `${minus(low)} to ${minus(high)}${suffix}`;
  if (low !== null) return `${minus(low)}${suffix} and up`;
  return high === null ? 'any number' : `up to ${minus(high)}${suffix}`;
}

/** "higher ↑" */
export function describeBetter({ higherIsBetter }: MetricMeta): string {
  if (higherIsBetter === null) return 'neither';
  return higherIsBetter ? 'higher ↑' : 'lower ↓';
}

/** "Image editing", and which of its tasks count, or do not, where not all of them do. */
export function describeScope({ formats: applicable, tasks: only }: MetricMeta): string {
  const labels = applicable.map((format) => formats[format].label).join(', ');
  if (!only) return labels;
  const others = taskNames.filter((name) => applicable.includes(tasks[name].format) && !only.includes(name));
  return others.length < only.length
    ? `${labels}; not ${listTasks(others)}`
    : `${labels}: ${listTasks(only)}`;
}

function listTasks(names: readonly Task[]): string {
  return names
    .map((name) => tasks[name].label)
    .map((label) => label.charAt(0).toLowerCase() + label.slice(1))
    .join(', ');
}
