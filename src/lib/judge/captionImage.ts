import type { RgbImage } from '../core/image';
import { glyphSize, hasInk } from './captionFont';
import { layCaption, type CaptionLayout } from './layCaption';

const paper = 255;

/**
 * The picture with a white strip below it that says in black what it is. A picture narrower than the words is padded on
 * both sides with white; its own pixels stay as they are.
 */
export function captionImage(image: RgbImage, caption: string): RgbImage {
  const layout = layCaption(image, caption);
  const { width, height } = layout.size;
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

function drawLetter(strip: Uint8Array, layout: CaptionLayout, letter: string, index: number): void {
  const { scale, left, top } = layout;
  const { width } = layout.size;
  const start = left + index * scale * (glyphSize.width + 1);
  for (let y = 0; y < scale * glyphSize.height; y++) {
    for (let x = 0; x < scale * glyphSize.width; x++) {
      if (!hasInk(letter, Math.floor(x / scale), Math.floor(y / scale))) continue;
      const at = 3 * ((top + y) * width + start + x);
      strip.fill(0, at, at + 3);
    }
  }
}
