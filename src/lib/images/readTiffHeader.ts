import { imageError, unsupported, viewOf, type ImageHeader, type SampleLayout } from './imageHeader';

/** Tag numbers (TIFF 6.0). */
const WIDTH = 256;
const HEIGHT = 257;
const BITS_PER_SAMPLE = 258;
const COMPRESSION = 259;
const PHOTOMETRIC = 262;
const FILL_ORDER = 266;
const ORIENTATION = 274;
const SAMPLES_PER_PIXEL = 277;
const PLANAR = 284;
const EXTRA_SAMPLES = 338;
const SAMPLE_FORMAT = 339;

const YCBCR = 6;
const JPEG = 7;
/** None, CCITT group 3 and 4, LZW, JPEG, deflate (two numbers), PackBits: those seen equal to Pillow. */
const COMPRESSIONS = [1, 3, 4, 5, JPEG, 8, 32946, 32773];

const SHORT = 3;
const LONG = 4;

type Tags = ReadonlyMap<number, readonly number[]>;

function readValues(view: DataView, entry: number, little: boolean): number[] {
  const type = view.getUint16(entry + 2, little);
  const count = view.getUint32(entry + 4, little);
  const valueBytes = type === SHORT ? 2 : 4;
  const start = count * valueBytes > 4 ? view.getUint32(entry + 8, little) : entry + 8;
  return Array.from({ length: count }, (_, index) =>
    type === SHORT ? view.getUint16(start + index * 2, little) : view.getUint32(start + index * 4, little)
  );
}

/** The tags of the first directory that `readTiffHeader` looks at, as far as they are numbers. */
function readTags(view: DataView): Tags {
  const little = view.getUint8(0) === 0x49;
  const directory = view.getUint32(4, little);
  const tags = new Map<number, readonly number[]>();
  for (let index = 0; index < view.getUint16(directory, little); index++) {
    const entry = directory + 2 + index * 12;
    const tag = view.getUint16(entry, little);
    const type = view.getUint16(entry + 2, little);
    const isWanted = tag <= PLANAR || tag === EXTRA_SAMPLES || tag === SAMPLE_FORMAT;
    const isLong = view.getUint32(entry + 4, little) > 8;
    if (isWanted && !isLong && (type === SHORT || type === LONG))
      tags.set(tag, readValues(view, entry, little));
  }
  return tags;
}

/**
 * Photometric interpretation, bits of each sample and meaning of the extra ones, in those combinations in which
 * the decoder was seen equal to Pillow.
 */
const LAYOUTS: Readonly<Record<string, SampleLayout>> = {
  '0/1/': 'rgb',
  '1/1/': 'rgb',
  '0/8/': 'rgb',
  '1/8/': 'rgb',
  '1/8,8/2': 'rgb',
  '2/8,8,8/': 'rgb',
  '2/8,8,8,8/0': 'rgb',
  '2/8,8,8,8/2': 'rgb',
  '5/8,8,8,8/': 'cmyk',
  '6/8,8,8/': 'rgb'
};

function findLayout(tags: Tags, path: string): SampleLayout {
  const first = (tag: number, otherwise: number): number => tags.get(tag)?.[0] ?? otherwise;
  const compression = first(COMPRESSION, 1);
  const photometric = first(PHOTOMETRIC, 0);
  const bits = tags.get(BITS_PER_SAMPLE) ?? [1];
  const count = first(SAMPLES_PER_PIXEL, 1);
  const samples =
    bits.length === 1 ? Array.from({ length: count }, () => bits[0] ?? 1) : bits.slice(0, count);
  const extra = tags.get(EXTRA_SAMPLES) ?? [];
  const layout = LAYOUTS[`${photometric}/${samples.join()}/${extra.join()}`];
  if (!layout || (photometric === YCBCR && compression !== JPEG)) {
    const kind = `photometric ${photometric}, ${samples.join('+')} bits, extra samples ${extra.join() || 'none'}`;
    throw unsupported(path, `a TIFF of this kind (${kind})`);
  }
  const plain = first(FILL_ORDER, 1) === 1 && first(PLANAR, 1) === 1 && first(SAMPLE_FORMAT, 1) === 1;
  if (!plain) throw unsupported(path, 'a TIFF with separate planes, reversed bits or signed samples');
  if (!COMPRESSIONS.includes(compression)) throw unsupported(path, `a TIFF of compression ${compression}`);
  // Pillow turns TIFF images by this tag, though it does not turn JPEG or PNG ones.
  if (first(ORIENTATION, 1) !== 1) throw unsupported(path, 'a TIFF with an orientation tag');
  return layout;
}

/** The first directory (page) is the picture. */
export function readTiffHeader(bytes: Uint8Array, path: string): ImageHeader {
  const tags = readTags(viewOf(bytes));
  const [width] = tags.get(WIDTH) ?? [];
  const [height] = tags.get(HEIGHT) ?? [];
  if (width === undefined || height === undefined) {
    throw imageError('image-damaged', path, 'the TIFF file does not say its size');
  }
  return { kind: 'tiff', codec: 'magick', layout: findLayout(tags, path), width, height };
}
