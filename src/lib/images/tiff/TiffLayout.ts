import type { Size } from '../../core/image';

/** How the stored samples become RGB, as Pillow's modes have it. */
export type TiffColour = 'grey' | 'palette' | 'rgb' | 'cmyk';

/** Everything of a TIFF that decides its pixels. Sizes are those of the stored picture, before it is turned. */
export interface TiffLayout extends Size {
  readonly isLittle: boolean;
  readonly colour: TiffColour;
  /** Of every sample. */
  readonly bits: number;
  readonly sampleFormat: 'unsigned' | 'signed' | 'float';
  /** Samples a pixel, extra ones among them. */
  readonly samples: number;
  /** 0 is white. */
  readonly isInverted: boolean;
  /** The first extra sample is alpha that the colours were multiplied with. */
  readonly isPremultiplied: boolean;
  readonly isPlanar: boolean;
  /** The first pixel is in the lowest bits. */
  readonly isReversed: boolean;
  readonly compression: number;
  readonly predictor: number;
  /** 1 to 8. */
  readonly orientation: number;
  readonly blockWidth: number;
  readonly blockHeight: number;
  readonly isTiled: boolean;
  readonly offsets: readonly number[];
  readonly byteCounts: readonly number[];
  readonly colourMap: readonly number[];
}

export const COMPRESSION = {
  none: 1,
  lzw: 5,
  jpeg: 7,
  deflate: 8,
  oldDeflate: 32946,
  packBits: 32773
} as const;

/** How many blocks lie beside one another in a plane. */
export function countBlocks({ width, height, blockWidth, blockHeight }: TiffLayout): {
  across: number;
  down: number;
} {
  return { across: Math.ceil(width / blockWidth), down: Math.ceil(height / blockHeight) };
}

/** Bytes of one row of a block in one plane. */
export function blockRowBytes({ blockWidth, bits, samples, isPlanar }: TiffLayout): number {
  return Math.ceil((blockWidth * bits * (isPlanar ? 1 : samples)) / 8);
}
