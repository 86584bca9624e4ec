import type { RgbImage } from '../core/image';
import type { ImageHeader } from './imageHeader';

/** An image with what its decoder complained of, though it could decode it. */
export interface DecodedImage extends RgbImage {
  /** Why the file counts as damaged though Pillow, too, decodes it, e.g. "the checksum of its data is wrong". */
  readonly damage: string | null;
  /** What to know of a whole file's pixels, e.g. "has run lengths that jump, which …". */
  readonly note?: string;
}

export interface Codec {
  /**
   * @throws DataError for bytes that do not decode. Whatever else ends a decoder (a trap, an exit), the codec
   *   never enters that WASM instance again and makes a new one for the next image.
   */
  decode(bytes: Uint8Array, header: ImageHeader, path: string): Promise<DecodedImage>;
}
