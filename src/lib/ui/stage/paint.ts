import type { RgbImage, Size } from '../../core/image';
import type { ComparedImages } from '../../engine/compareImages';
import { type ChangedRegion } from '../../metrics/region/computeRegion';
import { computeOutline, outlineTones } from '../../metrics/region/outline';
import {
  makeAbsolutePalette,
  makeSignedPalette,
  makeSsimPalette,
  ssimIndex,
  type DifferenceKind,
  type Gain,
  type Palette,
  type SsimFloor
} from './colourScale';

/** A picture of an image's own size, to be drawn at any scale. For looking only: no number is ever read from one. */
export type Picture = HTMLCanvasElement;

/** @param tones the shown level of each of 256; null shows the image as it is */
export function paintImage({ width, height, rgb }: RgbImage, tones: Uint8Array | null): Picture {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    const [red, green, blue] = [rgb[from]!, rgb[from + 1]!, rgb[from + 2]!];
    rgba[to] = tones ? tones[red]! : red;
    rgba[to + 1] = tones ? tones[green]! : green;
    rgba[to + 2] = tones ? tones[blue]! : blue;
  }
  return toPicture(rgba, { width, height });
}

export function paintDifference(
  { width, height, lumaDifferences, largestDifferences }: ComparedImages,
  kind: DifferenceKind,
  gain: Gain
): Picture {
  if (kind === 'absolute') {
    const palette = makeAbsolutePalette(gain);
    return paintIndexed({ width, height }, palette, (i) => largestDifferences[i]!);
  }
  return paintIndexed({ width, height }, makeSignedPalette(gain), (i) => lumaDifferences[i]! + 255);
}

/** The map at its windows' centres: the border of 3 px has none and stays black. */
export function paintSsimMap(size: Size, map: Float64Array, floor: SsimFloor): Picture {
  const inner = { width: size.width - 6, height: size.height - 6 };
  const painted = paintIndexed(inner, makeSsimPalette(), (i) => ssimIndex(map[i]!, floor));
  const picture = makeCanvas(size);
  picture.getContext('2d')?.drawImage(painted, 3, 3);
  return picture;
}

/** @param scale screen pixels an image pixel: the line is never finer than the screen nor coarser than the image */
export function paintOutline(region: ChangedRegion, scale: number): Picture {
  const share = Math.min(1, scale);
  const size = {
    width: Math.max(1, Math.round(region.width * share)),
    height: Math.max(1, Math.round(region.height * share))
  };
  const rgba = new Uint8ClampedArray(size.width * size.height * 4);
  for (const [at, tone] of computeOutline(region, size).entries()) {
    if (tone === outlineTones.none) continue;
    rgba.fill(tone === outlineTones.inner ? 255 : 0, 4 * at, 4 * at + 3);
    rgba[4 * at + 3] = 255;
  }
  return toPicture(rgba, size);
}

function paintIndexed(size: Size, palette: Palette, indexOf: (pixel: number) => number): Picture {
  const pixels = new Uint32Array(size.width * size.height);
  const colours = new Uint32Array(palette.buffer);
  for (let i = 0; i < pixels.length; i++) pixels[i] = colours[indexOf(i)]!;
  return toPicture(new Uint8ClampedArray(pixels.buffer), size);
}

function toPicture(rgba: Uint8ClampedArray<ArrayBuffer>, size: Size): Picture {
  const picture = makeCanvas(size);
  picture.getContext('2d')?.putImageData(new ImageData(rgba, size.width, size.height), 0, 0);
  return picture;
}

function makeCanvas({ width, height }: Size): Picture {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}
