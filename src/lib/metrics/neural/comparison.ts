import type { RgbImage } from '../../core/image';

/** A candidate and its reference as decoded, each of its own size. */
export interface ImageComparison {
  readonly kind: 'image';
  readonly candidate: RgbImage;
  readonly reference: RgbImage;
}

/** Both normalised as `metrics/text/textPair` does. */
export interface TextComparison {
  readonly kind: 'text';
  readonly response: string;
  readonly reference: string;
}

export type Comparison = ImageComparison | TextComparison;
