import { alloc, free } from './memory';

/** Pillow's filter numbers are its own; these are ours. `Kernels.resize` knows them too. */
export const BILINEAR: i32 = 0;
export const LANCZOS: i32 = 1;
export const BICUBIC: i32 = 2;

/** Fraction bits of a coefficient: 32 − 8 for the pixel − 2 for the sign and the overshoot. */
export const PRECISION_BITS: i32 = 22;

/*
 * One record for each output position, `recordBytes(stride)` long:
 *   0   i32 first input position
 *   4   i32 number of taps
 *   16  i16 × stride: low parts of the coefficients;   then i16 × stride: high parts
 * coefficient = high · 2^15 + low with −2^14 ≤ low < 2^14, so that 16-bit dot products can apply it without loss.
 * Coefficients past the number of taps are 0.
 */
export const TAP_COUNT: usize = 4;
export const LOW_PARTS: usize = 16;
export const HIGH_SHIFT: i32 = 15;

export function recordBytes(stride: i32): i32 {
  return <i32>LOW_PARTS + 4 * stride;
}

/** Input positions that one output position covers on either side, before rounding. */
function supportOf(inputSize: i32, outputSize: i32, filter: i32): f64 {
  const radius: f64 = filter == LANCZOS ? 3.0 : filter == BICUBIC ? 2.0 : 1.0;
  return radius * max(1.0, f64(inputSize) / f64(outputSize));
}

/** Coefficients kept for one output position: Pillow's number, rounded up to whole vectors of eight. */
export function tapStride(inputSize: i32, outputSize: i32, filter: i32): i32 {
  const taps = i32(Math.ceil(supportOf(inputSize, outputSize, filter))) * 2 + 1;
  return (taps + 7) & ~7;
}

function sinc(x: f64): f64 {
  if (x == 0.0) return 1.0;
  const angle = x * Math.PI;
  return Math.sin(angle) / angle;
}

/** Keys' cubic convolution with a = −0.5. */
function cubic(distance: f64): f64 {
  if (distance < 1.0) return (1.5 * distance - 2.5) * distance * distance + 1.0;
  if (distance < 2.0) return (((distance - 5.0) * distance + 8.0) * distance - 4.0) * -0.5;
  return 0.0;
}

function weightAt(x: f64, filter: i32): f64 {
  if (filter == LANCZOS) return -3.0 <= x && x < 3.0 ? sinc(x) * sinc(x / 3.0) : 0.0;
  const distance = Math.abs(x);
  if (filter == BICUBIC) return cubic(distance);
  return distance < 1.0 ? 1.0 - distance : 0.0;
}

/** Rounds half away from zero, as Pillow does, and splits the result into its two parts. */
function storeCoefficient(weight: f64, lowParts: usize, tap: i32, stride: i32): void {
  const scaled = weight * f64(1 << PRECISION_BITS);
  const coefficient = i32(scaled < 0.0 ? scaled - 0.5 : scaled + 0.5);
  const high = (coefficient + (1 << (HIGH_SHIFT - 1))) >> HIGH_SHIFT;
  store<i16>(lowParts + 2 * tap, <i16>(coefficient - (high << HIGH_SHIFT)));
  store<i16>(lowParts + 2 * (stride + tap), <i16>high);
}

/**
 * The records of a resize from `inputSize` to `outputSize` positions, in a new block.
 * Follows Pillow's order of operations in double precision, so that the rounded coefficients are the same.
 */
function makeTaps(inputSize: i32, outputSize: i32, filter: i32): usize {
  const stride = tapStride(inputSize, outputSize, filter);
  const bytes = recordBytes(stride);
  const records = alloc(<usize>bytes * outputSize);
  const weights = alloc(8 * stride);
  memory.fill(records, 0, <usize>bytes * outputSize);
  const scale = f64(inputSize) / f64(outputSize);
  const support = supportOf(inputSize, outputSize, filter);
  const inverseScale = 1.0 / max(1.0, scale);
  for (let output = 0; output < outputSize; output++) {
    const centre = (f64(output) + 0.5) * scale;
    const first = max(0, i32(centre - support + 0.5));
    const count = min(inputSize, i32(centre + support + 0.5)) - first;
    let total: f64 = 0;
    for (let tap = 0; tap < count; tap++) {
      const weight = weightAt((f64(tap + first) - centre + 0.5) * inverseScale, filter);
      store<f64>(weights + 8 * tap, weight);
      total += weight;
    }
    const record = records + <usize>bytes * output;
    store<i32>(record, first);
    store<i32>(record, count, TAP_COUNT);
    for (let tap = 0; tap < count; tap++) {
      const weight = load<f64>(weights + 8 * tap);
      storeCoefficient(total != 0.0 ? weight / total : weight, record + LOW_PARTS, tap, stride);
    }
  }
  free(weights);
  return records;
}

/** The records that were made last: images mostly are as wide as high, and of one size. */
let known: usize = 0;
let knownInput: i32 = 0;
let knownOutput: i32 = 0;
let knownFilter: i32 = 0;

/** The records of a resize, until others are asked for. */
export function tapsOf(inputSize: i32, outputSize: i32, filter: i32): usize {
  if (inputSize == knownInput && outputSize == knownOutput && filter == knownFilter) return known;
  knownInput = 0;
  if (known != 0) free(known);
  known = makeTaps(inputSize, outputSize, filter);
  knownInput = inputSize;
  knownOutput = outputSize;
  knownFilter = filter;
  return known;
}
