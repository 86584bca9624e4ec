import type { Size } from '../../core/image';
import { imageError, unsupported, viewOf } from '../imageHeader';

const FILE_HEADER_BYTES = 14;
const OS2_HEADER_BYTES = 12;
const INFO_HEADER_BYTES = [40, 52, 56, 64, 108, 124];
/** From this length on a header holds the colour masks itself, and from the next on one for alpha. */
const MASKS_INSIDE_BYTES = 52;
const ALPHA_INSIDE_BYTES = 56;
const PALETTE_BITS = [1, 4, 8];

const COMPRESSION = { none: 0, rle8: 1, rle4: 2, masks: 3 } as const;

/** Colour masks that Pillow knows, as `bits:red,green,blue,alpha`. */
const MASKS = [
  '32:ff0000,ff00,ff,0',
  '32:ff000000,ff0000,ff00,0',
  '32:ff000000,ff00,ff,0',
  '32:ff000000,ff0000,ff00,ff',
  '32:ff,ff00,ff0000,ff000000',
  '32:ff0000,ff00,ff,ff000000',
  '32:ff000000,ff00,ff,ff0000',
  '32:0,0,0,0'
];
const SMALL_MASKS = ['24:ff0000,ff00,ff', '16:f800,7e0,1f', '16:7c00,3e0,1f'];

/** Everything of a BMP that decides its pixels. */
export interface BmpLayout extends Size {
  readonly isTopDown: boolean;
  readonly bits: number;
  readonly runs: 'none' | 'rle8' | 'rle4';
  /** Red, green and blue; where the pixels are no indices. */
  readonly masks: readonly number[];
  /** R, G, B of each colour; null where the pixels are no indices, or are themselves grey. */
  readonly palette: Uint8Array | null;
  readonly isGrey: boolean;
  readonly dataStart: number;
}

interface Header extends Size {
  readonly headerBytes: number;
  readonly isTopDown: boolean;
  readonly bits: number;
  readonly compression: number;
  readonly colours: number;
  readonly colourBytes: number;
}

function readHeader(view: DataView, path: string): Header {
  const headerBytes = view.getUint32(FILE_HEADER_BYTES, true);
  if (headerBytes === OS2_HEADER_BYTES) {
    const [width, height, bits] = [18, 20, 24].map((offset) => view.getUint16(offset, true)) as [
      number,
      number,
      number
    ];
    const compression = COMPRESSION.none;
    return {
      headerBytes,
      width,
      height,
      isTopDown: false,
      bits,
      compression,
      colours: 2 ** bits,
      colourBytes: 3
    };
  }
  if (!INFO_HEADER_BYTES.includes(headerBytes)) {
    throw unsupported(path, `a BMP with a header of ${headerBytes} bytes`);
  }
  const bits = view.getUint16(28, true);
  const isTopDown = view.getUint8(25) === 0xff;
  const height = view.getUint32(22, true);
  return {
    headerBytes,
    width: view.getUint32(18, true),
    // Negative: the rows are stored from top to bottom.
    height: isTopDown ? 2 ** 32 - height : height,
    isTopDown,
    bits,
    compression: view.getUint32(30, true),
    colours: view.getUint32(46, true) || 2 ** bits,
    colourBytes: 4
  };
}

/** Red, green and blue as Pillow reads them; without masks 5 bits each, or a byte each with blue first. */
function readMasks(view: DataView, { bits, compression, headerBytes }: Header, path: string): number[] {
  if (compression !== COMPRESSION.masks)
    return bits === 16 ? [0x7c00, 0x3e0, 0x1f] : [0xff0000, 0xff00, 0xff];
  const masks = [54, 58, 62].map((offset) => view.getUint32(offset, true));
  const alpha = headerBytes >= ALPHA_INSIDE_BYTES ? view.getUint32(66, true) : 0;
  const names = masks.map((mask) => mask.toString(16)).join();
  if (
    !SMALL_MASKS.includes(`${bits}:${names}`) &&
    !MASKS.includes(`${bits}:${names},${alpha.toString(16)}`)
  ) {
    throw unsupported(path, `a BMP of ${bits} bits with the colour masks ${names}`);
  }
  return masks.every((mask) => mask === 0) ? [0xff0000, 0xff00, 0xff] : masks;
}

