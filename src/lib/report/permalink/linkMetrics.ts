import type { MetricMeta } from '../../metrics/metric';
import { neuralMetas } from '../../metrics/neural/meta';
import { metrics } from '../../metrics/registry';
import type { LinkedMetric } from './linkSchema';

const known: ReadonlyMap<string, MetricMeta> = new Map(
  [...metrics.map(({ meta }) => meta), ...Object.values(neuralMetas)].map((meta) => [meta.id, meta])
);

const groups: Readonly<Record<MetricMeta['group'], true>> = {
  official: true,
  variant: true,
  extra: true,
  experimental: true,
  judge: true,
  expert: true
};
const isGroup = (name: string): name is MetricMeta['group'] => Object.hasOwn(groups, name);

/** Id and version of a metric that every release knows; the others bring what a table needs to know of them. */
export function linkMetric(meta: MetricMeta): LinkedMetric {
  const { id, version, label, variant, unit, digits, higherIsBetter, threshold, range, group } = meta;
  if (known.has(id)) return [id, version];
  return [id, version, label, variant, unit, digits, higherIsBetter, threshold, [...range], group];
}

/** @returns null for a metric that is neither known here nor described in the link */
export function readMetric([id, version, ...facts]: LinkedMetric): MetricMeta | null {
  const meta = known.get(id);
  if (meta) return { ...meta, version };
  if (facts.length === 0) return null;
  const [label, variant, unit, digits, higherIsBetter, threshold, range, group] = facts;
  return {
    id,
    version,
    label,
    variant,
    unit,
    digits,
    higherIsBetter,
    threshold,
    range,
    group: isGroup(group) ? group : 'extra',
    formats: [],
    officialKey: null,
    source: '',
    definition: '',
    edgeCases: '',
    namesakes: ''
  };
}
