import { formatSize } from '../core/image';
import { imageError, nameKind, type ImageHeader, type ImageKind } from './imageHeader';
import { readBmpHeader } from './readBmpHeader';
import { readGifHeader } from './readGifHeader';
import { readJpeg2000Header } from './readJpeg2000Header';
import { readJpegHeader } from './readJpegHeader';
import { readPngHeader } from './readPngHeader';
import { readTiffHeader } from './readTiffHeader';
import { readWebpHeader } from './readWebpHeader';
import { describeContent, describeWanted, sniffImage } from './sniffImage';

export type { ImageHeader } from './imageHeader';

/** Pillow's `Image.MAX_IMAGE_PIXELS`: beyond it Pillow warns of a decompression bomb, and opens the image. */
export const WARN_PIXELS = 89_478_485;

/** Beyond twice as many Pillow refuses. */
export const MAX_PIXELS = 2 * WARN_PIXELS;

const readers: Readonly<Record<ImageKind, (bytes: Uint8Array, path: string) => ImageHeader>> = {
  png: readPngHeader,
  jpeg: readJpegHeader,
  jpeg2000: readJpeg2000Header,
  webp: readWebpHeader,
  bmp: readBmpHeader,
  gif: readGifHeader,
  tiff: readTiffHeader
};

function readKnownHeader(kind: ImageKind, bytes: Uint8Array, path: string): ImageHeader {
  try {
    return readers[kind](bytes, path);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw imageError('image-truncated', path, `the ${nameKind(kind)} file ends inside its header`, {
      got: `${bytes.length} bytes`
    });
  }
}

/**
 * Reads an image's kind and size without decoding it. The file's first 64 kB are enough for nearly every file; where
 * they are not (a JPEG with a long colour profile, a TIFF with its directory at the end) the answer is a
 * DataError `image-truncated`, and the caller asks again with the whole file.
 *
 * @throws DataError `image-empty`, `image-unknown-format`, `image-unsupported`, `image-too-large`, `image-truncated`
 *   or `image-damaged`, each for `path`.
 */
export function readHeader(bytes: Uint8Array, path: string): ImageHeader {
  if (bytes.length === 0) throw imageError('image-empty', path, 'the image file is empty');
  const kind = sniffImage(bytes);
  if (!kind) {
    throw imageError('image-unknown-format', path, 'not an image that can be scored', {
      got: describeContent(bytes),
      expected: describeWanted(bytes, path)
    });
  }
  const header = readKnownHeader(kind, bytes, path);
  if (header.width < 1 || header.height < 1) {
    throw imageError('image-damaged', path, 'the image has no pixels', { got: formatSize(header) });
  }
  if (header.width * header.height > MAX_PIXELS) {
    throw imageError('image-too-large', path, 'the image is too large', {
      got: `${formatSize(header)} pixels`,
      expected: `at most ${MAX_PIXELS.toLocaleString('en')} pixels`
    });
  }
  return header;
}
