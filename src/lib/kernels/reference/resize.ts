import type { Size } from '../../core/image';
import { checkInputs } from '../checkInputs';
import type { Channels, ResizeFilter } from '../KernelSet';

const PRECISION_BITS = 32 - 8 - 2;

/** The input positions that make one output position, with their fixed-point coefficients. */
interface Taps {
  readonly first: number;
  readonly coefficients: Int32Array;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Keys' cubic convolution with a = −0.5. */
function cubic(x: number): number {
  const distance = Math.abs(x);
  if (distance < 1) return (1.5 * distance - 2.5) * distance * distance + 1;
  return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * -0.5 : 0;
}

const FILTERS: Record<ResizeFilter, { radius: number; weight: (x: number) => number }> = {
  bilinear: { radius: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  lanczos: { radius: 3, weight: (x) => (-3 <= x && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
  bicubic: { radius: 2, weight: cubic }
};

function roundHalfAway(x: number): number {
  return Math.trunc(x < 0 ? x - 0.5 : x + 0.5);
}

function makeTaps(inputSize: number, outputSize: number, filter: ResizeFilter): Taps[] {
  const { radius, weight } = FILTERS[filter];
  const scale = inputSize / outputSize;
  const filterScale = Math.max(1, scale);
  const support = radius * filterScale;
  return Array.from({ length: outputSize }, (_, output) => {
    const centre = (output + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(inputSize, Math.trunc(centre + support + 0.5));
    const weights = Array.from({ length: end - first }, (_, tap) =>
      weight((tap + first - centre + 0.5) * (1 / filterScale))
    );
    const total = weights.reduce((sum, value) => sum + value, 0);
    const normalised = weights.map((value) => (total === 0 ? value : value / total));
    const coefficients = Int32Array.from(normalised, (value) => roundHalfAway(value * 2 ** PRECISION_BITS));
    return { first, coefficients };
  });
}

/** Resizes along one axis of an image seen as `lines` lines; `at(line, position)` is the index of a value. */
function resizeAxis(
  pixels: Uint8Array,
  taps: readonly Taps[],
  lines: number,
  inputAt: (line: number, position: number) => number,
  outputAt: (line: number, position: number) => number
): Uint8Array<ArrayBuffer> {
  const resized = new Uint8ClampedArray(lines * taps.length);
  for (const [position, { first, coefficients }] of taps.entries()) {
    for (let line = 0; line < lines; line++) {
      let sum = 1 << (PRECISION_BITS - 1);
      for (let tap = 0; tap < coefficients.length; tap++) {
        sum += (coefficients[tap] ?? 0) * (pixels[inputAt(line, first + tap)] ?? 0);
      }
      resized[outputAt(line, position)] = sum >> PRECISION_BITS;
    }
  }
  return new Uint8Array(resized.buffer);
}

/** Here a line is one channel of one row. */
function resizeRows(pixels: Uint8Array, channels: Channels, from: Size, width: number, filter: ResizeFilter) {
  const indexIn = (rowWidth: number) => (line: number, x: number) =>
    (Math.floor(line / channels) * rowWidth + x) * channels + (line % channels);
  const taps = makeTaps(from.width, width, filter);
  return resizeAxis(pixels, taps, from.height * channels, indexIn(from.width), indexIn(width));
}

/** Here a line is one byte column. */
function resizeColumns(pixels: Uint8Array, rowBytes: number, height: number, filter: ResizeFilter) {
  const index = (line: number, y: number) => y * rowBytes + line;
  return resizeAxis(pixels, makeTaps(pixels.length / rowBytes, height, filter), rowBytes, index, index);
}

/** `KernelSet.resize`: rows first, then columns on the rounded rows; a side that stays is left alone. */
export function resize(
  pixels: Uint8Array,
  channels: Channels,
  from: Size,
  to: Size,
  filter: ResizeFilter
): Uint8Array<ArrayBuffer> {
  checkInputs.resize(pixels, channels, from, to, filter);
  const rows =
    from.width === to.width ? pixels.slice() : resizeRows(pixels, channels, from, to.width, filter);
  return from.height === to.height ? rows : resizeColumns(rows, to.width * channels, to.height, filter);
}
