import { imageError, truncated, unsupported, viewOf, type ImageHeader } from './imageHeader';

const FILE_HEADER_BYTES = 14;
const OS2_HEADER_BYTES = 12;
/** The header versions Pillow reads. */
const INFO_HEADER_BYTES = [40, 64, 108, 124];

const UNCOMPRESSED = 0;
const BIT_FIELDS = 3;

/** Red, green and blue masks of 32-bit files for which both decoders were seen equal. */
const MASKS = ['ff0000,ff00,ff', 'ff000000,ff0000,ff00', 'ff,ff00,ff0000'];

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly compression: number;
  readonly colours: number;
  readonly headerBytes: number;
}

function readLayout(view: DataView, path: string): Layout {
  const headerBytes = view.getUint32(14, true);
  if (headerBytes === OS2_HEADER_BYTES) {
    const [width, height, bits] = [
      view.getUint16(18, true),
      view.getUint16(20, true),
      view.getUint16(24, true)
    ];
    return { width, height, bits, compression: UNCOMPRESSED, colours: 2 ** bits, headerBytes };
  }
  if (!INFO_HEADER_BYTES.includes(headerBytes)) {
    throw unsupported(path, `a BMP with a header of ${headerBytes} bytes`);
  }
  const bits = view.getUint16(28, true);
  return {
    width: view.getInt32(18, true),
    // Negative: the rows are stored from top to bottom.
    height: Math.abs(view.getInt32(22, true)),
    bits,
    compression: view.getUint32(30, true),
    colours: view.getUint32(46, true) || 2 ** bits,
    headerBytes
  };
}

function readMasks(view: DataView): string {
  return [54, 58, 62].map((offset) => view.getUint32(offset, true).toString(16)).join();
}

/** Pillow reads a palette of plain grey steps as bits or bytes, whatever the depth is. */
function hasMisreadPalette(view: DataView, { bits, colours, headerBytes }: Layout): boolean {
  const step = colours === 2 ? 255 : 1;
  const entryBytes = headerBytes === OS2_HEADER_BYTES ? 3 : 4;
  for (let i = 0; i < colours; i++) {
    const entry = FILE_HEADER_BYTES + headerBytes + i * entryBytes;
    for (let channel = 0; channel < 3; channel++) {
      if (view.getUint8(entry + channel) !== i * step) return false;
    }
  }
  return bits !== (colours === 2 ? 1 : 8);
}

function checkSupport(view: DataView, layout: Layout, path: string): void {
  const { bits, compression, colours } = layout;
  if (compression === BIT_FIELDS && bits === 32) {
    if (MASKS.includes(readMasks(view))) return;
    throw unsupported(path, `a BMP with the colour masks ${readMasks(view)}`);
  }
  if (compression !== UNCOMPRESSED) throw unsupported(path, `a BMP of compression ${compression}`);
  if (bits === 24 || bits === 32) return;
  if (![1, 4, 8].includes(bits)) throw unsupported(path, `a BMP of ${bits} bits a pixel`);
  if (colours > 2 ** bits || hasMisreadPalette(view, layout)) {
    throw unsupported(path, `a BMP of ${bits} bits a pixel with this palette`);
  }
}

/** Windows and OS/2 bitmaps without run lengths. */
export function readBmpHeader(bytes: Uint8Array, path: string): ImageHeader {
  const view = viewOf(bytes);
  const layout = readLayout(view, path);
  const { width, height } = layout;
  if (width < 0) throw imageError('image-damaged', path, 'the BMP has a negative width', { got: `${width}` });
  checkSupport(view, layout, path);
  return { kind: 'bmp', codec: 'magick', layout: 'rgb', width, height };
}

/**
 * Refuses a BMP that ends before its last row.
 * @throws DataError `image-truncated`
 */
export function checkBmpData(bytes: Uint8Array, path: string): void {
  const view = viewOf(bytes);
  const { width, height, bits } = readLayout(view, path);
  const wholeBytes = view.getUint32(10, true) + Math.ceil((width * bits) / 32) * 4 * height;
  if (bytes.length < wholeBytes) throw truncated('BMP', path, bytes.length, wholeBytes);
}
