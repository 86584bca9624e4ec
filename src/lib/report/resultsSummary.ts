import type { Format } from '../core/sample';
import type { Run } from '../core/run';
import { listRunMetas } from '../metrics/runMetas';
import type { FormatGroup, Group } from '../stats/aggregate';
import { rowFacetIds, rowFacets, type RowFacetId } from '../query/rowFacets';
import type { MetricCell } from '../stats/MetricCell';
import { computeSlices } from '../query/slices';
import { bootstrapResamples, bootstrapSeed, type Interval } from '../stats/numerics/summarise';

/** One metric over one group of rows; n + unscored + notApplicable are the group's rows. */
interface Statistics extends Interval {
  readonly n: number;
  readonly unscored: number;
  readonly notApplicable: number;
  readonly mean: number | null;
  /** Population standard deviation. */
  readonly std: number | null;
  readonly accuracyRate: number | null;
}

type ByMetric = Readonly<Record<string, Statistics>>;

interface Counted {
  readonly found: number;
  readonly unscored: number;
  readonly metrics: ByMetric;
}

/** What the run page shows of a run as a whole: everything in it follows from the rows. */
export interface ResultsSummary {
  readonly interval: string;
  /** `imported`: of what was computed elsewhere, by the official evaluator's names. */
  readonly formats: readonly (Counted & { readonly format: Format | null; readonly imported?: ByMetric })[];
  readonly slices: readonly (Counted & {
    readonly facet: RowFacetId;
    readonly format: Format;
    readonly key: string;
    readonly label: string;
  })[];
}

export interface Totals {
  readonly groups: readonly FormatGroup[];
  readonly importedGroups: readonly FormatGroup[];
}

type LoadInterval = (cell: MetricCell) => Promise<Interval>;

/** Totals by format, and the slices of every facet within each. */
export async function summariseResults(
  run: Pick<Run, 'rows' | 'metrics' | 'judges' | 'models'>,
  { groups, importedGroups }: Totals,
  loadInterval: LoadInterval
): Promise<ResultsSummary> {
  const formats = [];
  for (const group of groups) {
    const imported = importedGroups.find(({ key }) => key === group.key);
    formats.push({
      format: group.key,
      ...(await summariseGroup(group, loadInterval)),
      ...(imported && { imported: await listStatistics(imported, loadInterval) })
    });
  }
  const interval = `95 % percentile bootstrap of the mean, ${bootstrapResamples} resamples, seed ${bootstrapSeed}`;
  return { interval, formats, slices: await summariseSlices(run, loadInterval) };
}

async function summariseSlices(
  run: Parameters<typeof summariseResults>[0],
  loadInterval: LoadInterval
): Promise<ResultsSummary['slices']> {
  const metas = listRunMetas(run);
  const slices = [];
  for (const facet of rowFacetIds) {
    // Every slice is within a format already.
    if (facet === 'format') continue;
    for (const { format, groups } of computeSlices(run.rows, metas, rowFacets[facet])) {
      for (const group of groups) {
        const { key } = group;
        const label = rowFacets[facet].labelOf(key);
        slices.push({ facet, format, key, label, ...(await summariseGroup(group, loadInterval)) });
      }
    }
  }
  return slices;
}

async function summariseGroup(group: Group<unknown>, loadInterval: LoadInterval): Promise<Counted> {
  const { found, unscored } = group;
  return { found, unscored, metrics: await listStatistics(group, loadInterval) };
}

async function listStatistics({ cells }: Group<unknown>, loadInterval: LoadInterval): Promise<ByMetric> {
  const sorted = [...cells].sort(([a], [b]) => (a < b ? -1 : 1));
  const listed = sorted.map(async ([id, cell]): Promise<[string, Statistics]> => {
    const { n, unscored, notApplicable, mean, std, accuracyRate } = cell;
    const { ciLow, ciHigh } = await loadInterval(cell);
    return [id, { n, unscored, notApplicable, mean, std, ciLow, ciHigh, accuracyRate }];
  });
  return Object.fromEntries(await Promise.all(listed));
}
