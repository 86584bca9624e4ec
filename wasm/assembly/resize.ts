import { alloc, free } from './memory';
import { HIGH_SHIFT, LOW_PARTS, PRECISION_BITS, TAP_COUNT, makeTaps, recordBytes, tapStride } from './resizeTaps';

/** Joins the low and high sums, rounds, and clips to 0…255 like Pillow's clip8. Returns the four bytes in one i32. */
@inline
function finishFour(low: v128, high: v128): v128 {
  const sum = i32x4.add(i32x4.add(low, i32x4.splat(1 << (PRECISION_BITS - 1))), i32x4.shl(high, HIGH_SHIFT));
  return i32x4.shr_s(sum, PRECISION_BITS);
}

@inline
function clip(first: v128, second: v128, third: v128, fourth: v128): v128 {
  return i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(first, second), i16x8.narrow_i32x4_s(third, fourth));
}

/** One output pixel of an RGB row. Writes a fourth byte that the next pixel overwrites. */
@inline
function resizeRgbPixel(row: usize, target: usize, record: usize, stride: i32): void {
  const lowParts = record + LOW_PARTS;
  const highParts = lowParts + 2 * stride;
  const count = load<i32>(record, TAP_COUNT);
  let source = row + 3 * load<i32>(record);
  let low = i32x4.splat(0);
  let high = i32x4.splat(0);
  for (let tap = 0; tap < count; tap += 4, source += 12) {
    const pixels = v128.load(source);
    // 16-bit pairs of neighbouring pixels: R0 R1, G0 G1, B0 B1, nothing.
    const firstPair = i8x16.swizzle(pixels, i8x16(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1));
    const secondPair = i8x16.swizzle(pixels, i8x16(6, -1, 9, -1, 7, -1, 10, -1, 8, -1, 11, -1, -1, -1, -1, -1));
    const lowAt = lowParts + 2 * tap;
    const highAt = highParts + 2 * tap;
    low = i32x4.add(low, i32x4.dot_i16x8_s(firstPair, v128.load32_splat(lowAt)));
    high = i32x4.add(high, i32x4.dot_i16x8_s(firstPair, v128.load32_splat(highAt)));
    low = i32x4.add(low, i32x4.dot_i16x8_s(secondPair, v128.load32_splat(lowAt, 4)));
    high = i32x4.add(high, i32x4.dot_i16x8_s(secondPair, v128.load32_splat(highAt, 4)));
  }
  const pixel = finishFour(low, high);
  store<i32>(target, i32x4.extract_lane(clip(pixel, pixel, pixel, pixel), 0));
}

/** One output pixel of a grey row. */
@inline
function resizeGreyPixel(row: usize, target: usize, record: usize, stride: i32): void {
  const lowParts = record + LOW_PARTS;
  const highParts = lowParts + 2 * stride;
  const count = load<i32>(record, TAP_COUNT);
  const source = row + load<i32>(record);
  let low = i32x4.splat(0);
  let high = i32x4.splat(0);
  for (let tap = 0; tap < count; tap += 8) {
    const pixels = v128.load8x8_u(source + tap);
    low = i32x4.add(low, i32x4.dot_i16x8_s(pixels, v128.load(lowParts + 2 * tap)));
    high = i32x4.add(high, i32x4.dot_i16x8_s(pixels, v128.load(highParts + 2 * tap)));
  }
  const sum = i32x4.add(low, i32x4.shl(high, HIGH_SHIFT));
  const pairs = i32x4.add(sum, i32x4.shuffle(sum, sum, 2, 3, 0, 1));
  const total = i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1) + (1 << (PRECISION_BITS - 1));
  store<u8>(target, max(0, min(255, total >> PRECISION_BITS)));
}

/** Changes the width: `height` rows of `inputWidth` pixels to rows of `outputWidth`. */
function resizeRows(
  source: usize, target: usize, channels: i32,
  inputWidth: i32, outputWidth: i32, height: i32, filter: i32
): void {
  const taps = makeTaps(inputWidth, outputWidth, filter);
  const stride = tapStride(inputWidth, outputWidth, filter);
  const bytes = recordBytes(stride);
  for (let y = 0; y < height; y++) {
    const row = source + y * inputWidth * channels;
    let output = target + y * outputWidth * channels;
    for (let x = 0, record = taps; x < outputWidth; x++, record += bytes, output += channels) {
      if (channels == 3) resizeRgbPixel(row, output, record, stride);
      else resizeGreyPixel(row, output, record, stride);
    }
  }
  free(taps);
}

