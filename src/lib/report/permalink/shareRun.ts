import type { MetricMeta } from '../../metrics/metric';
import type { FormatGroup, Group } from '../../stats/aggregate';
import type { MetricCell } from '../../stats/MetricCell';
import type { BootstrapKernel, Interval } from '../../stats/numerics/summarise';
import type { StoredRun } from '../../store/runs';
import type { SharedCell, SharedRun } from './SharedRun';

/** The run to share, with its tables as the page shows them. */
export interface ShareInput {
  readonly run: StoredRun;
  readonly metrics: readonly MetricMeta[];
  readonly groups: readonly FormatGroup[];
}

/** A break for the page between groups: intervals take some 10 ms a thousand values. */
type Pause = () => Promise<void>;

/** The summary of a run, rounded as the run page rounds it: every number to its metric's decimals. */
export async function shareRun(
  { run, metrics, groups }: ShareInput,
  kernels: BootstrapKernel,
  pause: Pause = async () => undefined
): Promise<SharedRun> {
  const digits = new Map(metrics.map((meta) => [meta.id, meta.digits]));
  const share = (cell: MetricCell, isTotal: boolean) =>
    shareCell(cell, cell.interval(kernels), digits.get(cell.metricId) ?? 4, isTotal);
  const shared: FormatGroup<SharedCell>[] = [];
  for (const group of groups) {
    const byTask = await shareGroups(group.byTask, (cell) => share(cell, false), pause);
    const byModality = await shareGroups(group.byModality, (cell) => share(cell, false), pause);
    shared.push({ ...shareGroup(group, (cell) => share(cell, true)), byTask, byModality });
  }
  return {
    system: run.system,
    protocol: run.protocol,
    dataset: run.dataset,
    revision: run.datasetRevision ?? null,
    day: run.createdAt.slice(0, 10),
    counts: run.counts,
    predictions: run.source === '' ? null : run.source,
    metrics: metrics.map((meta) => ({ ...meta, version: run.metrics[meta.id] ?? meta.version })),
    groups: shared,
    omitted: []
  };
}

async function shareGroups<Key>(
  groups: readonly Group<Key>[],
  share: (cell: MetricCell) => SharedCell,
  pause: Pause
): Promise<Group<Key, SharedCell>[]> {
  const shared: Group<Key, SharedCell>[] = [];
  for (const group of groups) {
    shared.push(shareGroup(group, share));
    await pause();
  }
  return shared;
}

function shareGroup<Key>(
  { key, found, unscored, cells }: Group<Key>,
  share: (cell: MetricCell) => SharedCell
): Group<Key, SharedCell> {
  const own = Array.from(cells, ([id, cell]) => [id, share(cell)] as const);
  return { key, found, unscored, reasons: [], cells: new Map(own) };
}

function shareCell(cell: MetricCell, interval: Interval, digits: number, isTotal: boolean): SharedCell {
  const { metricId, n, unscored, mean, std, accuracyRate } = cell;
  const { ciLow, ciHigh } = interval;
  const decimals = digits;
  const round = (value: number | null) => (value === null ? null : roundTo(value, decimals));
  return {
    metricId,
    n,
    unscored,
    reasons: [],
    mean: round(mean),
    std: isTotal ? round(std) : null,
    accuracyRate: isTotal ? accuracyRate : null,
    decimals,
    interval: { ciLow: round(ciLow), ciHigh: round(ciHigh) }
  };
}

/** By way of the text that is shown: multiplying and rounding differs from it at ties. */
export function roundTo(value: number, decimals: number): number {
  return Number(value.toFixed(decimals)) + 0;
}
