import { formats } from '../../benchmark/formats';
import type { Format } from '../../core/sample';
import type { MetricMeta } from '../../metrics/metric';
import { formatPair } from '../../report/comparison/describePair';
import type { ComparedMetric } from '../../stats/comparison/compareRuns';
import { pairsWith } from '../../stats/comparison/flipPair';
import type { ChartTable, MakeChart } from '../chart/Chart';

/** One metric on one format: the difference in standard deviations of the pairs' differences, so that units do not matter. */
export interface ForestRow {
  readonly key: string;
  readonly metricId: string;
  readonly format: Format;
  readonly label: string;
  /** Positive where b is better, or larger where the metric has no better direction. */
  readonly effect: number;
  readonly low: number;
  readonly high: number;
  /** What this many pairs would show with a power of 80 %. */
  readonly detectable: number;
  readonly difference: string;
  readonly interval: string;
  readonly n: number;
}

const rowHeightPx = 26;
/** Of the 12 px text, rather too wide than too narrow. */
const characterPx = 6.8;

/** Metrics without a spread of differences have no row. */
export function listForestRows(
  metrics: readonly ComparedMetric[],
  metas: ReadonlyMap<string, MetricMeta>,
  a: number,
  b: number
): readonly ForestRow[] {
  return metrics.flatMap((metric): ForestRow[] => {
    const { metricId, format, higherIsBetter } = metric;
    const meta = metas.get(metricId);
    const pair = pairsWith(metric.pairs, a).find((one) => one.b === b);
    const texts = meta && pair && formatPair(pair, meta);
    if (!texts || !pair.standardError || pair.detectable === null) return [];
    const deviation = (higherIsBetter === false ? -1 : 1) * pair.standardError * Math.sqrt(pair.n);
    const ends = [pair.ciLow! / deviation, pair.ciHigh! / deviation];
    const unit = meta.unit ? ` ${meta.unit}` : '';
    return [
      {
        key: `${metricId} ${format}`,
        metricId,
        format,
        label: `${meta.label} · ${formats[format].label}`,
        effect: pair.meanDifference! / deviation,
        low: Math.min(...ends),
        high: Math.max(...ends),
        detectable: pair.detectable / Math.abs(deviation),
        difference: `${texts.difference}${unit}`,
        interval: `${texts.ciLow} to ${texts.ciHigh}`,
        n: pair.n
      }
    ];
  });
}

/** Dots and intervals against 0; the pale bar is what the pairs are too few to show. */
export function makeForestChart(rows: readonly ForestRow[], [a, b]: readonly [string, string]): MakeChart {
  const labels = new Map(rows.map(({ key, label }) => [key, label]));
  const describe = ({ label, difference, interval, n }: ForestRow): string =>
    `${label}: ${difference}, 95 % interval ${interval}, n ${n}`;
  return (plot, { width, colours }) => ({
    height: rows.length * rowHeightPx + 64,
    marginTop: 8,
    marginLeft: labelWidth(width),
    marginRight: 84,
    x: {
      label: `← ${a} better · ${b} better →`,
      labelAnchor: 'center',
      labelArrow: 'none',
      grid: true,
      nice: true,
      ticks: Math.max(3, width / 160)
    },
    y: {
      label: null,
      domain: rows.map(({ key }) => key),
      tickFormat: (key: string) => shorten(labels.get(key) ?? key, labelWidth(width)),
      tickSize: 0
    },
    marks: [
      plot.ruleY(rows, {
        y: 'key',
        x1: ({ detectable }: ForestRow) => -detectable,
        x2: 'detectable',
        stroke: colours.line,
        strokeWidth: 14
      }),
      plot.ruleX([0], { stroke: colours.ink }),
      plot.ruleY(rows, { y: 'key', x1: 'low', x2: 'high', stroke: colours.bar, strokeWidth: 2 }),
      plot.dot(rows, { x: 'effect', y: 'key', r: 4, fill: colours.bar, ariaLabel: describe }),
      plot.text(rows, {
        y: 'key',
        text: 'difference',
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 8,
        fill: colours.ink
      })
    ]
  });
}

const labelWidth = (chartPx: number): number => Math.min(200, chartPx * 0.4);

/** The metric stands first: what is cut is the end of its format. */
function shorten(label: string, widthPx: number): string {
  const most = Math.floor(widthPx / characterPx) - 1;
  return label.length > most ? `${label.slice(0, most - 1)}…` : label;
}

export function makeForestTable(rows: readonly ForestRow[], [a, b]: readonly [string, string]): ChartTable {
  return {
    head: [
      'Metric',
      'n',
      `${b} − ${a}`,
      '95 % interval',
      'In standard deviations',
      'Detectable, in the same'
    ],
    rows: rows.map(({ label, n, difference, interval, effect, detectable }) => [
      label,
      n,
      difference,
      interval,
      effect.toFixed(2),
      detectable.toFixed(2)
    ])
  };
}
