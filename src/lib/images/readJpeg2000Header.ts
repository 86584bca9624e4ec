import { formatSize, type Size } from '../core/image';
import { imageError, unsupported, viewOf, type ImageHeader } from './imageHeader';

/** Box types (ISO 15444-1, annex I) as big-endian numbers. */
const HEADER = 0x6a703268;
const IMAGE_HEADER = 0x69686472;
const COLOURS = 0x636f6c72;
const PALETTE = 0x70636c72;
const RESOLUTION = 0x72657320;
const CAPTURE_RESOLUTION = 0x72657363;
const STREAM = 0x6a703263;
const SIGNATURE_BYTES = 12;

const SIZ = 0xff51;
const SOC = 0xff4f;
/** Of the capabilities: the block coder of part 15 (HTJ2K). */
const HIGH_THROUGHPUT = 0x4000;
/** Enumerated colour spaces. */
const [SRGB, GREY] = [16, 17];

interface Box {
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

/** @throws DataError for a box that is not as long as its own head, or longer than what it lies in: Pillow refuses both */
function* readBoxes(view: DataView, start: number, end: number, path: string): Generator<Box> {
  for (let at = start; at < end;) {
    const [length, type] = [view.getUint32(at), view.getUint32(at + 4)];
    const headBytes = length === 1 ? 16 : 8;
    const isLast = length === 0 && type === STREAM;
    const boxBytes = length === 1 ? Number(view.getBigUint64(at + 8)) : isLast ? Infinity : length;
    if (boxBytes < headBytes || (!isLast && at + boxBytes > end)) {
      throw imageError(
        'image-damaged',
        path,
        'a box of the JPEG 2000 file has a length that it cannot have',
        {
          got: `${boxBytes} bytes`
        }
      );
    }
    yield { type, start: at + headBytes, end: at + boxBytes };
    at += boxBytes;
  }
}

interface Jp2Header extends Size {
  readonly components: number;
}

function readJp2Header(view: DataView, { start, end }: Box, path: string): Jp2Header {
  let header: Jp2Header | null = null;
  const spaces: number[] = [];
  for (const box of readBoxes(view, start, end, path)) {
    if (box.type === IMAGE_HEADER) {
      checkDepth(view.getUint8(box.start + 10), path);
      header = {
        height: view.getUint32(box.start),
        width: view.getUint32(box.start + 4),
        components: view.getUint16(box.start + 8)
      };
    }
    if (box.type === COLOURS) spaces.push(readColours(view, box, path));
    if (box.type === PALETTE) throw unsupported(path, 'a JPEG 2000 with a palette');
    if (box.type === RESOLUTION) checkResolution(view, box, path);
  }
  if (!header) throw imageError('image-damaged', path, 'the JPEG 2000 file does not say its size');
  const wanted = header.components === 1 ? GREY : SRGB;
  if (spaces.length === 0 || spaces.some((space) => space !== wanted)) {
    const named = spaces.join(' and ') || 'none';
    throw unsupported(path, `a JPEG 2000 of ${header.components} components with the colour space ${named}`);
  }
  return header;
}

/** Less one, the highest bit being a sign's. */
function checkDepth(depth: number, path: string): void {
  if (depth === 7) return;
  const sign = depth & 0x80 ? ' with a sign' : '';
  throw unsupported(path, `a JPEG 2000 of ${(depth & 0x7f) + 1} bits a sample${sign}`);
}

/** The number of the colour space. */
function readColours(view: DataView, { start }: Box, path: string): number {
  if (view.getUint8(start) !== 1) throw unsupported(path, 'a JPEG 2000 with a colour profile');
  return view.getUint32(start + 3);
}

/** Pillow reads the resolution, and refuses a file whose boxes do not fit there. */
function checkResolution(view: DataView, { start, end }: Box, path: string): void {
  for (const { type } of readBoxes(view, start, end, path)) if (type === CAPTURE_RESOLUTION) return;
}

/**
 * The size from a code stream's SIZ marker.
 * @throws DataError for all but 8 bits a sample, 1, 3 or 4 components of one size: what ImageMagick's OpenJPEG was seen to give
 *   Pillow's pixels of
 */
function readStream(view: DataView, start: number, path: string): Jp2Header {
  if (view.getUint16(start) !== SOC || view.getUint16(start + 2) !== SIZ) {
    throw imageError('image-damaged', path, 'the JPEG 2000 file has no picture data');
  }
  const siz = start + 4;
  const [width, height] = [view.getUint32(siz + 4), view.getUint32(siz + 8)];
  const offsets = [12, 16, 28, 32].map((at) => view.getUint32(siz + at));
  const components = view.getUint16(siz + 36);
  if (components !== 1 && components !== 3 && components !== 4) {
    throw unsupported(path, `a JPEG 2000 of ${components} components`);
  }
  for (let at = siz + 38; at < siz + 38 + 3 * components; at += 3) {
    checkDepth(view.getUint8(at), path);
    if (view.getUint16(at + 1) !== 0x0101) throw unsupported(path, 'a JPEG 2000 with subsampled components');
  }
  if (offsets.some((offset) => offset !== 0)) {
    throw unsupported(path, 'a JPEG 2000 whose picture or tiles begin at an offset');
  }
  checkTiles({ width, height }, { width: view.getUint32(siz + 20), height: view.getUint32(siz + 24) }, path);
  if (view.getUint16(siz + 2) & HIGH_THROUGHPUT) throw unsupported(path, 'a high-throughput JPEG 2000');
  return { width, height, components };
}

/** Several tiles that reach over the picture on one side: Pillow, which reads tile by tile, refuses more of such files. */
function checkTiles(picture: Size, tile: Size, path: string): void {
  const [isWide, isHigh] = [tile.width > picture.width, tile.height > picture.height];
  const isOnly = tile.width >= picture.width && tile.height >= picture.height;
  if ((isWide || isHigh) && !isOnly)
    throw unsupported(path, 'a JPEG 2000 whose tiles are larger than its picture');
}

/** Boxes around a code stream (JP2), or a code stream alone. */
export function readJpeg2000Header(bytes: Uint8Array, path: string): ImageHeader {
  const view = viewOf(bytes);
  const kind = { kind: 'jpeg2000', codec: 'magick', layout: 'rgb' } as const;
  if (view.getUint16(0) === SOC) {
    const { width, height } = readStream(view, 0, path);
    return { ...kind, width, height };
  }
  let header: Jp2Header | null = null;
  for (const box of readBoxes(view, SIGNATURE_BYTES, Infinity, path)) {
    if (box.type === HEADER) header ??= readJp2Header(view, box, path);
    if (box.type !== STREAM) continue;
    const stream = readStream(view, box.start, path);
    if (!header || formatSize(header) !== formatSize(stream) || header.components !== stream.components) {
      throw imageError('image-damaged', path, 'the header of the JPEG 2000 file contradicts its picture', {
        got: header ? `${formatSize(header)} with ${header.components} components` : 'no header',
        expected: `${formatSize(stream)} with ${stream.components} components`
      });
    }
    return { ...kind, width: stream.width, height: stream.height };
  }
  throw imageError('image-damaged', path, 'the JPEG 2000 file has no picture data');
}
