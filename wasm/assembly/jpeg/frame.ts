import { alloc, free } from '../memory';

/*
 * A component of the picture, COMPONENT_BYTES long:
 *   0 identifier, 4 samples across, 8 samples down in a minimal coded unit, 12 number of its quantisers
 *   16 blocks across, 20 blocks down (of whole units), 24 width, 28 height in samples that count
 *   32 coefficients (of a progressive picture), 36 samples (pointers), 40 quantisers were copied, 44 DC prediction
 *   48 DC table, 52 AC table of the current scan
 *   64 quantisers, u16 × 64, as they were at its first scan
 */
export const COMPONENT_BYTES: usize = 192;
export const ACROSS: usize = 4;
export const DOWN: usize = 8;
export const QUANTISER: usize = 12;
export const BLOCKS_ACROSS: usize = 16;
export const BLOCKS_DOWN: usize = 20;
export const WIDTH: usize = 24;
export const HEIGHT: usize = 28;
export const COEFFICIENTS: usize = 32;
export const SAMPLES: usize = 36;
export const IS_LATCHED: usize = 40;
export const PREDICTION: usize = 44;
export const DC_TABLE: usize = 48;
export const AC_TABLE: usize = 52;
export const QUANTISERS: usize = 64;

/** Bytes before and behind the samples of a component, for vectors that reach beyond a row. */
export const MARGIN: usize = 64;

const components = memory.data(576, 16);

export let frameWidth: i32 = 0;
export let frameHeight: i32 = 0;
export let componentCount: i32 = 0;
export let isProgressive: bool = false;
export let mostAcross: i32 = 1;
export let mostDown: i32 = 1;
export let unitsAcross: i32 = 0;
export let unitsDown: i32 = 0;

export function component(index: i32): usize {
  return components + COMPONENT_BYTES * <usize>index;
}

export function resetFrame(): void {
  componentCount = 0;
  memory.fill(components, 0, 576);
}

/** Frees what the frame holds. */
export function freeFrame(): void {
  for (let index = 0; index < componentCount; index++) {
    const at = component(index);
    if (load<usize>(at, COEFFICIENTS) != 0) free(load<usize>(at, COEFFICIENTS));
    if (load<usize>(at, SAMPLES) != 0) free(load<usize>(at, SAMPLES));
  }
  componentCount = 0;
}

function readBig16(at: usize): i32 {
  return ((<i32>load<u8>(at)) << 8) | load<u8>(at, 1);
}

function ceilDivide(a: i32, b: i32): i32 {
  return (a + b - 1) / b;
}

/** Blocks that a unit of several components may have. */
const MOST_UNIT_BLOCKS: i32 = 10;

/** Whether each component goes into the finest a whole number of times, as libjpeg has it. */
function hasWholeSteps(): bool {
  let blocks = 0;
  for (let index = 0; index < componentCount; index++) {
    const across = load<i32>(component(index), ACROSS);
    const down = load<i32>(component(index), DOWN);
    if (mostAcross % across != 0 || mostDown % down != 0) return false;
    blocks += across * down;
  }
  return blocks <= MOST_UNIT_BLOCKS;
}

function allocateComponent(at: usize): void {
  const across = unitsAcross * load<i32>(at, ACROSS);
  const down = unitsDown * load<i32>(at, DOWN);
  store<i32>(at, across, BLOCKS_ACROSS);
  store<i32>(at, down, BLOCKS_DOWN);
  store<i32>(at, ceilDivide(frameWidth * load<i32>(at, ACROSS), mostAcross), WIDTH);
  store<i32>(at, ceilDivide(frameHeight * load<i32>(at, DOWN), mostDown), HEIGHT);
  const bytes = 128 * <usize>across * <usize>down;
  if (isProgressive) {
    const coefficients = alloc(bytes);
    memory.fill(coefficients, 0, bytes);
    store<usize>(at, coefficients, COEFFICIENTS);
  }
  store<usize>(at, alloc((bytes >> 1) + MARGIN + MARGIN), SAMPLES);
}

/**
 * Reads a frame header (SOF0 to SOF2) whose segment begins at `segment`, behind its length.
 * @returns whether it is one of those that are decoded here
 */
export function readFrame(segment: usize, end: usize, marker: i32): bool {
  if (componentCount != 0 || end - segment < 6 || load<u8>(segment) != 8) return false;
  frameHeight = readBig16(segment + 1);
  frameWidth = readBig16(segment + 3);
  const count = <i32>load<u8>(segment, 5);
  if ((count != 1 && count != 3) || end - segment != 6 + 3 * <usize>count) return false;
  if (frameWidth == 0 || frameHeight == 0) return false;
  isProgressive = marker == 0xc2;
  mostAcross = 1;
  mostDown = 1;
  for (let index = 0; index < count; index++) {
    const at = component(index);
    const source = segment + 6 + 3 * index;
    const factors = <i32>load<u8>(source, 1);
    // Of a single component the factors do not matter: its units are single blocks.
    const across = count == 1 ? 1 : factors >> 4;
    const down = count == 1 ? 1 : factors & 15;
    if (
      factors >> 4 == 0 ||
      factors >> 4 > 4 ||
      (factors & 15) == 0 ||
      (factors & 15) > 4 ||
      load<u8>(source, 2) > 3
    )
      return false;
    store<i32>(at, load<u8>(source));
    store<i32>(at, across, ACROSS);
    store<i32>(at, down, DOWN);
    store<i32>(at, load<u8>(source, 2), QUANTISER);
    mostAcross = max(mostAcross, across);
    mostDown = max(mostDown, down);
  }
  componentCount = count;
  if (!hasWholeSteps()) {
    componentCount = 0;
    return false;
  }
  unitsAcross = ceilDivide(frameWidth, 8 * mostAcross);
  unitsDown = ceilDivide(frameHeight, 8 * mostDown);
  for (let index = 0; index < count; index++) allocateComponent(component(index));
  return true;
}
