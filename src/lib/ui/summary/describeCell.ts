import { describeThreshold } from '../../metrics/describeThreshold';
import type { MetricMeta } from '../../metrics/metric';
import type { CellFacts } from '../../stats/CellFacts';
import type { Interval } from '../../stats/numerics/summarise';
import { formatCounted, formatPercent } from '../control/formatNumber';
import { formatScore } from '../../metrics/formatScore';

/** What the words about a cell need of its metric. */
type CellMeta = Pick<MetricMeta, 'unit' | 'digits' | 'threshold' | 'higherIsBetter'>;

/** The numbers of a cell, all with the decimals of its metric, or those that they were passed on with. */
export interface CellTexts {
  readonly decimals: number;
  readonly mean: string;
  readonly std: string;
  readonly ciLow: string;
  readonly ciHigh: string;
}

/** Null where there is no value to show. */
export function formatCell(
  { mean, std, decimals: given }: CellFacts,
  { ciLow, ciHigh }: Interval,
  { digits }: CellMeta
): CellTexts | null {
  if (mean === null || std === null || ciLow === null || ciHigh === null) return null;
  const decimals = given ?? digits;
  const format = (value: number): string => formatScore(value, { digits: decimals });
  return {
    decimals,
    mean: format(mean),
    std: format(std),
    ciLow: format(ciLow),
    ciHigh: format(ciHigh)
  };
}

/** Everything about a cell in full precision, in words; without an interval where none was computed. */
export function describeCell(cell: CellFacts, meta: CellMeta, interval: Interval | null): string {
  const { n, mean, std, accuracyRate } = cell;
  const parts: string[] = [];
  if (mean !== null) parts.push(`mean ${mean}${meta.unit ? ` ${meta.unit}` : ''}`);
  if (std !== null) parts.push(`population SD ${std}`);
  if (interval && interval.ciLow !== null) {
    parts.push(`95 % bootstrap interval ${interval.ciLow} to ${interval.ciHigh}`);
  }
  parts.push(`n ${n}`, describeUnscored(cell));
  if (accuracyRate !== null) {
    parts.push(`accuracy rate ${formatPercent(accuracyRate)} (values ${describeThreshold(meta)})`);
  }
  return parts.join(' · ');
}

/** More of them nobody reads, or hears: the samples have their own. */
const mostReasons = 4;

/** "2 unscored (1 × image missing, 1 × JPEG is cut short)" */
export function describeUnscored({ unscored, reasons }: CellFacts): string {
  const why = reasons.slice(0, mostReasons).map(({ reason, count }) => `${count} × ${reason}`);
  const more = reasons.length - why.length;
  if (more > 0) why.push(formatCounted(more, 'other reason'));
  return `${unscored} unscored${why.length > 0 ? ` (${why.join(', ')})` : ''}`;
}
