import { addPaethRows, PAETH } from './unfilterPaeth';

/*
 * PNG's filters taken back (PNG 1.2, section 6), row by row and in place. A row is its filter's number and then its bytes; the
 * row above the first is zeros.
 */
const SUB: u8 = 1;
const UP: u8 = 2;
const AVERAGE: u8 = 3;

function addAbove(row: usize, above: usize, bytes: i32): void {
  let at = 0;
  for (; at <= bytes - 16; at += 16)
    v128.store(row + at, i8x16.add(v128.load(row + at), v128.load(above + at)));
  for (; at < bytes; at++) store<u8>(row + at, load<u8>(row + at) + load<u8>(above + at));
}

function addLeft(row: usize, bytes: i32, step: i32): void {
  for (let at = step; at < bytes; at++) store<u8>(row + at, load<u8>(row + at) + load<u8>(row + at - step));
}

function addAverage(row: usize, above: usize, bytes: i32, step: i32): void {
  for (let at = 0; at < step; at++) store<u8>(row + at, load<u8>(row + at) + (load<u8>(above + at) >> 1));
  for (let at = step; at < bytes; at++) {
    const mean = (<u32>load<u8>(row + at - step) + <u32>load<u8>(above + at)) >> 1;
    store<u8>(row + at, load<u8>(row + at) + <u8>mean);
  }
}

/** Three or four bytes a pixel: a pixel is a vector, and only the byte order needs care. */
function addLeftPixels(row: usize, bytes: i32, step: i32): void {
  let left = i8x16.splat(0);
  let at = 0;
  for (; at <= bytes - 4; at += step) {
    left = i8x16.add(v128.load32_zero(row + at), left);
    if (step == 4) v128.store32_lane(row + at, left, 0);
    else storeThree(row + at, left);
  }
  finishLeft(row, at, bytes, step);
}

function storeThree(target: usize, pixel: v128): void {
  v128.store16_lane(target, pixel, 0);
  v128.store8_lane(target + 2, pixel, 2);
}

function finishLeft(row: usize, start: i32, bytes: i32, step: i32): void {
  for (let at = start; at < bytes; at++) {
    const left = at < step ? 0 : load<u8>(row + at - step);
    store<u8>(row + at, load<u8>(row + at) + left);
  }
}

function addAveragePixels(row: usize, above: usize, bytes: i32, step: i32): void {
  const ones = i8x16.splat(1);
  let left = i8x16.splat(0);
  let at = 0;
  for (; at <= bytes - 4; at += step) {
    const up = v128.load32_zero(above + at);
    // avgr rounds up; the filter rounds down.
    const mean = i8x16.sub(i8x16.avgr_u(left, up), v128.and(v128.xor(left, up), ones));
    left = i8x16.add(v128.load32_zero(row + at), mean);
    if (step == 4) v128.store32_lane(row + at, left, 0);
    else storeThree(row + at, left);
  }
  for (; at < bytes; at++) {
    const before: u32 = at < step ? 0 : load<u8>(row + at - step);
    store<u8>(row + at, load<u8>(row + at) + <u8>((before + <u32>load<u8>(above + at)) >> 1));
  }
}

function unfilterRow(filter: u8, row: usize, above: usize, bytes: i32, step: i32): bool {
  const isPixels = step == 3 || step == 4;
  if (filter == SUB) {
    if (isPixels) addLeftPixels(row, bytes, step);
    else addLeft(row, bytes, step);
  } else if (filter == UP) {
    addAbove(row, above, bytes);
  } else if (filter == AVERAGE) {
    if (isPixels) addAveragePixels(row, above, bytes, step);
    else addAverage(row, above, bytes, step);
  } else {
    return filter == 0;
  }
  return true;
}

/**
 * Takes the filters of `count` rows back.
 * @param rows each a filter's number and `rowBytes` bytes
 * @param step bytes from one pixel to the next, 1 for less than 8 bits
 * @param zeros `rowBytes` zeros: the row above the first
 * @returns whether all filters are known; else the rows up to the unknown one are done
 */
export function unfilterRows(rows: usize, rowBytes: i32, count: i32, step: i32, zeros: usize): bool {
  let above = zeros;
  for (let left = count; left > 0;) {
    let done = 1;
    const filter = load<u8>(rows);
    if (filter == PAETH) done = addPaethRows(rows, above, rowBytes, left, step);
    else if (!unfilterRow(filter, rows + 1, above, rowBytes, step)) return false;
    left -= done;
    rows += done * (rowBytes + 1);
    above = rows - rowBytes;
  }
  return true;
}
