export interface PngRows {
  /** Bytes of a row. */
  readonly stride: number;
  readonly height: number;
  /** Bytes of a pixel. */
  readonly step: number;
}

/** Every row by the Paeth filter (PNG 1.2, section 6.6), with the filter's number before it, as a PNG's data holds them. */
export function filterPngRows(
  samples: Uint8Array,
  { stride, height, step }: PngRows
): Uint8Array<ArrayBuffer> {
  const filtered = new Uint8Array(height * (stride + 1));
  for (let y = 0; y < height; y++) {
    const row = y * stride;
    const target = y * (stride + 1);
    filtered[target] = 4;
    for (let i = 0; i < stride; i++) {
      const left = i < step ? 0 : samples[row + i - step]!;
      const up = y === 0 ? 0 : samples[row + i - stride]!;
      const corner = i < step || y === 0 ? 0 : samples[row + i - stride - step]!;
      filtered[target + 1 + i] = samples[row + i]! - predict(left, up, corner);
    }
  }
  return filtered;
}

/** The neighbour nearest to left + up − corner. */
function predict(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
