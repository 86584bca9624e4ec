import type { Size } from '../../core/image';
import type { ChangedRegion } from './computeRegion';

/** The two tones of an outline: side by side, one of them stands out from whatever the image holds. */
export const outlineTones = { none: 0, inner: 1, outer: 2 } as const;

/**
 * The border of a region as a line to draw over the image: the region's own outermost pixels (inner tone; the edge of the
 * image counts as a border), and round them the nearest pixels that do not belong to it (outer tone). The inner line lies
 * in the region's margin of 3 px, so at full size it hides no changed pixel.
 * @param shown size to draw at, at most the region's own: a smaller line is drawn anew, as one that is scaled down fades.
 *   A shown pixel belongs to the region when any pixel of the image that falls into it does.
 * @returns one of `outlineTones` a shown pixel, row by row
 */
export function computeOutline(region: ChangedRegion, shown: Size): Uint8Array<ArrayBuffer> {
  const { width, height } = shown;
  const mask = shrinkMask(region, shown);
  const tones = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const left = x > 0 ? mask[at - 1]! : 0;
      const right = x + 1 < width ? mask[at + 1]! : 0;
      const above = y > 0 ? mask[at - width]! : 0;
      const below = y + 1 < height ? mask[at + width]! : 0;
      const near = left + right + above + below;
      if (mask[at] === 1 && near < 4) tones[at] = outlineTones.inner;
      if (mask[at] === 0 && near > 0) tones[at] = outlineTones.outer;
    }
  }
  return tones;
}

/** 1 where any pixel of the mask that falls there is 1. */
function shrinkMask({ width, height, mask }: ChangedRegion, shown: Size): Uint8Array {
  if (shown.width > width || shown.height > height) {
    throw new RangeError('an outline is drawn at the size of its region or below');
  }
  const shrunk = new Uint8Array(shown.width * shown.height);
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor((y * shown.height) / height) * shown.width;
    for (let x = 0; x < width; x++, at++) {
      if (mask[at] === 1) shrunk[row + Math.floor((x * shown.width) / width)] = 1;
    }
  }
  return shrunk;
}
