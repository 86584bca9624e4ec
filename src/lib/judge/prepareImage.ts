import type { RgbImage } from '../core/image';
import type { KernelSet } from '../kernels/KernelSet';
import { captionImage } from './captionImage';
import { encodePng } from './encodePng';
import { limitSize } from './limitSize';
import type { SentImage } from './providers/Provider';

/** A picture as it is sent: downscaled as Pillow's LANCZOS does it, with its strip, as PNG. */
export async function prepareImage(
  image: RgbImage,
  caption: string,
  limitPx: number,
  kernels: Pick<KernelSet, 'resize'>
): Promise<SentImage> {
  const size = limitSize(image, limitPx);
  const isSame = size.width === image.width && size.height === image.height;
  const rgb = isSame ? image.rgb : kernels.resize(image.rgb, 3, image, size, 'lanczos');
  const captioned = captionImage({ ...size, rgb }, caption);
  const { width, height } = captioned;
  return { caption, width, height, base64: toBase64(await encodePng(captioned)) };
}

function toBase64(bytes: Uint8Array): string {
  // In pieces: a call takes no million arguments.
  const pieceBytes = 0x8000;
  let text = '';
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    text += String.fromCharCode(...bytes.subarray(at, at + pieceBytes));
  }
  return btoa(text);
}
