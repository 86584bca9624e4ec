import type { PlotOptions } from '@observablehq/plot';
import type { ChartColours } from './chartColours';

/** The library, loaded with the first chart. */
export type PlotLibrary = typeof import('@observablehq/plot');

export interface ChartSize {
  /** CSS pixels. */
  readonly width: number;
  /** For the theme at hand; files are always drawn for white paper. */
  readonly colours: ChartColours;
}

/** Marks, scales and axes; called again for every width and theme. */
export type MakeChart = (plot: PlotLibrary, size: ChartSize) => PlotOptions;

/** The drawing's numbers as a table, for whoever does not see it. */
export interface ChartTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}
