import type { RgbImage } from '../core/image';
import { glyphSize, hasInk } from './captionFont';

/** Letters are this many times larger for every so many pixels of width. */
const pixelsAScale = 256;
const paper = 255;

/** Where the words stand, and how large. */
interface Layout {
  readonly width: number;
  readonly scale: number;
  readonly stripHeight: number;
  /** Of the first letter. */
  readonly left: number;
  readonly top: number;
}

/**
 * The picture with a white strip below it that says in black what it is. A picture narrower than the words is padded on
 * both sides with white; its own pixels stay as they are.
 */
export function captionImage(image: RgbImage, caption: string): RgbImage {
  const layout = lay(image.width, caption);
  const { width, stripHeight } = layout;
  const height = image.height + stripHeight;
  const rgb = new Uint8Array(3 * width * height).fill(paper);
  const margin = Math.floor((width - image.width) / 2);
  for (let y = 0; y < image.height; y++) {
    const row = image.rgb.subarray(3 * y * image.width, 3 * (y + 1) * image.width);
    rgb.set(row, 3 * (y * width + margin));
  }
  const strip = rgb.subarray(3 * width * image.height);
  Array.from(caption).forEach((letter, i) => drawLetter(strip, layout, letter, i));
  return { width, height, rgb };
}

function lay(imageWidth: number, caption: string): Layout {
  const scale = Math.max(1, Math.round(imageWidth / pixelsAScale));
  const wordsWidth = scale * ((glyphSize.width + 1) * caption.length - 1);
  const width = Math.max(imageWidth, wordsWidth + 4 * scale);
  return {
    width,
    scale,
    stripHeight: scale * (glyphSize.height + 6),
    left: Math.floor((width - wordsWidth) / 2),
    top: 3 * scale
  };
}

function drawLetter(strip: Uint8Array, layout: Layout, letter: string, index: number): void {
  const { width, scale, left, top } = layout;
  const start = left + index * scale * (glyphSize.width + 1);
  for (let y = 0; y < scale * glyphSize.height; y++) {
    for (let x = 0; x < scale * glyphSize.width; x++) {
      if (!hasInk(letter, Math.floor(x / scale), Math.floor(y / scale))) continue;
      const at = 3 * ((top + y) * width + start + x);
      strip.fill(0, at, at + 3);
    }
  }
}
