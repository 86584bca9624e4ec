import { imageError, unsupported } from '../imageHeader';
import { readTiffTags, TAG, type TiffTags } from './readTiffTags';
import { FLOATING, HORIZONTAL } from './undoPredictor';
import { COMPRESSION, type TiffColour, type TiffLayout } from './TiffLayout';

const FORMATS = [null, 'unsigned', 'signed', 'float'] as const;
const COLOURS: Readonly<Record<number, TiffColour>> = {
  0: 'grey',
  1: 'grey',
  2: 'rgb',
  3: 'palette',
  5: 'cmyk'
};
const COLOUR_SAMPLES: Readonly<Record<TiffColour, number>> = { grey: 1, palette: 1, rgb: 3, cmyk: 4 };

/** What Pillow's table of pixel modes has: colour, format of samples, their bits, meaning of extra samples. */
const KINDS: ReadonlySet<string> = new Set([
  ...[1, 2, 4, 8].map((bits) => `grey/unsigned/${bits}/`),
  ...['unsigned/16', 'unsigned/12', 'signed/8', 'signed/16', 'unsigned/32', 'signed/32', 'float/32'].map(
    (kind) => `grey/${kind}/`
  ),
  'grey/unsigned/8/2',
  ...[1, 2, 4, 8].map((bits) => `palette/unsigned/${bits}/`),
  'palette/unsigned/8/0',
  'palette/unsigned/8/2',
  ...['', '0', '0,0', '0,0,0', '1', '1,0', '1,0,0', '2', '2,0', '2,0,0', '999'].map(
    (extra) => `rgb/unsigned/8/${extra}`
  ),
  ...['', '0', '1', '2'].map((extra) => `rgb/unsigned/16/${extra}`),
  ...['', '0', '0,0'].map((extra) => `cmyk/unsigned/8/${extra}`),
  'cmyk/unsigned/16/'
]);

/** Bits that Pillow's table has with 0 as white and with the first pixel lowest. */
const SMALL_BITS = [1, 2, 4, 8];
/** Kinds that it has only with the low byte first. */
const LITTLE_ONLY = ['0/unsigned/16', '1/unsigned/12', '1/unsigned/32'];

interface Samples {
  readonly bits: number;
  readonly samples: number;
  readonly extra: readonly number[];
}

/** Pillow takes one number of bits for all samples, cuts off superfluous ones and leaves out unnamed extra planes. */
function readSamples({ values }: TiffTags, isPlanar: boolean, path: string): Samples {
  let bits = values.get(TAG.bitsPerSample) ?? [1];
  let extra = values.get(TAG.extraSamples) ?? [];
  let samples = values.get(TAG.samplesPerPixel)?.[0] ?? 1;
  if (isPlanar && extra.length > 0 && extra.every((kind) => kind === 0)) {
    if (bits.length > 1) bits = bits.slice(0, -extra.length);
    samples -= extra.length;
    extra = [];
  }
  if (bits.length > 1) bits = bits.slice(0, samples);
  else bits = new Array<number>(Math.min(samples, 8)).fill(bits[0] ?? 1);
  if (bits.length !== samples || bits.some((count) => count !== bits[0])) {
    throw unsupported(path, `a TIFF of ${samples} samples of ${bits.join('+')} bits`);
  }
  return { bits: bits[0]!, samples, extra };
}

function readFormat({ values }: TiffTags): TiffLayout['sampleFormat'] | null {
  const formats = values.get(TAG.sampleFormat) ?? [1];
  return formats.every((format) => format === formats[0]) ? (FORMATS[formats[0]!] ?? null) : null;
}

type Kind = Pick<
  TiffLayout,
  | 'colour'
  | 'bits'
  | 'sampleFormat'
  | 'samples'
  | 'isInverted'
  | 'isPremultiplied'
  | 'isPlanar'
  | 'isReversed'
>;

function readKind(tags: TiffTags, path: string): Kind {
  const first = (tag: number, otherwise: number): number => tags.values.get(tag)?.[0] ?? otherwise;
  const photometric = first(TAG.photometric, 0);
  const isPlanar = first(TAG.planar, 1) === 2;
  const isReversed = first(TAG.fillOrder, 1) === 2;
  const { bits, samples, extra } = readSamples(tags, isPlanar, path);
  const colour = COLOURS[photometric];
  const sampleFormat = readFormat(tags);
  const isKnown = KINDS.has(`${colour}/${sampleFormat}/${bits}/${extra.join()}`);
  // 'rgb' of four equal samples without a word about the fourth is RGBA, too.
  const colourSamples = colour ? COLOUR_SAMPLES[colour] + extra.length : -1;
  const isRgba = colour === 'rgb' && extra.length === 0 && samples === 4;
  const isCounted = samples === colourSamples || isRgba;
  const isWhite0 = photometric === 0;
  const isSmall = SMALL_BITS.includes(bits) && sampleFormat === 'unsigned' && extra.length === 0;
  const wideWhite0 = ['unsigned/16', 'float/32'].includes(`${sampleFormat}/${bits}`);
  const isOrderKnown =
    (!isWhite0 || isSmall || wideWhite0) &&
    (!isReversed || isSmall) &&
    (tags.isLittle || !LITTLE_ONLY.includes(`${photometric}/${sampleFormat}/${bits}`));
  if (!colour || !sampleFormat || !isKnown || !isCounted || !isOrderKnown) {
    const kind = `photometric ${photometric}, ${samples} samples of ${bits} bits, extra samples ${extra.join() || 'none'}`;
    throw unsupported(path, `a TIFF of this kind (${kind})`);
  }
  return {
    colour,
    bits,
    sampleFormat,
    samples,
    // Pillow inverts neither 16 bits nor floats.
    isInverted: isWhite0 && isSmall,
    isPremultiplied: colour === 'rgb' && extra[0] === 1,
    isPlanar: isPlanar && samples > 1,
    isReversed
  };
}

