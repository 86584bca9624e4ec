import type { RgbImage } from '../core/image';

/**
 * A picture for the eye, at most `maxSidePx` on its longer side: each pixel is the mean of those it covers. An image that is
 * small enough stays as it is. Never scored.
 */
export function shrinkImage(image: RgbImage, maxSidePx: number): RgbImage {
  const scale = maxSidePx / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      rgb.set(meanOf(image, edge(x, image.width, width), edge(y, image.height, height)), at);
    }
  }
  return { width, height, rgb };
}

type Stretch = readonly [from: number, to: number];

/** The source pixels that the pixel at `place` covers; at least one. */
function edge(place: number, sourceLength: number, length: number): Stretch {
  const from = Math.floor((place * sourceLength) / length);
  return [from, Math.max(from + 1, Math.floor(((place + 1) * sourceLength) / length))];
}

function meanOf(
  { width, rgb }: RgbImage,
  [left, right]: Stretch,
  [top, bottom]: Stretch
): [number, number, number] {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let y = top; y < bottom; y++) {
    const end = (y * width + right) * 3;
    for (let at = (y * width + left) * 3; at < end; at += 3) {
      red += rgb[at]!;
      green += rgb[at + 1]!;
      blue += rgb[at + 2]!;
    }
  }
  const count = (right - left) * (bottom - top);
  return [Math.round(red / count), Math.round(green / count), Math.round(blue / count)];
}
