import {
  HIGH_SHIFT,
  LOW_PARTS,
  PRECISION_BITS,
  TAP_COUNT,
  recordBytes,
  tapsOf,
  tapStride
} from './resizeTaps';

/** Joins the sums made with the low and the high parts of the coefficients, and rounds to whole grey levels. */
function joinParts(low: v128, high: v128): v128 {
  const half = i32x4.splat(1 << (PRECISION_BITS - 1));
  return i32x4.shr_s(i32x4.add(i32x4.add(low, half), i32x4.shl(high, HIGH_SHIFT)), PRECISION_BITS);
}

/** Sixteen grey levels clipped to 0…255. */
function clipToBytes(first: v128, second: v128, third: v128, fourth: v128): v128 {
  return i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(first, second), i16x8.narrow_i32x4_s(third, fourth));
}

/*
 * Where the bytes of two RGB pixels go as 16-bit pairs: R0 R1, G0 G1, B0 B1, nothing. In memory rather than in the
 * code, because V8 would build a vector constant anew in every turn of a loop.
 */
const firstPairLanes = memory.data<i8>([0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1], 16);
const secondPairLanes = memory.data<i8>([6, -1, 9, -1, 7, -1, 10, -1, 8, -1, 11, -1, -1, -1, -1, -1], 16);

/** Four taps of a pixel: the next input pixels weighed with one of the two parts of their coefficients. */
function weighFour(first: v128, second: v128, coefficients: usize): v128 {
  return i32x4.add(
    i32x4.dot_i16x8_s(first, v128.load32_splat(coefficients)),
    i32x4.dot_i16x8_s(second, v128.load32_splat(coefficients, 4))
  );
}

function storePixel(target: usize, low: v128, high: v128): void {
  const pixel = joinParts(low, high);
  const bytes = clipToBytes(pixel, pixel, pixel, pixel);
  v128.store16_lane(target, bytes, 0);
  v128.store8_lane(target, bytes, 2, 2);
}

/**
 * One output pixel of two RGB rows, which share its coefficients.
 * @param below from the upper row to the lower one: bytes of input; 0 for the same row twice
 */
function resizeRgbPixel(
  row: usize,
  below: usize,
  target: usize,
  targetBelow: usize,
  record: usize,
  stride: i32,
  firstPairs: v128,
  secondPairs: v128
): void {
  const count = load<i32>(record, TAP_COUNT);
  const highParts: usize = 2 * stride;
  let coefficients = record + LOW_PARTS;
  let source = row + 3 * load<i32>(record);
  let low = i32x4.splat(0);
  let high = low;
  let lowBelow = low;
  let highBelow = low;
  for (let tap = 0; tap < count; tap += 4) {
    const pixels = v128.load(source);
    const first = i8x16.swizzle(pixels, firstPairs);
    const second = i8x16.swizzle(pixels, secondPairs);
    const pixelsBelow = v128.load(source + below);
    const firstBelow = i8x16.swizzle(pixelsBelow, firstPairs);
    const secondBelow = i8x16.swizzle(pixelsBelow, secondPairs);
    const highAt = coefficients + highParts;
    low = i32x4.add(low, weighFour(first, second, coefficients));
    high = i32x4.add(high, weighFour(first, second, highAt));
    lowBelow = i32x4.add(lowBelow, weighFour(firstBelow, secondBelow, coefficients));
    highBelow = i32x4.add(highBelow, weighFour(firstBelow, secondBelow, highAt));
    coefficients += 8;
    source += 12;
  }
  storePixel(target, low, high);
  storePixel(target + targetBelow, lowBelow, highBelow);
}

/** One output pixel of a grey row. */
function resizeGreyPixel(row: usize, target: usize, record: usize, stride: i32): void {
  const count = load<i32>(record, TAP_COUNT);
  const highParts: usize = 2 * stride;
  let coefficients = record + LOW_PARTS;
  let source = row + load<i32>(record);
  let low = i32x4.splat(0);
  let high = i32x4.splat(0);
  for (let tap = 0; tap < count; tap += 8) {
    const pixels = v128.load8x8_u(source);
    low = i32x4.add(low, i32x4.dot_i16x8_s(pixels, v128.load(coefficients)));
    high = i32x4.add(high, i32x4.dot_i16x8_s(pixels, v128.load(coefficients + highParts)));
    coefficients += 16;
    source += 8;
  }
  const lanes = i32x4.add(low, i32x4.shl(high, HIGH_SHIFT));
  const halves = i32x4.add(lanes, i32x4.shuffle(lanes, lanes, 2, 3, 0, 1));
  const sum = i32x4.extract_lane(halves, 0) + i32x4.extract_lane(halves, 1);
  store<u8>(target, max(0, min(255, (sum + (1 << (PRECISION_BITS - 1))) >> PRECISION_BITS)));
}