function readPalette(bytes: Uint8Array, start: number, { colours, colourBytes }: Header): Uint8Array {
  const palette = new Uint8Array(3 * Math.min(colours, 256));
  for (let i = 0; i < palette.length / 3; i++) {
    const at = start + i * colourBytes;
    palette.set([bytes[at + 2] ?? 0, bytes[at + 1] ?? 0, bytes[at] ?? 0], 3 * i);
  }
  return palette;
}

/** Pillow takes a palette of plain grey steps for none, and two colours for bits, whatever the depth is. */
function isGreyRamp(palette: Uint8Array, colours: number): boolean {
  const step = colours === 2 ? 255 : 1;
  return palette.every((byte, i) => byte === Math.floor(i / 3) * step);
}

/** @throws DataError for what Pillow refuses, or reads in a way that depends on how it was opened */
export function readBmpLayout(bytes: Uint8Array, path: string): BmpLayout {
  const view = viewOf(bytes);
  const header = readHeader(view, path);
  const { width, height, isTopDown, bits, compression, colours, colourBytes, headerBytes } = header;
  const runs = compression === COMPRESSION.rle8 ? 'rle8' : compression === COMPRESSION.rle4 ? 'rle4' : 'none';
  if (compression > COMPRESSION.masks) throw unsupported(path, `a BMP of compression ${compression}`);
  const isIndexed = PALETTE_BITS.includes(bits);
  const hasMasks = compression === COMPRESSION.masks;
  if (![...PALETTE_BITS, 16, 24, 32].includes(bits) || (hasMasks && isIndexed)) {
    throw unsupported(path, `a BMP of ${bits} bits a pixel with compression ${compression}`);
  }
  if (runs !== 'none' && !isIndexed)
    throw unsupported(path, `a BMP of ${bits} bits a pixel with run lengths`);
  const outside = hasMasks && headerBytes < MASKS_INSIDE_BYTES ? 12 : 0;
  const coloursStart = FILE_HEADER_BYTES + headerBytes + outside;
  const named = view.getUint32(10, true);
  const shape = { width, height, isTopDown, bits, runs } as const;
  if (!isIndexed) {
    return {
      ...shape,
      masks: readMasks(view, header, path),
      palette: null,
      isGrey: false,
      dataStart: named || coloursStart
    };
  }
  if (colours > 256) throw unsupported(path, `a BMP with a palette of ${colours} colours`);
  const palette = readPalette(bytes, coloursStart, header);
  const isGrey = isGreyRamp(palette, colours);
  if (isGrey && (bits !== (colours === 2 ? 1 : 8) || (colours === 2 && runs !== 'none'))) {
    throw unsupported(path, `a BMP of ${bits} bits a pixel with a palette of ${colours} grey steps`);
  }
  // A file whose header says that the pixels begin where the colours do.
  const paletteEnd = coloursStart + colourBytes * colours;
  const dataStart = named === 0 || named === FILE_HEADER_BYTES + headerBytes ? paletteEnd : named;
  return { ...shape, masks: [], palette, isGrey, dataStart };
}

/** Bytes of a row without run lengths, whose end is filled up to four. */
export function bmpRowBytes({ width, bits }: BmpLayout): number {
  return Math.ceil((width * bits) / 32) * 4;
}

/**
 * Refuses a BMP that ends before its last pixel; where Pillow maps the file into memory, before its last row's filling.
 * @throws DataError `image-truncated`
 */
export function checkBmpLength(bytes: Uint8Array, layout: BmpLayout, path: string): void {
  const { width, height, bits, dataStart, palette } = layout;
  const rowBytes = bmpRowBytes(layout);
  const isMapped = palette !== null && bits === 8;
  const neededBytes =
    dataStart + rowBytes * height - (isMapped ? 0 : rowBytes - Math.ceil((width * bits) / 8));
  if (bytes.length >= neededBytes) return;
  throw imageError('image-truncated', path, 'the BMP file is truncated', {
    got: `${bytes.length} bytes`,
    expected: `${neededBytes}`
  });
}
