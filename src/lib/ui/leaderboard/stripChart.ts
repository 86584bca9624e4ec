import {
  publishedDecimals,
  type PublishedMetric,
  type PublishedMetricId
} from '../../benchmark/publishedResults';
import type { ChartTable, MakeChart } from '../chart/Chart';
import { originWords, type BoardOrigin, type BoardRow } from './boardRows';

/** One system on a strip. */
export interface StripPoint {
  readonly system: string;
  readonly origin: BoardOrigin;
  readonly value: number;
}

const shapes: Readonly<
  Record<BoardOrigin, { readonly symbol: 'circle' | 'diamond' | 'triangle'; readonly name: string }>
> = {
  published: { symbol: 'circle', name: 'circle' },
  own: { symbol: 'diamond', name: 'diamond' },
  contributed: { symbol: 'triangle', name: 'triangle' }
};
const origins = Object.keys(shapes) as readonly BoardOrigin[];

/** Axis below and names above the dots. */
const frameHeightPx = 84;
const leastDotsPx = 28;
const radiusPx = 5;
const sideMarginPx = 20;

/** Those whose names stand in the drawing: the best of all, and the best of the reader's own. */
export function nameLeaders(
  points: readonly StripPoint[],
  { higherIsBetter }: Pick<PublishedMetric, 'higherIsBetter'>
): readonly StripPoint[] {
  const best = (among: readonly StripPoint[]) => (higherIsBetter ? among.at(-1) : among[0]);
  const leaders = [best(points), best(points.filter(({ origin }) => origin === 'own'))];
  return [...new Set(leaders)].filter((point) => point !== undefined);
}

/** How many dots come to stand above each other where they step aside, at most. */
function countStacked(points: readonly StripPoint[], widthPx: number): number {
  const [lowest, highest] = [points[0]?.value ?? 0, points.at(-1)?.value ?? 0];
  const reach = ((highest - lowest) / Math.max(1, widthPx)) * 2 * radiusPx;
  return Math.max(
    1,
    ...points.map((a) => points.filter((b) => b.value >= a.value && b.value - a.value <= reach).length)
  );
}

/** The systems that have a value, from the lowest to the highest. */
export function listPoints(rows: readonly BoardRow[], id: PublishedMetricId): readonly StripPoint[] {
  const points = rows.flatMap(({ system, origin, cells }) => {
    const value = cells[id]?.value ?? null;
    return value === null ? [] : [{ system, origin, value }];
  });
  return points.sort((a, b) => a.value - b.value);
}

/** "Circle: published, diamond: yours. 8 of 10 systems; best: X, 2.90." */
export function describeStrip(
  points: readonly StripPoint[],
  systemCount: number,
  { higherIsBetter }: PublishedMetric
): string {
  const present = origins.filter((origin) => points.some((point) => point.origin === origin));
  const legend = present.map((origin) => `${shapes[origin].name}: ${originWords[origin]}`).join(', ');
  const ends = [points[0], points.at(-1)].map((point) =>
    point ? `${point.system} ${point.value.toFixed(publishedDecimals)}` : ''
  );
  const [lowest, highest] = ends;
  const start = legend.charAt(0).toUpperCase() + legend.slice(1);
  const direction = higherIsBetter ? 'Higher is better.' : 'Lower is better.';
  return `${start}. ${points.length} of ${systemCount} systems, from ${lowest} to ${highest}. ${direction}`;
}

/** A dot a system on one line; dots that would hide each other step aside. */
export function makeStripChart(points: readonly StripPoint[], metric: PublishedMetric): MakeChart {
  const { label, unit } = metric;
  return (plot, { width, colours }) => {
    const fills: Readonly<Record<BoardOrigin, string>> = {
      published: colours.paper,
      own: colours.categories[3] ?? colours.accent,
      contributed: colours.categories[2] ?? colours.accent
    };
    const stacked = countStacked(points, width - 2 * sideMarginPx);
    const middle = ((points[0]?.value ?? 0) + (points.at(-1)?.value ?? 0)) / 2;
    const names = nameLeaders(points, metric).flatMap((point, row) => {
      const text = `${row === 0 ? 'Best' : 'Your best'}: ${point.system}`;
      const textAnchor = point.value > middle ? ('end' as const) : ('start' as const);
      const place = {
        x: 'value',
        text: () => text,
        frameAnchor: 'top' as const,
        textAnchor,
        dy: row * 14 - 34
      };
      return plot.text([point], { ...place, fill: row === 0 ? colours.ink : fills.own });
    });
    const place = plot.dodgeY({
      x: 'value',
      anchor: 'middle' as const,
      r: radiusPx,
      symbol: ({ origin }: StripPoint) => shapes[origin].symbol,
      fill: ({ origin }: StripPoint) => fills[origin],
      stroke: colours.ink,
      title: ({ system, origin, value }: StripPoint) =>
        `${system} (${originWords[origin]}): ${value.toFixed(publishedDecimals)} ${unit}`,
      tip: { fill: colours.paper, stroke: colours.line }
    });
    return {
      height: frameHeightPx + Math.max(leastDotsPx, stacked * 2 * (radiusPx + 1)),
      marginTop: 40,
      marginLeft: sideMarginPx,
      x: { label: `${label}, ${unit}`, nice: true, ticks: 6, grid: true },
      symbol: { type: 'identity' },
      color: { type: 'identity' },
      marks: [plot.dot([...points], place), ...names]
    };
  };
}

export function makeStripTable(points: readonly StripPoint[], { label, unit }: PublishedMetric): ChartTable {
  return {
    head: ['System', 'Row', `${label}, ${unit}`],
    rows: points
      .toReversed()
      .map(({ system, origin, value }) => [system, originWords[origin], value.toFixed(publishedDecimals)])
  };
}
