import type { MetricMeta } from '../../metrics/metric';
import type { LinkedPartCell, LinkedTotalCell } from './linkSchema';
import type { SharedCell } from './SharedRun';

/** The cell as integers; of a total also what a breakdown does not show. */
export function packPart(cell: SharedCell | undefined): LinkedPartCell {
  return cell ? (packMoments(cell) ?? [0, cell.unscored]) : 0;
}

export function packTotal(cell: SharedCell | undefined): LinkedTotalCell {
  if (!cell) return 0;
  const moments = packMoments(cell);
  if (!moments || cell.std === null) return [0, cell.unscored];
  const { std, decimals, accuracyRate, n } = cell;
  const passed = accuracyRate === null ? null : Math.round(accuracyRate * n);
  return [...moments, decimals, toUnits(std, decimals), passed];
}

function packMoments(cell: SharedCell): [number, number, number, number, number] | null {
  const { n, unscored, mean, decimals, interval } = cell;
  if (mean === null || interval.ciLow === null || interval.ciHigh === null) return null;
  const [low, middle, high] = [interval.ciLow, mean, interval.ciHigh].map((one) =>
    toUnits(one, decimals)
  ) as [number, number, number];
  return [n, unscored, middle, middle - low, high - middle];
}

export function unpackPart(cell: LinkedPartCell, meta: MetricMeta): SharedCell | null {
  return cell === 0 ? null : unpack(cell, meta, meta.digits);
}

export function unpackTotal(cell: LinkedTotalCell, meta: MetricMeta): SharedCell | null {
  if (cell === 0) return null;
  const [n, , , , , decimals = meta.digits, std, passed] = cell;
  return {
    ...unpack(cell, meta, decimals),
    std: std === undefined ? null : fromUnits(std, decimals),
    accuracyRate: typeof passed === 'number' && n > 0 ? Math.min(1, passed / n) : null
  };
}

function unpack(
  [n, unscored, mean, below, above]: readonly [number, number, ...(number | null)[]],
  { id }: MetricMeta,
  decimals: number
): SharedCell {
  const at = (units: number) => fromUnits(units, decimals);
  const hasMean = typeof mean === 'number' && typeof below === 'number' && typeof above === 'number';
  return {
    metricId: id,
    n,
    unscored,
    reasons: [],
    mean: hasMean ? at(mean) : null,
    std: null,
    accuracyRate: null,
    decimals,
    interval: hasMean ? { ciLow: at(mean - below), ciHigh: at(mean + above) } : { ciLow: null, ciHigh: null }
  };
}

/** 0.967 with 3 decimals → 967 */
function toUnits(value: number, decimals: number): number {
  return Number(value.toFixed(decimals).replace('.', '')) + 0;
}

function fromUnits(units: number, decimals: number): number {
  return units / 10 ** decimals;
}
