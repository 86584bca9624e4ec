import { alloc, free } from '../memory';
import { expandGrey } from '../expandSamples';
import { convertRow } from './colour';
import {
  ACROSS,
  BLOCKS_ACROSS,
  BLOCKS_DOWN,
  COEFFICIENTS,
  component,
  componentCount,
  DOWN,
  frameHeight,
  frameWidth,
  HEIGHT,
  isProgressive,
  MARGIN,
  mostAcross,
  mostDown,
  QUANTISERS,
  SAMPLES,
  WIDTH
} from './frame';
import { inverseDct } from './inverseDct';
import { repeatColumns, upsampleColumns, upsampleRow, weighRows, widenRow } from './upsample';

function transformComponent(at: usize): void {
  const across = load<i32>(at, BLOCKS_ACROSS);
  const down = load<i32>(at, BLOCKS_DOWN);
  const stride: usize = 8 * <usize>across;
  const quantisers = at + QUANTISERS;
  let block = load<usize>(at, COEFFICIENTS);
  let target = load<usize>(at, SAMPLES) + MARGIN;
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      inverseDct(block, quantisers, target + 8 * x, stride);
      block += 128;
    }
    target += 8 * stride;
  }
}

function rowOf(at: usize, y: i32): usize {
  const inside = max(0, min(load<i32>(at, HEIGHT) - 1, y));
  return load<usize>(at, SAMPLES) + MARGIN + 8 * <usize>load<i32>(at, BLOCKS_ACROSS) * inside;
}

/** A row of a component at the picture's size, in `target` or where it lies. @param sums room for 16-bit sums, 16 bytes before it as well */
function upsample(at: usize, y: i32, target: usize, sums: usize): usize {
  const width = load<i32>(at, WIDTH);
  const across = mostAcross / load<i32>(at, ACROSS);
  const down = mostDown / load<i32>(at, DOWN);
  const row = rowOf(at, y / down);
  if (across == 1 && down != 2) return row;
  if (across > 2 || down > 2 || (across == 2 && width <= 2)) {
    repeatColumns(row, target, width, across);
    return target;
  }
  if (down == 1) {
    widenRow(row, sums, width);
    upsampleColumns(sums, target, width, 2);
    return target;
  }
  const isLower = y & 1;
  const far = rowOf(at, (y >> 1) + (isLower ? 1 : -1));
  if (across == 1) {
    upsampleRow(row, far, target, width, isLower ? 2 : 1);
  } else {
    weighRows(row, far, sums, width);
    upsampleColumns(sums, target, width, 4);
  }
  return target;
}

/** All components to RGB; those of a progressive picture are still coefficients. */
export function makePixels(rgb: usize): void {
  for (let index = 0; isProgressive && index < componentCount; index++) transformComponent(component(index));
  const luma = component(0);
  const scratch = alloc(8 * (<usize>frameWidth + 64));
  const blue = scratch + 32;
  const red = blue + frameWidth + 64;
  const grey = red + frameWidth + 64;
  const sums = grey + frameWidth + 64;
  for (let y = 0; y < frameHeight; y++) {
    const target = rgb + 3 * <usize>frameWidth * y;
    if (componentCount == 1) {
      expandGrey(rowOf(luma, y), target, frameWidth);
      continue;
    }
    const blueRow = upsample(component(1), y, blue, sums);
    const redRow = upsample(component(2), y, red, sums);
    convertRow(upsample(luma, y, grey, sums), blueRow, redRow, target, frameWidth);
  }
  free(scratch);
}
