import { imageError, viewOf } from './imageHeader';
import { IHDR } from './readPngHeader';
import { IDAT, IEND, PLTE, type PngChunks } from './readPngChunks';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const IHDR_BYTES = 13;
const PALETTE = 3;
const CHUNK_OVERHEAD_BYTES = 12;
/** The zlib checksum: a file may end within it and Pillow still has all pixels; the decoder only wants it there. */
const ADLER_BYTES = 4;

/** Pillow's palette is a grey ramp before the file's colours are written over it, and so stays one behind them. */
function completePalette(plte: Uint8Array | null, depth: number, path: string): Uint8Array {
  if (plte && plte.length > 768) {
    throw imageError('image-damaged', path, 'the PNG palette is too long', { got: `${plte.length} bytes` });
  }
  const palette = Uint8Array.from({ length: 3 << depth }, (_, index) => Math.floor(index / 3));
  const colours = plte ? Math.min(Math.floor(plte.length / 3), 1 << depth) : 0;
  if (plte) palette.set(plte.subarray(0, colours * 3));
  return palette;
}

/**
 * A PNG file of nothing but what makes its pixels, so that no other chunk can change them or stop the decoder.
 * Its checksums are left zero: the decoder is built to ignore them, and the file's own have been checked.
 */
export function composePng({ ihdr, plte, idat, endsInIdat }: PngChunks, path: string): Uint8Array {
  const isPalette = ihdr[9] === PALETTE;
  const chunks: [type: number, data: Uint8Array][] = [[IHDR, ihdr.subarray(0, IHDR_BYTES)]];
  if (isPalette) chunks.push([PLTE, completePalette(plte, ihdr[8]!, path)]);
  for (const data of idat) chunks.push([IDAT, data]);
  if (endsInIdat) chunks.push([IDAT, new Uint8Array(ADLER_BYTES)]);
  chunks.push([IEND, new Uint8Array(0)]);
  const sizeBytes = chunks.reduce(
    (sum, [, data]) => sum + CHUNK_OVERHEAD_BYTES + data.length,
    SIGNATURE.length
  );
  const png = new Uint8Array(sizeBytes);
  png.set(SIGNATURE);
  let offset = SIGNATURE.length;
  for (const [type, data] of chunks) {
    viewOf(png).setUint32(offset, data.length);
    viewOf(png).setUint32(offset + 4, type);
    png.set(data, offset + 8);
    offset += CHUNK_OVERHEAD_BYTES + data.length;
  }
  return png;
}