/** Changes the width: `height` rows of `inputWidth` pixels become rows of `outputWidth`. */
export function resizeRows(
  source: usize,
  target: usize,
  channels: i32,
  inputWidth: i32,
  outputWidth: i32,
  height: i32,
  filter: i32
): void {
  const taps = tapsOf(inputWidth, outputWidth, filter);
  const stride = tapStride(inputWidth, outputWidth, filter);
  const bytes = recordBytes(stride);
  const firstPairs = v128.load(firstPairLanes);
  const secondPairs = v128.load(secondPairLanes);
  for (let y = 0; y < height; y += 2) {
    // The last of an odd number of rows is its own partner.
    const rowBytes = y + 1 < height ? inputWidth * channels : 0;
    const targetBytes = y + 1 < height ? outputWidth * channels : 0;
    const row = source + y * inputWidth * channels;
    let output = target + y * outputWidth * channels;
    let record = taps;
    for (let x = 0; x < outputWidth; x++) {
      if (channels == 3) {
        resizeRgbPixel(row, rowBytes, output, targetBytes, record, stride, firstPairs, secondPairs);
      } else {
        resizeGreyPixel(row, output, record, stride);
        resizeGreyPixel(row + rowBytes, output + targetBytes, record, stride);
      }
      record += bytes;
      output += channels;
    }
  }
}

/**
 * Sixteen bytes of an output row; the same coefficients apply to all of them. A step takes two input rows, whose
 * bytes are interleaved so that one 16-bit dot product weighs both.
 */
function resizeBlock(source: usize, target: usize, rowBytes: i32, record: usize, stride: i32): void {
  const count = load<i32>(record, TAP_COUNT);
  const highParts: usize = 2 * stride;
  let coefficients = record + LOW_PARTS;
  let low0 = i32x4.splat(0);
  let low1 = low0;
  let low2 = low0;
  let low3 = low0;
  let high0 = low0;
  let high1 = low0;
  let high2 = low0;
  let high3 = low0;
  for (let tap = 0; tap < count; tap += 2) {
    const upper = v128.load(source + tap * rowBytes);
    // The last of an odd number of rows is paired with itself; the coefficient for that is 0.
    const lower = v128.load(source + min(tap + 1, count - 1) * rowBytes);
    const left = i8x16.shuffle(upper, lower, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const right = i8x16.shuffle(upper, lower, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const pixels0 = i16x8.extend_low_i8x16_u(left);
    const pixels1 = i16x8.extend_high_i8x16_u(left);
    const pixels2 = i16x8.extend_low_i8x16_u(right);
    const pixels3 = i16x8.extend_high_i8x16_u(right);
    const lowPair = v128.load32_splat(coefficients);
    const highPair = v128.load32_splat(coefficients + highParts);
    low0 = i32x4.add(low0, i32x4.dot_i16x8_s(pixels0, lowPair));
    low1 = i32x4.add(low1, i32x4.dot_i16x8_s(pixels1, lowPair));
    low2 = i32x4.add(low2, i32x4.dot_i16x8_s(pixels2, lowPair));
    low3 = i32x4.add(low3, i32x4.dot_i16x8_s(pixels3, lowPair));
    high0 = i32x4.add(high0, i32x4.dot_i16x8_s(pixels0, highPair));
    high1 = i32x4.add(high1, i32x4.dot_i16x8_s(pixels1, highPair));
    high2 = i32x4.add(high2, i32x4.dot_i16x8_s(pixels2, highPair));
    high3 = i32x4.add(high3, i32x4.dot_i16x8_s(pixels3, highPair));
    coefficients += 4;
  }
  const left = joinParts(low0, high0);
  const right = joinParts(low2, high2);
  v128.store(target, clipToBytes(left, joinParts(low1, high1), right, joinParts(low3, high3)));
}

/**
 * Changes the height: `inputHeight` rows of `rowBytes` bytes become `outputHeight` rows. The last block of a row
 * reaches into the next one, which is written afterwards.
 */
export function resizeColumns(
  source: usize,
  target: usize,
  rowBytes: i32,
  inputHeight: i32,
  outputHeight: i32,
  filter: i32
): void {
  const taps = tapsOf(inputHeight, outputHeight, filter);
  const stride = tapStride(inputHeight, outputHeight, filter);
  const bytes = recordBytes(stride);
  for (let y = 0; y < outputHeight; y++) {
    const record = taps + y * bytes;
    const firstRow = source + load<i32>(record) * rowBytes;
    const output = target + y * rowBytes;
    for (let x = 0; x < rowBytes; x += 16) resizeBlock(firstRow + x, output + x, rowBytes, record, stride);
  }
}
