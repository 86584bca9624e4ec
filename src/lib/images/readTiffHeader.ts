import type { Size } from '../core/image';
import { imageError, truncated, unsupported, type ImageHeader, type SampleLayout } from './imageHeader';
import { readTiffLayout } from './tiff/readTiffLayout';
import { readTiffTags, TAG, type TiffTags } from './tiff/readTiffTags';
import { COMPRESSION } from './tiff/TiffLayout';

/** Compressions that are unpacked here; CCITT group 3 and 4 and JPEG are left to ImageMagick. */
const OWN: readonly number[] = [
  COMPRESSION.none,
  COMPRESSION.lzw,
  COMPRESSION.deflate,
  COMPRESSION.oldDeflate,
  COMPRESSION.packBits
];
const GROUP4 = 4;
const MAGICK: readonly number[] = [2, 3, GROUP4, COMPRESSION.jpeg];
/** Those of them that it leaves as they are stored. */
const TURNED: readonly number[] = [GROUP4, COMPRESSION.jpeg];

/** Those that Pillow unpacks and nothing here does; any other is named by its number. */
const OTHER_COMPRESSIONS: ReadonlyMap<number, string> = new Map([
  [6, 'JPEG of the first kind (compression 6)'],
  [32809, 'ThunderScan (compression 32809)'],
  [34925, 'LZMA (compression 34925)'],
  [50000, 'Zstandard (compression 50000)'],
  [50001, 'WebP (compression 50001)']
]);

const YCBCR = 6;

/**
 * Photometric interpretation, bits of each sample and meaning of the extra ones, in those combinations in which
 * ImageMagick was seen equal to Pillow.
 */
const MAGICK_LAYOUTS: Readonly<Record<string, SampleLayout>> = {
  '0/1/': 'rgb',
  '1/1/': 'rgb',
  '1/8/': 'rgb',
  '2/8,8,8/': 'rgb',
  '5/8,8,8,8/': 'cmyk',
  '6/8,8,8/': 'rgb'
};

function findMagickLayout({ values }: TiffTags, path: string): SampleLayout {
  const first = (tag: number, otherwise: number): number => values.get(tag)?.[0] ?? otherwise;
  const compression = first(TAG.compression, COMPRESSION.none);
  const photometric = first(TAG.photometric, 0);
  const bits = values.get(TAG.bitsPerSample) ?? [1];
  const count = first(TAG.samplesPerPixel, photometric === YCBCR ? 3 : 1);
  const samples = bits.length === 1 ? new Array<number>(count).fill(bits[0]!) : bits.slice(0, count);
  const extra = values.get(TAG.extraSamples) ?? [];
  const layout = MAGICK_LAYOUTS[`${photometric}/${samples.join()}/${extra.join()}`];
  if (!layout || (photometric === YCBCR && compression !== COMPRESSION.jpeg)) {
    const kind = `photometric ${photometric}, ${samples.join('+')} bits, compression ${compression}`;
    throw unsupported(path, `a TIFF of this kind (${kind})`);
  }
  const plain = first(TAG.planar, 1) === 1 && first(TAG.sampleFormat, 1) === 1;
  if (!plain) throw unsupported(path, 'a JPEG or fax TIFF with separate planes or signed samples');
  return layout;
}

/** Group 3, and what names no rows of its strips, ImageMagick reads by a way of libtiff that mirrors the picture, but not always. */
function checkTurned({ values }: TiffTags, compression: number, path: string): void {
  const isLeftAsStored =
    TURNED.includes(compression) && (values.has(TAG.rowsPerStrip) || values.has(TAG.tileWidth));
  if (!isLeftAsStored) throw unsupported(path, 'a JPEG or fax TIFF of this kind with an orientation tag');
}

function turnSize({ width, height }: Size, orientation: number): Size {
  return orientation >= 5 && orientation <= 8 ? { width: height, height: width } : { width, height };
}

/** The first directory (page) is the picture. Pillow turns it by its orientation tag, though it turns no JPEG or PNG. */
export function readTiffHeader(bytes: Uint8Array, path: string): ImageHeader {
  const tags = readTiffTags(bytes, path);
  const compression = tags.values.get(TAG.compression)?.[0] ?? COMPRESSION.none;
  if (OWN.includes(compression)) {
    const { width, height, orientation } = readTiffLayout(bytes, path);
    return { kind: 'tiff', codec: null, layout: 'rgb', ...turnSize({ width, height }, orientation) };
  }
  if (!MAGICK.includes(compression)) {
    const name = OTHER_COMPRESSIONS.get(compression) ?? `compression ${compression}`;
    throw unsupported(path, `a TIFF packed with ${name}`);
  }
  const width = tags.values.get(TAG.width)?.[0];
  const height = tags.values.get(TAG.height)?.[0];
  if (width === undefined || height === undefined) {
    throw imageError('image-damaged', path, 'the TIFF file does not say its size');
  }
  const orientation = tags.values.get(TAG.orientation)?.[0] ?? 1;
  if (orientation !== 1) checkTurned(tags, compression, path);
  const size = turnSize({ width, height }, orientation);
  return { kind: 'tiff', codec: 'magick', layout: findMagickLayout(tags, path), orientation, ...size };
}

/**
 * Refuses a TIFF for ImageMagick of which a strip or tile lies behind the file's end: libtiff leaves its place in the picture as
 * the memory was, so that its pixels depend on what was decoded before.
 * @throws DataError `image-truncated`
 */
export function checkTiffData(bytes: Uint8Array, path: string): void {
  const { values } = readTiffTags(bytes, path);
  const [offsetTag, countTag] = values.has(TAG.tileOffsets)
    ? [TAG.tileOffsets, TAG.tileByteCounts]
    : [TAG.stripOffsets, TAG.stripByteCounts];
  const counts = values.get(countTag) ?? [];
  for (const [index, offset] of (values.get(offsetTag) ?? []).entries()) {
    const end = offset + (counts[index] ?? 0);
    if (end > bytes.length) throw truncated('TIFF', path, bytes.length, end);
  }
}
