import type { RgbImage, Size } from '../core/image';

// Inputs that the scripts in tests/golden draw by the same rules, so that only the expected values are stored. Loops:
// `from({ length }, …)` takes some fifty times as long, and the page waits.

/** Byte i of a fixed noise. */
export function drawNoise(length: number): Uint8Array {
  const noise = new Uint8Array(length);
  for (let i = 0; i < length; i++) noise[i] = Math.imul(i, 2654435761) >>> 24;
  return noise;
}

/** Value i is i times the golden ratio, without the whole part. */
export function drawValues(n: number): Float64Array {
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) values[i] = (i * 0.61803398875) % 1;
  return values;
}

/** A picture with slopes and edges, other in each channel. */
export function drawPicture({ width, height }: Size): RgbImage {
  const rgb = new Uint8Array(3 * width * height);
  for (let i = 0; i < rgb.length; i++) {
    const pixel = Math.floor(i / 3);
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    rgb[i] = Math.floor((x * y) / 16) + x + 40 * (i % 3);
  }
  return { width, height, rgb };
}

/** The image with noise of up to `levels` grey levels in either direction, clipped. */
export function disturb(image: RgbImage, levels: number): RgbImage {
  const noise = drawNoise(image.rgb.length);
  const moved = new Uint8ClampedArray(image.rgb.length);
  for (let i = 0; i < moved.length; i++) {
    moved[i] = image.rgb[i]! + Math.floor((noise[i]! * 2 * levels) / 256) - levels;
  }
  return { ...image, rgb: new Uint8Array(moved.buffer) };
}
