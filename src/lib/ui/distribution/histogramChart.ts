import { formatScore } from '../../metrics/formatScore';
import type { MetricMeta } from '../../metrics/metric';
import { countBins, type Bin } from '../../stats/numerics/histogram';
import type { Interval } from '../../stats/numerics/summarise';
import type { Markish } from '@observablehq/plot';
import type { ChartTable, MakeChart, PlotLibrary } from '../chart/Chart';
import type { ChartColours } from '../chart/chartColours';
import { formatCount, formatCounted, formatPercent } from '../control/formatNumber';

/** One group's values, drawn in a panel of its own. */
export interface Panel {
  readonly label: string;
  readonly values: Float64Array;
  readonly mean: number;
  readonly interval: Interval;
  readonly accuracyRate: number | null;
}

/** One bar that has samples. */
export interface Bar extends Bin {
  /** Index of its panel. */
  readonly panel: number;
  readonly bin: number;
  readonly count: number;
  /** Of the panel's samples. */
  readonly percent: number;
}

/** Fewer samples make no shape: each is drawn. */
export const fewestForBars = 20;

const dotRadiusPx = 3.5;
const panelHeightPx = 128;
const headHeightPx = 40;
/** Holds the name of the vertical scale, above the heads of the panels. */
const scaleNamePx = 24;
const footHeightPx = 48;
const leastPanelPx = 250;

export function listBars(panels: readonly Panel[], bins: readonly Bin[]): readonly Bar[] {
  return panels.flatMap(({ values }, panel) =>
    countBins(values, bins).flatMap((count, bin) =>
      count === 0 ? [] : [{ ...bins[bin]!, panel, bin, count, percent: (100 * count) / values.length }]
    )
  );
}

/** The samples of the panels that have too few for bars. */
export function listDots(
  panels: readonly Panel[]
): readonly { readonly panel: number; readonly value: number }[] {
  return panels.flatMap(({ values }, panel) =>
    values.length < fewestForBars ? Array.from(values, (value) => ({ panel, value })) : []
  );
}

function hasBars(panels: readonly Panel[]): boolean {
  return panels.some(({ values }) => values.length >= fewestForBars);
}

/** As many digits as tell neighbouring edges apart. */
export function formatEdge(value: number): string {
  return String(Number(value.toPrecision(6)));
}

export function describeBar({ from, to, count, percent }: Bar, { label }: Panel, meta: MetricMeta): string {
  const unit = meta.unit ? ` ${meta.unit}` : '';
  const isWhole = Number.isInteger((from + to) / 2) && to - from === 1 && !Number.isInteger(from);
  const span = isWhole ? String((from + to) / 2) : `${formatEdge(from)} to ${formatEdge(to)}`;
  const share = formatPercent(percent / 100);
  return `${label}, ${meta.label} ${span}${unit}: ${formatCounted(count, 'sample')}, ${share}`;
}

/** What the marks of a drawing are made of. */
interface Drawing {
  readonly plot: PlotLibrary;
  readonly colours: ChartColours;
  readonly panels: readonly Panel[];
  readonly bars: readonly Bar[];
  readonly meta: MetricMeta;
  /** Panels in a row. */
  readonly columns: number;
  /** End of the vertical scale, in percent. */
  readonly top: number;
}

/** Histograms in panels, all with the same bins and the same scales, so that their shapes compare. */
export function makeHistogramChart(
  panels: readonly Panel[],
  bars: readonly Bar[],
  meta: MetricMeta
): MakeChart {
  const top = Math.max(...bars.map(({ percent }) => percent), 1);
  return (plot, { width, colours }) => {
    const columns = Math.max(1, Math.min(panels.length, Math.floor(width / leastPanelPx)));
    const drawing = { plot, colours, panels, bars, meta, columns, top };
    return {
      height:
        Math.ceil(panels.length / columns) * (panelHeightPx + headHeightPx) + scaleNamePx + footHeightPx,
      marginTop: scaleNamePx,
      marginLeft: 40,
      marginBottom: 44,
      insetTop: headHeightPx,
      fx: { axis: null, padding: 0.12 },
      fy: { axis: null, padding: 0.12 },
      x: { label: `${meta.label}${meta.unit ? `, ${meta.unit}` : ''}`, labelArrow: 'none', ticks: 5 },
      y: {
        domain: [0, top],
        // Dots have no share to read.
        ...(hasBars(panels)
          ? { label: '% of samples', labelArrow: 'none', ticks: 4, grid: true }
          : { axis: null })
      },
      marks: [
        drawBars(drawing),
        drawDots(drawing),
        drawMeans(drawing),
        drawHeads(drawing),
        drawTargets(drawing)
      ]
    };
  };
}

