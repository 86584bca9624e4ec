import type { Size } from '../core/image';
import { glyphSize } from './captionFont';

/** Letters are this many times larger for every so many pixels of width. */
const pixelsAScale = 256;

/** Where the words below a picture stand, and how large. */
export interface CaptionLayout {
  /** Of the picture with its strip, in pixels. */
  readonly size: Size;
  readonly scale: number;
  /** Of the first letter, from the strip's corner. */
  readonly left: number;
  readonly top: number;
}

export function layCaption(image: Size, caption: string): CaptionLayout {
  const scale = Math.max(1, Math.round(image.width / pixelsAScale));
  const wordsWidth = scale * ((glyphSize.width + 1) * caption.length - 1);
  const width = Math.max(image.width, wordsWidth + 4 * scale);
  const stripHeight = scale * (glyphSize.height + 6);
  return {
    size: { width, height: image.height + stripHeight },
    scale,
    left: Math.floor((width - wordsWidth) / 2),
    top: 3 * scale
  };
}
