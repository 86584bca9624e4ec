import { expandRow, unpackBits } from './expandSamples';
import { alloc, free } from './memory';
import { unfilterRows } from './unfilterRows';

const GREYSCALE: i32 = 0;
const INDEXED: i32 = 3;
const HAS_COLOUR: i32 = 2;
const HAS_ALPHA: i32 = 4;

/** Adam7: where each pass begins and its steps, as x, y, dx, dy. */
const passes = memory.data<u8>([
  0, 0, 8, 8, 4, 0, 8, 8, 0, 4, 4, 8, 2, 0, 4, 4, 0, 2, 2, 4, 1, 0, 2, 2, 0, 1, 1, 2
]);

/** How the rows of an image or a pass are read. */
let depth: i32 = 8;
let colourType: i32 = 2;
let palette: usize = 0;

function countChannels(): i32 {
  if (colourType == INDEXED) return 1;
  return (colourType & HAS_COLOUR ? 3 : 1) + (colourType & HAS_ALPHA ? 1 : 0);
}

/** A row without its filter byte, to RGB. `bytes` has room for a sample a byte. */
function expandPngRow(row: usize, target: usize, columns: i32, bytes: usize): void {
  let source = row;
  if (depth < 8) {
    const factor = colourType == GREYSCALE ? 255 / ((1 << depth) - 1) : 1;
    unpackBits(row, bytes, columns, depth, factor);
    source = bytes;
  }
  const samples = colourType == INDEXED ? 2 : (colourType & HAS_COLOUR) >> 1;
  expandRow(
    source,
    target,
    columns,
    samples,
    depth == 16,
    colourType != INDEXED && (colourType & HAS_ALPHA) != 0,
    palette
  );
}

function pngRowBytes(columns: i32): i32 {
  return <i32>((<i64>columns * countChannels() * depth + 7) >> 3);
}

/** The rows of one pass to every `dx`-th pixel of every `dy`-th row. */
function scatterRows(
  rows: usize,
  rgb: usize,
  width: i32,
  columns: i32,
  count: i32,
  pass: usize,
  scratch: usize
): void {
  const rowBytes = pngRowBytes(columns);
  const pixels = scratch + width + 32;
  const step = 3 * <i32>load<u8>(pass, 2);
  for (let y = 0; y < count; y++) {
    expandPngRow(rows + 1, pixels, columns, scratch);
    let target = rgb + 3 * ((<i32>load<u8>(pass, 1) + y * load<u8>(pass, 3)) * width + <i32>load<u8>(pass));
    let source = pixels;
    for (let x = 0; x < columns; x++) {
      store<u16>(target, load<u16>(source));
      store<u8>(target, load<u8>(source, 2), 2);
      source += 3;
      target += step;
    }
    rows += rowBytes + 1;
  }
}

function interlacedPixels(
  rows: usize,
  rgb: usize,
  width: i32,
  height: i32,
  scratch: usize,
  zeros: usize
): bool {
  const step = max(1, (countChannels() * depth) >> 3);
  for (let pass = passes; pass < passes + 28; pass += 4) {
    const columns = (width - load<u8>(pass) + load<u8>(pass, 2) - 1) / load<u8>(pass, 2);
    const count = (height - load<u8>(pass, 1) + load<u8>(pass, 3) - 1) / load<u8>(pass, 3);
    if (columns <= 0 || count <= 0) continue;
    const rowBytes = pngRowBytes(columns);
    if (!unfilterRows(rows, rowBytes, count, step, zeros)) return false;
    scatterRows(rows, rgb, width, columns, count, pass, scratch);
    rows += (rowBytes + 1) * count;
  }
  return true;
}

function plainPixels(rows: usize, rgb: usize, width: i32, height: i32, scratch: usize, zeros: usize): bool {
  const rowBytes = pngRowBytes(width);
  const step = max(1, (countChannels() * depth) >> 3);
  if (!unfilterRows(rows, rowBytes, height, step, zeros)) return false;
  for (let y = 0; y < height; y++) {
    expandPngRow(rows + 1 + y * (rowBytes + 1), rgb + 3 * y * width, width, scratch);
  }
  return true;
}

/**
 * The filtered rows of a PNG to RGB as Pillow gives it: grey spread, palette looked up, alpha dropped, of 16 bits the high byte,
 * but grey without alpha clipped.
 * @param rows the inflated picture data; changed
 * @param rgb `3 * width * height` bytes; where a pixel of the file has three bytes or more it may be `rows`
 * @param colours 256 times four bytes: R, G, B and anything; read for colour type 3
 * @returns whether every row's filter is known
 */
export function pngPixels(
  rows: usize,
  rgb: usize,
  width: i32,
  height: i32,
  bitDepth: i32,
  type: i32,
  isInterlaced: bool,
  colours: usize
): bool {
  depth = bitDepth;
  colourType = type;
  palette = colours;
  const zeroBytes = pngRowBytes(width);
  const zeros = alloc(zeroBytes);
  const scratch = alloc(4 * width + 64);
  memory.fill(zeros, 0, zeroBytes + 32);
  const isSound = isInterlaced
    ? interlacedPixels(rows, rgb, width, height, scratch, zeros)
    : plainPixels(rows, rgb, width, height, scratch, zeros);
  free(scratch);
  free(zeros);
  return isSound;
}
