import type { Size } from '../../src/lib/core/image';

/** Byte i of a fixed noise; tests/golden/kernels.py draws the same. */
export function makeNoise(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => Math.imul(index, 2654435761) >>> 24);
}

/** A picture with slopes and edges, as in tests/golden/kernels.py. */
export function makePattern({ width, height }: Size): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, index) => {
    const x = index % width;
    const y = Math.floor(index / width);
    return (Math.floor((x * y) / 16) + x) % 256;
  });
}

/** The pattern with noise of up to 32 grey levels in either direction, clipped. */
export function makeDisturbed(size: Size): Uint8Array {
  return disturb(makePattern(size), 32);
}

/** `pixels` with noise of up to `levels` grey levels in either direction, clipped. */
export function disturb(pixels: Uint8Array, levels: number): Uint8Array {
  const noise = makeNoise(pixels.length);
  const moved = Uint8ClampedArray.from(pixels, (value, index) => {
    return value + Math.floor(((noise[index] ?? 0) * 2 * levels) / 256) - levels;
  });
  return new Uint8Array(moved.buffer);
}

/** The same bytes as a view that starts at an odd offset of a larger buffer whose other bytes are not zero. */
export function misalign(bytes: Uint8Array): Uint8Array {
  const larger = new Uint8Array(bytes.length + 12).fill(0xa5);
  larger.set(bytes, 5);
  return larger.subarray(5, 5 + bytes.length);
}
