import type { RgbImage, Size } from '../../src/lib/core/image';
import type { KernelSet } from '../../src/lib/kernels/KernelSet';
import { makeImagePair } from '../../src/lib/metrics/imagePair';
import type { ImagePair } from '../../src/lib/metrics/metric';
import { goldenUrl } from '../kernels/readGolden';
import { readPng } from '../kernels/readPng';

/** Fills an image value by value; `value` is rounded and clipped to a byte. */
export function drawImage(size: Size, value: (x: number, y: number, channel: number) => number): RgbImage {
  const rgb = new Uint8ClampedArray(size.width * size.height * 3).map((_, i) => {
    const pixel = Math.floor(i / 3);
    return value(pixel % size.width, Math.floor(pixel / size.width), i % 3);
  });
  return { ...size, rgb: new Uint8Array(rgb.buffer) };
}

export const grey = (size: Size, value: number): RgbImage => drawImage(size, () => value);

/** A smooth picture with some texture, the same for every run. */
export const scene = (size: Size): RgbImage =>
  drawImage(
    size,
    (x, y, channel) => 128 + 60 * Math.sin(x / 5 + channel) + 40 * Math.cos(y / 3) + ((x * y) % 7)
  );

/** The image with pseudo-random noise of up to ± `amount` levels. */
export function addNoise({ rgb, ...size }: RgbImage, amount: number): RgbImage {
  let state = 1;
  const noisy = new Uint8ClampedArray(rgb).map((value) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return value + amount * ((2 * state) / 2 ** 32 - 1);
  });
  return { ...size, rgb: new Uint8Array(noisy.buffer) };
}

export async function readGoldenImage(path: string): Promise<RgbImage> {
  const { width, height, channels, pixels } = await readPng(goldenUrl(path));
  if (channels === 3) return { width, height, rgb: pixels };
  return drawImage({ width, height }, (x, y) => pixels[y * width + x] ?? 0);
}

export const pairOf = (candidate: RgbImage, reference: RgbImage, kernels: KernelSet): ImagePair =>
  makeImagePair(candidate, reference, kernels).pair;