/** 16 bytes of one output row: the same coefficients apply to all of them. Writes whole vectors. */
@inline
function resizeColumnBlock(source: usize, target: usize, rowBytes: i32, count: i32, lowParts: usize, highParts: usize): void {
  let low0 = i32x4.splat(0), low1 = low0, low2 = low0, low3 = low0;
  let high0 = low0, high1 = low0, high2 = low0, high3 = low0;
  for (let tap = 0; tap < count; tap += 2) {
    const upper = v128.load(source + tap * rowBytes);
    // The last tap of an odd number is paired with itself; its coefficient there is 0.
    const lower = v128.load(source + min(tap + 1, count - 1) * rowBytes);
    const left = i8x16.shuffle(upper, lower, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const right = i8x16.shuffle(upper, lower, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const lowPair = v128.load32_splat(lowParts + 2 * tap);
    const highPair = v128.load32_splat(highParts + 2 * tap);
    const pixels0 = i16x8.extend_low_i8x16_u(left);
    const pixels1 = i16x8.extend_high_i8x16_u(left);
    const pixels2 = i16x8.extend_low_i8x16_u(right);
    const pixels3 = i16x8.extend_high_i8x16_u(right);
    low0 = i32x4.add(low0, i32x4.dot_i16x8_s(pixels0, lowPair));
    low1 = i32x4.add(low1, i32x4.dot_i16x8_s(pixels1, lowPair));
    low2 = i32x4.add(low2, i32x4.dot_i16x8_s(pixels2, lowPair));
    low3 = i32x4.add(low3, i32x4.dot_i16x8_s(pixels3, lowPair));
    high0 = i32x4.add(high0, i32x4.dot_i16x8_s(pixels0, highPair));
    high1 = i32x4.add(high1, i32x4.dot_i16x8_s(pixels1, highPair));
    high2 = i32x4.add(high2, i32x4.dot_i16x8_s(pixels2, highPair));
    high3 = i32x4.add(high3, i32x4.dot_i16x8_s(pixels3, highPair));
  }
  v128.store(target, clip(finishFour(low0, high0), finishFour(low1, high1), finishFour(low2, high2), finishFour(low3, high3)));
}

/** Changes the height: `inputHeight` rows of `rowBytes` bytes to `outputHeight` rows. */
function resizeColumns(
  source: usize, target: usize, rowBytes: i32, inputHeight: i32, outputHeight: i32, filter: i32
): void {
  const taps = makeTaps(inputHeight, outputHeight, filter);
  const stride = tapStride(inputHeight, outputHeight, filter);
  const bytes = recordBytes(stride);
  for (let y = 0, record = taps; y < outputHeight; y++, record += bytes) {
    const lowParts = record + LOW_PARTS;
    const highParts = lowParts + 2 * stride;
    const firstRow = source + load<i32>(record) * rowBytes;
    const count = load<i32>(record, TAP_COUNT);
    const output = target + y * rowBytes;
    for (let x = 0; x < rowBytes; x += 16) {
      resizeColumnBlock(firstRow + x, output + x, rowBytes, count, lowParts, highParts);
    }
  }
  free(taps);
}

/**
 * Pillow's 8-bit resize (ImagingResample): fixed-point coefficients, rows first, then columns on the rounded rows; a
 * pass whose size does not change is skipped.
 * @param source `inputWidth * inputHeight * channels` bytes
 * @param target `outputWidth * outputHeight * channels` bytes
 * @param channels 1 or 3
 * @param filter BILINEAR or LANCZOS
 */
export function resize(
  source: usize, target: usize, channels: i32,
  inputWidth: i32, inputHeight: i32, outputWidth: i32, outputHeight: i32, filter: i32
): void {
  const rowBytes = outputWidth * channels;
  if (inputWidth == outputWidth && inputHeight == outputHeight) {
    memory.copy(target, source, rowBytes * outputHeight);
  } else if (inputWidth == outputWidth) {
    resizeColumns(source, target, rowBytes, inputHeight, outputHeight, filter);
  } else if (inputHeight == outputHeight) {
    resizeRows(source, target, channels, inputWidth, outputWidth, inputHeight, filter);
  } else {
    const rows = alloc(rowBytes * inputHeight);
    resizeRows(source, rows, channels, inputWidth, outputWidth, inputHeight, filter);
    resizeColumns(rows, target, rowBytes, inputHeight, outputHeight, filter);
    free(rows);
  }
}
