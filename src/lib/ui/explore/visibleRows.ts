export interface RowRange {
  readonly from: number;
  /** The first row that is not in it. */
  readonly to: number;
}

/**
 * The rows of equal height that a window shows, and some more on either side.
 * @param abovePx how far the list's top lies above the window's top; negative where it lies below
 * @param extraRows rendered ahead, so that a quick scroll meets no blank
 */
export function visibleRows(
  abovePx: number,
  windowHeightPx: number,
  rowHeightPx: number,
  rowCount: number,
  extraRows: number
): RowRange {
  const clamp = (row: number): number => Math.max(0, Math.min(rowCount, row));
  return {
    from: clamp(Math.floor(abovePx / rowHeightPx) - extraRows),
    to: clamp(Math.ceil((abovePx + windowHeightPx) / rowHeightPx) + extraRows)
  };
}
