import type { Size } from '../../lib/core/image.ts';
import { clamp, exponential } from './arithmetic.ts';
import { mapPicture, mapPlane, type Picture, type Plane } from './picture.ts';
import type { Random } from './random.ts';

/** Gaussian blur, the deviation in pixels. */
export function blurPlane(plane: Plane, size: Size, deviation: number): Plane {
  const reach = Math.ceil(deviation * 2);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    exponential(-((i - reach) * (i - reach)) / (2 * deviation * deviation))
  );
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  const weights = Float64Array.from(kernel, (weight) => weight / total);
  return blurDown(blurAcross(plane, weights, size), weights, size);
}

/** Convolves the lines; beyond the border the outermost pixel is repeated. */
function blurAcross(plane: Plane, weights: Float64Array, { width, height }: Size): Plane {
  const result = new Float32Array(plane.length);
  const reach = (weights.length - 1) / 2;
  const line = new Float64Array(width + 2 * reach);
  for (let row = 0; row < height; row++) {
    for (let i = 0; i < line.length; i++) line[i] = plane[row * width + clamp(i - reach, 0, width - 1)]!;
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * line[column + k]!;
      result[row * width + column] = sum;
    }
  }
  return result;
}

/** Convolves the columns, line by line, because neighbours in memory are the faster ones. */
function blurDown(plane: Plane, weights: Float64Array, { width, height }: Size): Plane {
  const result = new Float32Array(plane.length);
  const reach = (weights.length - 1) / 2;
  for (let row = 0; row < height; row++) {
    for (let k = 0; k < weights.length; k++) {
      const weight = weights[k]!;
      const from = clamp(row + k - reach, 0, height - 1) * width;
      for (let column = 0; column < width; column++) {
        result[row * width + column]! += weight * plane[from + column]!;
      }
    }
  }
  return result;
}

export function blur(picture: Picture, deviation: number): Picture {
  return { ...picture, planes: picture.planes.map((plane) => blurPlane(plane, picture, deviation)) };
}

/** Another size by area averaging when it shrinks and bilinear interpolation when it grows. */
export function resample(picture: Picture, size: Size): Picture {
  if (picture.width === size.width && picture.height === size.height) return picture;
  return { ...size, planes: picture.planes.map((plane) => resamplePlane(plane, picture, size)) };
}

function resamplePlane(plane: Plane, from: Size, to: Size): Plane {
  const wide = { width: to.width, height: from.height };
  const across = stretch(
    plane,
    from.width,
    to.width,
    { count: from.height, from: from.width, to: to.width },
    1
  );
  return stretch(across, from.height, to.height, { count: wide.width, from: 1, to: 1 }, wide.width);
}

/**
 * Changes the length of each line from `from` to `to` pixels.
 * @param lines how many there are and how far apart they start, before and after
 * @param stride how far apart a line's pixels are
 */
function stretch(
  plane: Plane,
  from: number,
  to: number,
  lines: { count: number; from: number; to: number },
  stride: number
): Plane {
  const result = new Float32Array(lines.count * to);
  for (let i = 0; i < to; i++) {
    for (const { at, weight } of taps(from, to, i)) {
      for (let line = 0; line < lines.count; line++) {
        result[line * lines.to + i * stride]! += weight * plane[line * lines.from + at * stride]!;
      }
    }
  }
  return result;
}

/** The old pixels that a new one is made of: a triangle filter as wide as the larger of the two pixels. */
function taps(from: number, to: number, index: number): { at: number; weight: number }[] {
  const scale = from / to;
  const support = Math.max(1, scale);
  const centre = (index + 0.5) * scale - 0.5;
  const found: { at: number; weight: number }[] = [];
  for (let at = Math.ceil(centre - support); at <= Math.floor(centre + support); at++) {
    const weight = 1 - Math.abs(at - centre) / support;
    if (weight > 0) found.push({ at: clamp(at, 0, from - 1), weight });
  }
  const total = found.reduce((sum, tap) => sum + tap.weight, 0);
  return found.map(({ at, weight }) => ({ at, weight: weight / total }));
}

/** Random grain over each pixel, the same in all planes; black surround (below `floor`) stays black. */
export function addGrain(picture: Picture, random: Random, deviation: number, floor = -1): Picture {
  const first = picture.planes[0]!;
  const grain = mapPlane(first, () => random.normal() * deviation);
  return mapPicture(picture, (value, index) => (first[index]! > floor ? value + grain[index]! : value));
}
