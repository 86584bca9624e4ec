import type { Size } from '../core/image';
import type { StreamEnd } from './Inflated';

/** How the picture data of a PNG is laid out. */
export interface PngLayout extends Size {
  readonly bitDepth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha. */
  readonly colourType: number;
  /** Adam7. */
  readonly isInterlaced: boolean;
  /** 256 colours of four bytes (R, G, B and anything), for colour type 3. */
  readonly palette: Uint8Array | null;
}

/** Samples a pixel, by colour type. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Adam7: where each pass begins and its steps. */
const PASSES = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 }
] as const;

/** A part of the picture whose rows follow one another: all of it, or a pass. */
export interface PngPass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly columns: number;
  readonly rows: number;
  /** Without the filter's number. */
  readonly rowBytes: number;
}

export function pixelBits({ bitDepth, colourType }: PngLayout): number {
  return bitDepth * CHANNELS[colourType]!;
}

export function listPasses(layout: PngLayout): PngPass[] {
  const passes = layout.isInterlaced ? PASSES : [{ x: 0, y: 0, dx: 1, dy: 1 }];
  return passes
    .map((pass) => {
      const columns = Math.max(0, Math.ceil((layout.width - pass.x) / pass.dx));
      const rows = Math.max(0, Math.ceil((layout.height - pass.y) / pass.dy));
      return { ...pass, columns, rows, rowBytes: Math.ceil((columns * pixelBits(layout)) / 8) };
    })
    .filter(({ columns, rows }) => columns > 0 && rows > 0);
}

/** Bytes of the picture data before compression: every row with its filter's number. */
export function countFilteredBytes(layout: PngLayout): number {
  return listPasses(layout).reduce((sum, { rows, rowBytes }) => sum + rows * (rowBytes + 1), 0);
}

/** As Pillow has it: a stream may end behind any row, but not within one, nor within an interlaced picture. */
export function isWholeRows(inflatedBytes: number, end: StreamEnd, layout: PngLayout): boolean {
  if (end === 'corrupt' || end === 'wrong checksum') return false;
  if (inflatedBytes === countFilteredBytes(layout)) return true;
  const [pass] = listPasses(layout);
  return end === 'whole' && !layout.isInterlaced && inflatedBytes % (pass!.rowBytes + 1) === 0;
}
