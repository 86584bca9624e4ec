import { alloc, free } from '../memory';
import { luma } from '../luma';
import { forwardDct } from './forwardDct';
import { finishWriting, startWriting, writeBlock } from './writeBlocks';

/*
 * Where the caller's tables lie: of luma, and CHROMA_TABLES behind them of chroma,
 *   0     f32 × 64: eight times the quantisers, row by row
 *   256   u32 × 16: the codes of DC symbols, each its bits · 256 + their number
 *   320   u32 × 256: those of AC symbols
 */
const DC_CODES: usize = 256;
const AC_CODES: usize = 320;
const CHROMA_TABLES: usize = 1344;

/** YCbCr as libjpeg (jccolor) has it, in 16.16 fixed point; luma is Pillow's grey. */
const R_TO_CB: i32 = -11059;
const G_TO_CB: i32 = -21709;
const G_TO_CR: i32 = -27439;
const B_TO_CR: i32 = -5329;
const HALF: i32 = 32768;
const CENTRE: i32 = (128 << 16) + HALF - 1;

function blueOf(at: usize): i32 {
  return (R_TO_CB * load<u8>(at) + G_TO_CB * load<u8>(at, 1) + HALF * load<u8>(at, 2) + CENTRE) >> 16;
}

function redOf(at: usize): i32 {
  return (HALF * load<u8>(at) + G_TO_CR * load<u8>(at, 1) + B_TO_CR * load<u8>(at, 2) + CENTRE) >> 16;
}

/** Half as many chroma samples in both directions, rounded down and up by turns; what is beyond an edge repeats it. */
function halveChroma(rgb: usize, width: i32, height: i32, blue: usize, red: usize, columns: i32): void {
  for (let y = 0; y < height; y += 2) {
    const upper = rgb + 3 * <usize>(y * width);
    const lower = rgb + 3 * <usize>(min(y + 1, height - 1) * width);
    for (let x = 0; x < columns; x++) {
      const left = 3 * <usize>min(2 * x, width - 1);
      const right = 3 * <usize>min(2 * x + 1, width - 1);
      const bias = 1 + (x & 1);
      const blues =
        blueOf(upper + left) + blueOf(upper + right) + blueOf(lower + left) + blueOf(lower + right);
      const reds = redOf(upper + left) + redOf(upper + right) + redOf(lower + left) + redOf(lower + right);
      store<u8>(blue++, (blues + bias) >> 2);
      store<u8>(red++, (reds + bias) >> 2);
    }
  }
}

/** Grey of every pixel, rows `stride` long; the last one of a row is repeated behind it. */
function padLuma(grey: usize, width: i32, height: i32, target: usize, stride: i32): void {
  for (let y = 0; y < height; y++) {
    memory.copy(target, grey, width);
    memory.fill(target + width, load<u8>(grey + width - 1), stride - width);
    target += stride;
    grey += width;
  }
}

/** The coefficients of the block at hand. */
const block = memory.data(128, 16);

/** Codes a block of samples, of whose rows the last is repeated. @returns its first coefficient */
function codeBlock(samples: usize, stride: i32, lastRow: i32, tables: usize, prediction: i32): i32 {
  forwardDct(samples, stride, lastRow, tables, block);
  const first = <i32>load<i16>(block);
  writeBlock(block, first - prediction, tables + DC_CODES, tables + AC_CODES);
  return first;
}

/** Units of two by two luma blocks and one of each chroma; luma blocks beyond the picture are like the one before without detail. */
function codeUnits(grey: usize, blue: usize, red: usize, width: i32, height: i32, tables: usize): void {
  const across = (width + 15) >> 4;
  const chroma = tables + CHROMA_TABLES;
  const lastChromaRow = ((height + 1) >> 1) - 1;
  let greyBefore = 0;
  let blueBefore = 0;
  let redBefore = 0;
  for (let y = 0; y < height; y += 16) {
    for (let unit = 0; unit < across; unit++) {
      for (let part = 0; part < 4; part++) {
        const left = 16 * unit + 8 * (part & 1);
        const top = y + 8 * (part >> 1);
        if (left < width && top < height) {
          const samples = grey + <usize>(16 * across * top + left);
          greyBefore = codeBlock(samples, 16 * across, height - 1 - top, tables, greyBefore);
        } else writeBlock(0, 0, tables + DC_CODES, tables + AC_CODES);
      }
      const at = <usize>(8 * across * (y >> 1) + 8 * unit);
      const lastRow = lastChromaRow - (y >> 1);
      blueBefore = codeBlock(blue + at, 8 * across, lastRow, chroma, blueBefore);
      redBefore = codeBlock(red + at, 8 * across, lastRow, chroma, redBefore);
    }
  }
}

/**
 * The entropy-coded data of a baseline JPEG with half the chroma in both directions: libjpeg's bytes.
 * @param tables as above
 * @param target room for the worst case: 2,592 bytes a unit of 16 by 16 pixels
 * @returns its length
 */
export function encodeJpeg(rgb: usize, width: i32, height: i32, tables: usize, target: usize): i32 {
  const columns = ((width + 15) >> 4) << 3;
  const plain = alloc(width * height);
  luma(rgb, plain, width * height);
  const grey = alloc(2 * columns * height);
  padLuma(plain, width, height, grey, 2 * columns);
  free(plain);
  const blue = alloc(columns * ((height + 1) >> 1));
  const red = alloc(columns * ((height + 1) >> 1));
  halveChroma(rgb, width, height, blue, red, columns);
  startWriting(target);
  codeUnits(grey, blue, red, width, height, tables);
  free(red);
  free(blue);
  free(grey);
  return <i32>(finishWriting() - target);
}
