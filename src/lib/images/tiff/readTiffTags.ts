import { imageError, viewOf } from '../imageHeader';

/** Tag numbers (TIFF 6.0 and its supplements). */
export const TAG = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  planar: 284,
  predictor: 317,
  colourMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  extraSamples: 338,
  sampleFormat: 339
} as const;

const WANTED: ReadonlySet<number> = new Set(Object.values(TAG));

/** What Pillow finds the kind of picture by: bytes are no number to it. */
const KIND_TAGS: ReadonlySet<number> = new Set([TAG.compression, TAG.photometric, TAG.fillOrder, TAG.planar]);
/** Of these several values are none to it or to libtiff. */
const SINGLE: ReadonlySet<number> = new Set([TAG.fillOrder, TAG.planar]);
const BYTE = 1;

export interface TiffTags {
  readonly isLittle: boolean;
  readonly values: ReadonlyMap<number, readonly number[]>;
}

/** Bytes of a value of each integer type: BYTE, SHORT, LONG, IFD, LONG8. */
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 13: 4, 16: 8 };

/** The same of every type that Pillow knows. */
const ALL_TYPE_BYTES: Readonly<Record<number, number>> = {
  ...TYPE_BYTES,
  ...{ 2: 1, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8 }
};

/** Where things are in the classic layout and in BigTIFF. */
const CLASSIC = { countBytes: 2, entryBytes: 12, offsetBytes: 4 } as const;
const BIG = { countBytes: 8, entryBytes: 20, offsetBytes: 8 } as const;
const BIG_VERSION = 43;

function readNumber(view: DataView, offset: number, bytes: number, isLittle: boolean): number {
  if (bytes === 1) return view.getUint8(offset);
  if (bytes === 2) return view.getUint16(offset, isLittle);
  if (bytes === 4) return view.getUint32(offset, isLittle);
  return Number(view.getBigUint64(offset, isLittle));
}

/** Damaged tags, of which Pillow and libtiff make other things than a reader that passes over them. */
function findFault(tag: number, type: number, length: number): string | null {
  if (!TYPE_BYTES[type]) return `holds values of type ${type}, no whole numbers`;
  if (type === BYTE && KIND_TAGS.has(tag)) return 'holds bytes';
  return length !== 1 && SINGLE.has(tag) ? `holds ${length} values instead of one` : null;
}

/**
 * The tags of the first directory (page) that decide the pixels.
 * @throws RangeError where the file ends before them; DataError where one of them is there twice or holds what it cannot
 */
export function readTiffTags(bytes: Uint8Array, path: string): TiffTags {
  const view = viewOf(bytes);
  const isLittle = view.getUint8(0) === 0x49;
  const isBig = view.getUint16(2, isLittle) === BIG_VERSION;
  const { countBytes, entryBytes, offsetBytes } = isBig ? BIG : CLASSIC;
  const number = (offset: number, size: number): number => readNumber(view, offset, size, isLittle);
  const directory = number(isBig ? 8 : 4, offsetBytes);
  const count = number(directory, countBytes);
  if (directory + countBytes + count * entryBytes > bytes.length)
    throw new RangeError('the directory is cut short');
  const values = new Map<number, readonly number[]>();
  let isOver = false;
  for (let index = 0; index < count; index++) {
    const entry = directory + countBytes + index * entryBytes;
    const [tag, type] = [number(entry, 2), number(entry + 2, 2)];
    const length = number(entry + 4, offsetBytes);
    const inline = entry + 4 + offsetBytes;
    const allBytes = length * (ALL_TYPE_BYTES[type] ?? 0);
    if (!WANTED.has(tag)) {
      isOver ||= allBytes > offsetBytes && number(inline, offsetBytes) + allBytes > bytes.length;
      continue;
    }
    if (isOver)
      throw new RangeError('the values of a tag before lie behind the file, and Pillow reads no further');
    const fault = values.has(tag) ? 'is there twice' : findFault(tag, type, length);
    if (fault) throw imageError('image-damaged', path, `the TIFF tag ${tag} ${fault}`);
    const valueBytes = TYPE_BYTES[type]!;
    const start = length * valueBytes > offsetBytes ? number(inline, offsetBytes) : inline;
    if (start + length * valueBytes > bytes.length) throw new RangeError('the values lie behind the file');
    values.set(
      tag,
      Array.from({ length }, (_, i) => number(start + i * valueBytes, valueBytes))
    );
  }
  return { isLittle, values };
}