/** Dots that would hide each other stand on each other. */
function drawDots({ plot, colours, panels, columns }: Drawing): Markish {
  const dots = listDots(panels);
  const place = { ...placeBars(columns), x: 'value', r: dotRadiusPx, fill: colours.bar };
  return plot.dot(dots, plot.dodgeY({ ...place, anchor: 'bottom' as const, padding: 1 }));
}

function drawBars({ plot, colours, panels, bars, columns }: Drawing): Markish[] {
  const ends = { x1: 'from', x2: 'to', y1: 0, y2: 'percent' };
  const isBar = ({ panel }: Bar) => panels[panel]!.values.length >= fewestForBars;
  return [
    plot.rect(bars.filter(isBar), {
      ...placeBars(columns),
      ...ends,
      fill: colours.bar,
      insetLeft: 0.5,
      insetRight: 0.5
    }),
    plot.ruleY(panels, { ...placePanels(columns), y: () => 0, stroke: colours.quiet })
  ];
}

/** The mean, its interval, and the threshold. */
function drawMeans({ plot, colours, panels, meta: { threshold }, columns, top }: Drawing): Markish[] {
  const place = { ...placePanels(columns), y1: 0, y2: top };
  return [
    plot.rect(panels, {
      ...place,
      x1: ({ mean, interval }: Panel) => interval.ciLow ?? mean,
      x2: ({ mean, interval }: Panel) => interval.ciHigh ?? mean,
      fill: colours.ink,
      fillOpacity: 0.16
    }),
    plot.ruleX(panels, { ...place, x: 'mean', stroke: colours.ink, strokeWidth: 1.5 }),
    threshold === null
      ? null
      : plot.ruleX(panels, { ...place, x: () => threshold, stroke: colours.ink, strokeDasharray: '4 3' })
  ];
}

function drawHeads({ plot, colours, panels, meta, columns }: Drawing): Markish[] {
  const place = { ...placePanels(columns), frameAnchor: 'top-left' as const };
  return [
    plot.text(panels, { ...place, text: 'label', dy: 4, fontWeight: 600 }),
    plot.text(panels, {
      ...place,
      text: (panel: Panel) => describePanel(panel, meta),
      dy: 20,
      fill: colours.quiet
    })
  ];
}

/** As high as the panel: the smallest bar, too, can be hit. */
function drawTargets({ plot, panels, bars, meta, columns, top }: Drawing): Markish[] {
  return [
    plot.rect(bars, {
      ...placeBars(columns),
      x1: 'from',
      x2: 'to',
      y1: 0,
      y2: top,
      fill: 'transparent',
      ariaLabel: (bar: Bar) => describeBar(bar, panels[bar.panel]!, meta)
    })
  ];
}

function placePanels(columns: number) {
  return {
    fx: (_: Panel, index: number) => index % columns,
    fy: (_: Panel, index: number) => Math.floor(index / columns)
  };
}

function placeBars(columns: number) {
  return {
    fx: ({ panel }: { readonly panel: number }) => panel % columns,
    fy: ({ panel }: { readonly panel: number }) => Math.floor(panel / columns)
  };
}

/** "n 300 · 0.912 (0.903–0.921) · 83 % pass" */
function describePanel({ values, mean, interval, accuracyRate }: Panel, meta: MetricMeta): string {
  const { ciLow, ciHigh } = interval;
  const range =
    ciLow === null || ciHigh === null ? '' : ` (${formatScore(ciLow, meta)}–${formatScore(ciHigh, meta)})`;
  const parts = [`n ${formatCount(values.length)}`, `${formatScore(mean, meta)}${range}`];
  if (accuracyRate !== null) parts.push(`${formatPercent(accuracyRate)} pass`);
  return parts.join(' · ');
}

export function tabulateBars(panels: readonly Panel[], bars: readonly Bar[]): ChartTable {
  return {
    head: ['Group', 'From', 'To', 'Samples', '%'],
    rows: bars.map(({ panel, from, to, count, percent }) => [
      panels[panel]!.label,
      formatEdge(from),
      formatEdge(to),
      count,
      Number(percent.toFixed(1))
    ])
  };
}
