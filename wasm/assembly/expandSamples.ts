/** What the samples of a row are, as `Kernels.decodePng` numbers them. */
const GREY: i32 = 0;
const RGB: i32 = 1;
const PALETTE: i32 = 2;

/*
 * Which bytes of a vector become RGB: sixteen bytes out for the first bytes in. In memory, because V8 would build a vector
 * constant anew in every turn of a loop.
 */
const greyLanes = memory.data<i8>(
  [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, -1, -1, -1, -1, 4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, -1, -1, -1, -1],
  16
);
const evenGreyLanes = memory.data<i8>([0, 0, 0, 2, 2, 2, 4, 4, 4, 6, 6, 6, -1, -1, -1, -1], 16);
const fourthGreyLanes = memory.data<i8>([0, 0, 0, 4, 4, 4, 8, 8, 8, 12, 12, 12, -1, -1, -1, -1], 16);
const rgbaLanes = memory.data<i8>([0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1], 16);
const rgba16Lanes = memory.data<i8>([0, 2, 4, 8, 10, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1], 16);

/** Pixels of `inputBytes` bytes, `pixels` of them in a vector, by the lanes at `lanes`. Writes up to 16 bytes too many. */
function pick(source: usize, target: usize, columns: i32, lanes: usize, inputBytes: i32, pixels: i32): void {
  const order = v128.load(lanes);
  for (let x = 0; x < columns; x += pixels) {
    v128.store(target, i8x16.swizzle(v128.load(source), order));
    source += inputBytes * pixels;
    target += 3 * pixels;
  }
}

/** Grey to three equal bytes, eight pixels a step. */
export function expandGrey(source: usize, target: usize, columns: i32): void {
  const first = v128.load(greyLanes);
  const second = v128.load(greyLanes, 16);
  for (let x = 0; x < columns; x += 8) {
    const samples = v128.load64_zero(source);
    v128.store(target, i8x16.swizzle(samples, first));
    v128.store(target + 12, i8x16.swizzle(samples, second));
    source += 8;
    target += 24;
  }
}

/** The high bytes. One by one, so that a row may be narrowed where it lies. */
function narrowRgb16(source: usize, target: usize, columns: i32): void {
  for (const end = target + 3 * columns; target < end; target++) {
    store<u8>(target, load<u8>(source));
    source += 2;
  }
}

/** 16-bit grey, high byte first, as Pillow's mode I becomes RGB: above 255 is 255. */
function clipGrey16(source: usize, target: usize, columns: i32): void {
  for (let x = 0; x < columns; x++) {
    const value = load<u8>(source) > 0 ? 255 : load<u8>(source, 1);
    store<u8>(target, value);
    store<u8>(target, value, 1);
    store<u8>(target, value, 2);
    source += 2;
    target += 3;
  }
}

/** @param palette 256 times four bytes: R, G, B and anything */
function expandIndices(source: usize, target: usize, columns: i32, palette: usize): void {
  for (let x = 0; x < columns; x++) {
    store<u32>(target, load<u32>(palette + 4 * <usize>load<u8>(source++)));
    target += 3;
  }
}

/** Samples of 1, 2 or 4 bits, highest bits first, to bytes; each is multiplied by `factor`. */
export function unpackBits(source: usize, target: usize, columns: i32, depth: i32, factor: i32): void {
  const mask = (1 << depth) - 1;
  let shift = 8;
  for (let x = 0; x < columns; x++) {
    shift -= depth;
    store<u8>(target + x, (((<i32>load<u8>(source)) >> shift) & mask) * factor);
    if (shift == 0) {
      shift = 8;
      source++;
    }
  }
}

/**
 * One row of samples, 8 or 16 bits high byte first, to RGB. Pillow drops alpha, keeps the high byte of 16 bits and clips
 * 16-bit grey without alpha.
 * @param samples GREY, RGB or PALETTE
 * @param target `3 * columns` bytes and 32 more that may be overwritten; may be `source` where RGB takes less room
 */
export function expandRow(
  source: usize,
  target: usize,
  columns: i32,
  samples: i32,
  isWide: bool,
  hasAlpha: bool,
  palette: usize
): void {
  if (samples == PALETTE) expandIndices(source, target, columns, palette);
  else if (samples == GREY) {
    if (hasAlpha && isWide) pick(source, target, columns, fourthGreyLanes, 4, 4);
    else if (hasAlpha) pick(source, target, columns, evenGreyLanes, 2, 4);
    else if (isWide) clipGrey16(source, target, columns);
    else expandGrey(source, target, columns);
  } else if (hasAlpha) {
    if (isWide) pick(source, target, columns, rgba16Lanes, 8, 2);
    else pick(source, target, columns, rgbaLanes, 4, 4);
  } else if (isWide) narrowRgb16(source, target, columns);
  else memory.copy(target, source, 3 * columns);
}
