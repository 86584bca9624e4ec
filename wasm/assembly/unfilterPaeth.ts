/*
 * PNG's Paeth filter taken back (PNG 1.2, section 6.6). A pixel waits for the one to its left, so a row by itself leaves most of the
 * processor idle. Rows of this filter that follow one another are therefore worked on together, each one pixel behind the row above
 * it: what a row has just become is then what the next one needs.
 */
export const PAETH: u8 = 4;

/** Rows worked on together: of one byte a pixel, and of three or four. */
const ROWS_OF_BYTES: i32 = 8;
const ROWS_OF_PIXELS: i32 = 4;

const lowBytes = memory.data<i16>([255, 255, 255, 255, 255, 255, 255, 255], 16);

/** The neighbour nearest to left + above − corner; of equals the first in this order. */
function predict(left: i32, above: i32, corner: i32): i32 {
  const toLeft = abs(above - corner);
  const toAbove = abs(left - corner);
  const toCorner = abs(left + above - 2 * corner);
  const other = toAbove <= toCorner ? above : corner;
  return toLeft <= min(toAbove, toCorner) ? left : other;
}

/** The bytes from `start` to `end` of a row, one by one. */
function addPaeth(row: usize, above: usize, start: i32, end: i32, step: i32): void {
  for (let at = start; at < end; at++) {
    const isFirst = at < step;
    const left = isFirst ? 0 : <i32>load<u8>(row + at - step);
    const corner = isFirst ? 0 : <i32>load<u8>(above + at - step);
    store<u8>(row + at, load<u8>(row + at) + <u8>predict(left, load<u8>(above + at), corner));
  }
}

/** Eight 16-bit lanes at once: `values` and what is predicted for them, as bytes. */
function addLanes(values: v128, left: v128, up: v128, corner: v128): v128 {
  const fromUp = i16x8.sub(up, corner);
  const fromLeft = i16x8.sub(left, corner);
  const toLeft = i16x8.abs(fromUp);
  const toUp = i16x8.abs(fromLeft);
  const toCorner = i16x8.abs(i16x8.add(fromUp, fromLeft));
  const other = v128.bitselect(up, corner, i16x8.le_s(toUp, toCorner));
  const predicted = v128.bitselect(left, other, i16x8.le_s(toLeft, i16x8.min_s(toUp, toCorner)));
  return v128.and(i16x8.add(values, predicted), v128.load(lowBytes));
}

/** Two pixels, each as four lanes. */
function loadPixels(first: usize, second: usize): v128 {
  return i16x8.extend_low_i8x16_u(v128.load32_lane(second, v128.load32_zero(first), 1));
}

function storePixels(first: usize, second: usize, pixels: v128, step: i32): void {
  const bytes = i8x16.narrow_i16x8_u(pixels, pixels);
  if (step == 4) {
    v128.store32_lane(first, bytes, 0);
    v128.store32_lane(second, bytes, 1);
  } else {
    v128.store16_lane(first, bytes, 0);
    v128.store8_lane(first, bytes, 2, 2);
    v128.store16_lane(second, bytes, 2);
    v128.store8_lane(second, bytes, 6, 2);
  }
}

/** A row by itself, of three or four bytes a pixel. */
function addPixels(row: usize, above: usize, bytes: i32, step: i32): void {
  let left = i16x8.splat(0);
  let corner = left;
  let at = 0;
  for (; at <= bytes - 4; at += step) {
    const up = i16x8.extend_low_i8x16_u(v128.load32_zero(above + at));
    left = addLanes(i16x8.extend_low_i8x16_u(v128.load32_zero(row + at)), left, up, corner);
    corner = up;
    const pixel = i8x16.narrow_i16x8_u(left, left);
    v128.store16_lane(row + at, pixel, 0);
    v128.store8_lane(row + at, pixel, 2, 2);
    if (step == 4) v128.store8_lane(row + at, pixel, 3, 3);
  }
  addPaeth(row, above, at, bytes, step);
}

/** Four rows from where the last of them begins to where the first ends, two a vector. */
function addFourRows(row: usize, above: usize, bytes: i32, step: i32): void {
  // Each row's place is a pixel before that of the row above it.
  const stride = bytes + 1 - step;
  const second = row + stride;
  const third = second + stride;
  const fourth = third + stride;
  const start = (ROWS_OF_PIXELS - 1) * step;
  const last = start - step;
  const none = i16x8.splat(0);
  let upper = loadPixels(row + last, second + last);
  let lower = i64x2.shuffle(loadPixels(third + last, third + last), none, 0, 2);
  let upperCorner = loadPixels(above + last, row + last - step);
  let lowerCorner = i64x2.shuffle(loadPixels(second + last - step, second + last - step), none, 0, 2);
  for (let at = start; at < bytes; at += step) {
    const upperUp = i64x2.shuffle(loadPixels(above + at, above + at), upper, 0, 2);
    const lowerUp = i64x2.shuffle(upper, lower, 1, 2);
    upper = addLanes(loadPixels(row + at, second + at), upper, upperUp, upperCorner);
    lower = addLanes(loadPixels(third + at, fourth + at), lower, lowerUp, lowerCorner);
    upperCorner = upperUp;
    lowerCorner = lowerUp;
    storePixels(row + at, second + at, upper, step);
    storePixels(third + at, fourth + at, lower, step);
  }
}

