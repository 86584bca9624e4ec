import { formats } from '../benchmark/formats';
import { formatScore } from '../metrics/formatScore';
import type { MetricMeta } from '../metrics/metric';
import { modalityFacet, taskFacet } from '../query/benchmarkFacets';
import { unknownKey } from '../query/Facet';
import type { FormatGroup, Group } from '../stats/aggregate';
import type { CellFacts } from '../stats/CellFacts';
import type { Interval } from '../stats/numerics/summarise';

/** A table of texts, for any format that has tables. */
export interface TextTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Where there is no value. */
const none = '–';

/** What the run page's overview shows: the totals by format, then by task and by modality. */
export function listSummaryTables<Cell extends CellFacts>(
  groups: readonly FormatGroup<Cell>[],
  metrics: readonly MetricMeta[],
  intervalOf: (cell: Cell) => Interval
): TextTable[] {
  const known = groups.flatMap((group) => (group.key === null ? [] : [{ ...group, key: group.key }]));
  const totals = known.flatMap(({ key, cells }) =>
    metrics.flatMap((meta) => {
      const cell = cells.get(meta.id);
      return cell ? [[formats[key].label, ...writeTotal(cell, meta, intervalOf(cell))]] : [];
    })
  );
  const head = ['Format', 'Metric', 'Mean', 'SD', '95 % CI', 'n', 'Unscored', 'Accuracy'];
  const breakdowns = [
    writeBreakdown(
      'Task',
      known.map(({ byTask }) => byTask),
      metrics,
      (task) => taskFacet.labelOf(task ?? unknownKey)
    ),
    ...known.map(({ key, byModality }) =>
      writeBreakdown(`Modality, ${formats[key].label}`, [byModality], metrics, modalityFacet.labelOf)
    )
  ];
  return [
    { caption: 'Scores by format', head, rows: totals },
    ...breakdowns.filter(({ rows }) => rows.length > 0)
  ];
}

/** "SSIM ↑", "PSNR (dB) ↑"; a metric without a better direction has no arrow. */
export function nameColumn({ label, unit, higherIsBetter }: MetricMeta): string {
  const arrow = higherIsBetter === null ? '' : higherIsBetter ? ' ↑' : ' ↓';
  return `${label}${unit ? ` (${unit})` : ''}${arrow}`;
}

function writeTotal<Cell extends CellFacts>(
  cell: Cell,
  meta: MetricMeta,
  { ciLow, ciHigh }: Interval
): string[] {
  const { mean, std, n, unscored, accuracyRate } = cell;
  const digits = cell.decimals ?? meta.digits;
  const write = (value: number | null) => (value === null ? none : formatScore(value, { digits }));
  const interval = ciLow === null ? none : `${write(ciLow)} to ${write(ciHigh)}`;
  const accuracy = accuracyRate === null ? none : `${(accuracyRate * 100).toFixed(1)} %`;
  return [nameColumn(meta), write(mean), write(std), interval, String(n), String(unscored), accuracy];
}

function writeBreakdown<Key, Cell extends CellFacts>(
  noun: string,
  sections: readonly (readonly Group<Key, Cell>[])[],
  metrics: readonly MetricMeta[],
  labelOf: (key: Key) => string
): TextTable {
  const groups = sections.flat();
  const used = metrics.filter(({ id }) => groups.some(({ cells }) => cells.has(id)));
  const [name = ''] = noun.split(',');
  return {
    caption: `Means by ${noun.charAt(0).toLowerCase()}${noun.slice(1)}`,
    head: [name, 'n', ...used.map(nameColumn)],
    rows: groups.map(({ key, found, cells }) => [
      labelOf(key),
      String(found),
      ...used.map((meta) => writeMean(cells.get(meta.id), meta, found))
    ])
  };
}

/** With its own n where that is not the group's: "0.412 (n 7)". */
function writeMean(cell: CellFacts | undefined, meta: MetricMeta, found: number): string {
  if (!cell || cell.mean === null) return none;
  return formatScore(cell.mean, meta) + (cell.n === found ? '' : ` (n ${cell.n})`);
}
