import type { Snippet } from 'svelte';

/** One column of a grid. */
export interface Column<Row, Key extends string = string> {
  readonly id: string;
  readonly title: string;
  /** What the title leaves out. */
  readonly hint?: string;
  /** What a click on the head sorts by; without it the column does not sort. */
  readonly sortKey?: Key;
  readonly numeric?: boolean;
  /** Without it the column shares what the others leave. */
  readonly widthPx?: number;
  readonly text: (row: Row) => string;
  /** What the text leaves out. */
  readonly tip?: (row: Row) => string | null | undefined;
  /** Drawn instead of the text. */
  readonly cell?: Snippet<[row: Row, columnId: string]>;
}
