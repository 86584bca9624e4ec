import type { RgbImage } from '../core/image';

/** A picture for lists: decoded pixels, or a small JPEG that was kept. Never scored. */
export type SmallPicture =
  | { readonly status: 'shown'; readonly image: RgbImage | { readonly jpeg: Uint8Array<ArrayBuffer> } }
  | { readonly status: 'absent' | 'broken'; readonly reason: string };

/** Where a list takes a picture from. */
export interface PictureSource {
  /** The picture if it is at hand. */
  get(): SmallPicture | undefined;
  /** @throws the signal's reason when it is aborted before its turn comes */
  load(signal: AbortSignal): Promise<SmallPicture>;
}