/** Of a file with strips and tiles Pillow reads the strips, where they are plain; libtiff reads the tiles. */
function readBlocks({ values }: TiffTags, width: number, height: number, isPlain: boolean, path: string) {
  const isTiled = isPlain ? !values.has(TAG.stripOffsets) : values.has(TAG.tileWidth);
  const strips = { offsets: values.get(TAG.stripOffsets), byteCounts: values.get(TAG.stripByteCounts) };
  const { offsets, byteCounts } =
    isTiled && values.has(TAG.tileOffsets)
      ? { offsets: values.get(TAG.tileOffsets), byteCounts: values.get(TAG.tileByteCounts) }
      : strips;
  const blockWidth = isTiled ? values.get(TAG.tileWidth)?.[0] : width;
  const blockHeight = isTiled
    ? values.get(TAG.tileHeight)?.[0]
    : Math.min(height, values.get(TAG.rowsPerStrip)?.[0] ?? height);
  if (!offsets || !blockWidth || !blockHeight) {
    throw imageError('image-damaged', path, 'the TIFF file does not say where its pixels are');
  }
  return { isTiled, offsets, byteCounts: byteCounts ?? [], blockWidth, blockHeight };
}

/** Where Pillow reads planes apart it knows at most 8 bits without compression, and no alpha but a plain, named one. */
function checkPlanes(
  { isPlanar, bits, colour, samples, isPremultiplied }: Kind,
  extra: number,
  tiff: Plain
): void {
  if (!isPlanar) return;
  const isWide = tiff.isPlain && (bits > 8 || colour === 'grey');
  const isUnnamed = colour === 'rgb' && samples === 4 && extra === 0;
  if (isWide || isUnnamed || isPremultiplied || samples > 4) {
    const kind = `${samples} samples of ${bits} bits${isPremultiplied ? ', multiplied by alpha' : ''}`;
    throw unsupported(tiff.path, `a TIFF with separate planes of this kind (${kind})`);
  }
}

interface Plain {
  /** Not compressed. */
  readonly isPlain: boolean;
  readonly path: string;
}

/** Without compression Pillow has no way to read these with the first pixel in the lowest bits. */
function checkReversed({ isReversed, isInverted, bits, colour }: Kind, { isPlain, path }: Plain): void {
  const isMissing = (colour === 'palette' && bits < 8) || (isInverted && bits === 8);
  if (isReversed && isPlain && isMissing) throw unsupported(path, 'a TIFF with reversed bits of this kind');
}

/** Pillow maps a file of one plain strip into memory, with the sides of the turned picture. */
function checkTurned(
  { colour, bits, samples }: Kind,
  orientation: number,
  strips: number,
  tiff: Plain
): void {
  const isMapped = tiff.isPlain && strips === 1 && !(colour === 'rgb' && samples === 3) && bits >= 8;
  if (isMapped && orientation >= 5) {
    throw unsupported(tiff.path, `an uncompressed TIFF of this kind with orientation ${orientation}`);
  }
}

function checkPredictor({ bits, sampleFormat }: Kind, predictor: number, path: string): void {
  const isKnown =
    predictor === 1 ||
    (predictor === HORIZONTAL && [8, 16, 32].includes(bits)) ||
    (predictor === FLOATING && sampleFormat === 'float');
  if (!isKnown) throw unsupported(path, `a TIFF of ${bits} bits with predictor ${predictor}`);
}

/**
 * @throws DataError for kinds that Pillow refuses or that are not decoded here; RangeError where the file ends in its tags
 */
export function readTiffLayout(bytes: Uint8Array, path: string): TiffLayout {
  const tags = readTiffTags(bytes, path);
  const first = (tag: number, otherwise: number): number => tags.values.get(tag)?.[0] ?? otherwise;
  const [width, height] = [first(TAG.width, 0), first(TAG.height, 0)];
  if (width === 0 || height === 0) {
    throw imageError('image-damaged', path, 'the TIFF file does not say its size');
  }
  for (const tag of [TAG.planar, TAG.fillOrder]) {
    const value = first(tag, 1);
    if (value !== 1 && value !== 2) {
      throw imageError('image-damaged', path, `the TIFF tag ${tag} has a value that it cannot have`, {
        got: `${value}`,
        expected: '1 or 2'
      });
    }
  }
  const kind = readKind(tags, path);
  const compression = first(TAG.compression, COMPRESSION.none);
  const hasPredictor = compression !== COMPRESSION.none && compression !== COMPRESSION.packBits;
  const predictor = hasPredictor ? first(TAG.predictor, 1) : 1;
  const blocks = readBlocks(tags, width, height, compression === COMPRESSION.none, path);
  if (kind.colour === 'palette' && !tags.values.has(TAG.colourMap)) {
    throw imageError('image-damaged', path, 'the TIFF file has no palette');
  }
  const plain = { isPlain: compression === COMPRESSION.none, path };
  const orientation = first(TAG.orientation, 1);
  checkPlanes(kind, tags.values.get(TAG.extraSamples)?.length ?? 0, plain);
  checkReversed(kind, plain);
  checkTurned(kind, orientation, blocks.offsets.length, plain);
  checkPredictor(kind, predictor, path);
  return {
    width,
    height,
    isLittle: tags.isLittle,
    ...kind,
    compression,
    predictor,
    orientation,
    ...blocks,
    colourMap: tags.values.get(TAG.colourMap) ?? []
  };
}
