/** Samples a pixel, by colour type. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Adam7: where each pass begins and its steps, as x, y, dx, dy. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2]
] as const;

/** How many bytes an image's rows have before compression, each with its filter byte; `ihdr` is the chunk's data. */
export function countFilteredBytes(ihdr: DataView): number {
  const width = ihdr.getUint32(0);
  const height = ihdr.getUint32(4);
  const pixelBits = ihdr.getUint8(8) * CHANNELS[ihdr.getUint8(9)]!;
  const rowBytes = (pixels: number): number => 1 + Math.ceil((pixels * pixelBits) / 8);
  if (ihdr.getUint8(12) === 0) return rowBytes(width) * height;
  let total = 0;
  for (const [x, y, dx, dy] of PASSES) {
    const columns = Math.max(0, Math.ceil((width - x) / dx));
    const rows = Math.max(0, Math.ceil((height - y) / dy));
    if (columns > 0) total += rowBytes(columns) * rows;
  }
  return total;
}
