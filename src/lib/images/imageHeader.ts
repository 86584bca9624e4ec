import { DataError } from '../core/problem';
import type { Size } from '../core/image';

/** The decoders that are WASM files of their own, which the page compiles and hands in; `magick` is large. */
export type CodecName = 'jpeg' | 'webp' | 'magick';

export type ImageKind = 'png' | 'jpeg' | 'jpeg2000' | 'webp' | 'bmp' | 'gif' | 'tiff';

/** What a kind is called in messages. */
export function nameKind(kind: ImageKind): string {
  return kind === 'jpeg2000' ? 'JPEG 2000' : kind.toUpperCase();
}

/** How the samples of a decoder become RGB. `rgb`: they are it, alpha dropped. `cmyk`: by Pillow's own formula. */
export type SampleLayout = 'rgb' | 'cmyk';

/** What the first bytes of an image file say; nothing is decoded to learn it. */
export interface ImageHeader extends Size {
  readonly kind: ImageKind;
  /** Null where the kernels are all that is needed. */
  readonly codec: CodecName | null;
  readonly layout: SampleLayout;
  /** How ImageMagick's picture of a TIFF is to be turned, 1 to 8; `width` and `height` are those of the turned one. */
  readonly orientation?: number;
}

export type ImageErrorCode =
  | 'image-empty'
  | 'image-unknown-format'
  | 'image-unsupported'
  | 'image-too-large'
  | 'image-truncated'
  | 'image-damaged'
  | 'image-decode-failed';

export function imageError(
  code: ImageErrorCode,
  path: string,
  what: string,
  details: { got?: string; expected?: string } = {}
): DataError {
  return new DataError({ code, what, where: { file: path }, ...details });
}

/** A variant of the format for which no decoder gave Pillow's bytes: unscored rather than nearly right. */
export function unsupported(path: string, what: string): DataError {
  return imageError(
    'image-unsupported',
    path,
    `${what} is not supported: no decoder here gives Pillow's pixels`
  );
}

export function truncated(kind: string, path: string, gotBytes: number, expectedBytes: number): DataError {
  return imageError('image-truncated', path, `the ${kind} file is truncated`, {
    got: `${gotBytes} bytes`,
    expected: `${expectedBytes}`
  });
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
