import type { Size } from '../../lib/core/image.ts';
import { clamp } from './arithmetic.ts';

/** One number a pixel, row by row. */
export type Plane = Float32Array;

/** Values 0 to 255 while we draw (fractions and overshoot allowed); one plane for grey, three for RGB. */
export interface Picture extends Size {
  readonly planes: readonly Plane[];
}

/** A colour as red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

export function emptyPlane(size: Size, value = 0): Plane {
  return new Float32Array(size.width * size.height).fill(value);
}

export function emptyPicture(size: Size, planeCount: 1 | 3, value = 0): Picture {
  const { width, height } = size;
  return { width, height, planes: Array.from({ length: planeCount }, () => emptyPlane(size, value)) };
}

export function greyPicture({ width, height }: Size, plane: Plane): Picture {
  return { width, height, planes: [plane] };
}

/**
 * Calls `visit` with each pixel's centre in picture units: the origin in the middle, y down, −1 to 1 over the
 * height; x runs as far as the width needs.
 */
export function forEachPixel(size: Size, visit: (x: number, y: number, index: number) => void): void {
  const half = size.height / 2;
  for (let row = 0, index = 0; row < size.height; row++) {
    const y = (row + 0.5) / half - 1;
    for (let column = 0; column < size.width; column++, index++) {
      visit((column + 0.5 - size.width / 2) / half, y, index);
    }
  }
}

export function drawPlane(size: Size, value: (x: number, y: number, index: number) => number): Plane {
  const plane = emptyPlane(size);
  forEachPixel(size, (x, y, index) => {
    plane[index] = value(x, y, index);
  });
  return plane;
}

/** The size of one pixel in picture units. */
export function pixelOf(size: Size): number {
  return 2 / size.height;
}

/** The share of a pixel that lies inside, from the signed distance to the edge: anti-aliasing. */
export function cover(distance: number, pixel: number): number {
  return clamp(0.5 - distance / pixel, 0, 1);
}

export function mapPlane(plane: Plane, change: (value: number, index: number) => number): Plane {
  // A plain loop: `plane.map` is several times slower.
  const result = new Float32Array(plane.length);
  for (let i = 0; i < plane.length; i++) result[i] = change(plane[i]!, i);
  return result;
}

export function mapPicture(picture: Picture, change: (value: number, index: number) => number): Picture {
  return { ...picture, planes: picture.planes.map((plane) => mapPlane(plane, change)) };
}

/** Grey as three equal planes; RGB unchanged. */
export function toColour(picture: Picture): Picture {
  const [first] = picture.planes;
  return picture.planes.length === 3 ? picture : { ...picture, planes: [first!, first!, first!] };
}

/** Lays `colour` over the picture where the mask says so (0 to 1). */
export function paint(picture: Picture, mask: Plane, colour: Colour): Picture {
  const base = toColour(picture);
  const planes = base.planes.map((plane, channel) =>
    mapPlane(plane, (value, index) => value + (colour[channel]! - value) * mask[index]!)
  );
  return { ...base, planes };
}

/** `a` where the mask is 0, `b` where it is 1; one number stands for the same mask everywhere. */
export function blend(a: Picture, b: Picture, mask: Plane | number): Picture {
  const planes = a.planes.map((plane, channel) => {
    const other = b.planes[channel]!;
    return typeof mask === 'number'
      ? mapPlane(plane, (value, index) => value + (other[index]! - value) * mask)
      : mapPlane(plane, (value, index) => value + (other[index]! - value) * mask[index]!);
  });
  return { ...a, planes };
}

/** Whole numbers 0 to 255, on a grid of `step` (texture hides the steps, and files stay small). */
export function quantise(picture: Picture, step: number): Picture {
  const planes = picture.planes.map((plane) => {
    const result = new Float32Array(plane.length);
    for (let i = 0; i < plane.length; i++) result[i] = clamp(Math.round(plane[i]! / step) * step, 0, 255);
    return result;
  });
  return { ...picture, planes };
}