/** Eight bytes, each `stride` behind the one before, as lanes. */
function gatherBytes(first: usize, stride: usize): v128 {
  const fifth = first + 4 * stride;
  let bytes = v128.load8_lane(first, i8x16.splat(0), 0);
  bytes = v128.load8_lane(first + stride, bytes, 1);
  bytes = v128.load8_lane(first + 2 * stride, bytes, 2);
  bytes = v128.load8_lane(first + 3 * stride, bytes, 3);
  bytes = v128.load8_lane(fifth, bytes, 4);
  bytes = v128.load8_lane(fifth + stride, bytes, 5);
  bytes = v128.load8_lane(fifth + 2 * stride, bytes, 6);
  bytes = v128.load8_lane(fifth + 3 * stride, bytes, 7);
  return i16x8.extend_low_i8x16_u(bytes);
}

function scatterBytes(first: usize, stride: usize, lanes: v128): void {
  const fifth = first + 4 * stride;
  const bytes = i8x16.narrow_i16x8_u(lanes, lanes);
  v128.store8_lane(first, bytes, 0);
  v128.store8_lane(first + stride, bytes, 1);
  v128.store8_lane(first + 2 * stride, bytes, 2);
  v128.store8_lane(first + 3 * stride, bytes, 3);
  v128.store8_lane(fifth, bytes, 4);
  v128.store8_lane(fifth + stride, bytes, 5);
  v128.store8_lane(fifth + 2 * stride, bytes, 6);
  v128.store8_lane(fifth + 3 * stride, bytes, 7);
}

/** Every lane's value moves to the row below; the first is `top`. */
function moveDown(lanes: v128, top: u8): v128 {
  return i16x8.replace_lane(i16x8.shuffle(lanes, lanes, 0, 0, 1, 2, 3, 4, 5, 6), 0, top);
}

/** Eight rows of one byte a pixel from where the last of them begins to where the first ends, a lane each. */
function addEightRows(row: usize, above: usize, bytes: i32): void {
  // Each row's place is a byte before that of the row above it.
  const stride = <usize>bytes;
  const start = ROWS_OF_BYTES - 1;
  const last = start - 1;
  let left = i16x8.replace_lane(gatherBytes(row + last, stride), 7, 0);
  const before = i16x8.replace_lane(gatherBytes(row + last - 1, stride), 6, 0);
  let corner = moveDown(before, load<u8>(above + last));
  for (let at = start; at < bytes; at++) {
    const up = moveDown(left, load<u8>(above + at));
    left = addLanes(gatherBytes(row + at, stride), left, up, corner);
    corner = up;
    scatterBytes(row + at, stride, left);
  }
}

/**
 * How many of the `count` rows at `rows` are of this filter and can be worked on together; 1 where that is none or one.
 * @param rows each a filter's number and its bytes, `stride` together
 */
function countTogether(rows: usize, stride: usize, count: i32, step: i32): i32 {
  const wanted = step == 1 ? ROWS_OF_BYTES : ROWS_OF_PIXELS;
  if (step == 2 || step > 4 || count < wanted || <i32>stride <= wanted * step) return 1;
  for (let row = 1; row < wanted; row++) if (load<u8>(rows + row * stride) != PAETH) return 1;
  return wanted;
}

/**
 * Takes the filter of the first of `count` rows back, and of as many of those that follow as can be had with it.
 * @param rows each a filter's number and `rowBytes` bytes; the first one's number is PAETH
 * @param above the bytes above the first
 * @param step bytes from one pixel to the next
 * @returns how many rows are done
 */
export function addPaethRows(rows: usize, above: usize, rowBytes: i32, count: i32, step: i32): i32 {
  const stride = <usize>rowBytes + 1;
  const together = countTogether(rows, stride, count, step);
  const first = rows + 1;
  if (together == 1) {
    if (step == 3 || step == 4) addPixels(first, above, rowBytes, step);
    else addPaeth(first, above, 0, rowBytes, step);
    return 1;
  }
  for (let row = 0, over = above, at = first; row < together; row++) {
    addPaeth(at, over, 0, (together - 1 - row) * step, step);
    over = at;
    at += stride;
  }
  if (step == 1) addEightRows(first, above, rowBytes);
  else addFourRows(first, above, rowBytes, step);
  for (let row = 1; row < together; row++) {
    const at = first + row * stride;
    addPaeth(at, at - stride, rowBytes - row * step, rowBytes, step);
  }
  return together;
}
