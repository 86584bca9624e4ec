import { crc32 } from '../core/crc32';
import { imageError, viewOf } from './imageHeader';

/** Chunk types as big-endian numbers. */
export const PLTE = 0x504c5445;
export const IDAT = 0x49444154;
export const IEND = 0x49454e44;
/** Begins an animation's next frame, where Pillow stops reading. */
const FCTL = 0x6663544c;
/** Pixels of such a frame. */
const FDAT = 0x66644154;
const CHRM = 0x6348524d;

/** Chunks of which Pillow reads this many bytes, whatever their length is; a shorter one ends its reading. */
const LEAST_BYTES: ReadonlyMap<string, number> = new Map([
  ['IHDR', 13],
  ['gAMA', 4],
  ['sRGB', 1],
  ['pHYs', 9],
  ['acTL', 8],
  ['fcTL', 26],
  ['fdAT', 4]
]);

/** What of a PNG file makes its pixels. Everything else (gAMA, iCCP, tRNS, text) Pillow leaves out of them, too. */
export interface PngChunks {
  readonly ihdr: Uint8Array;
  readonly plte: Uint8Array | null;
  readonly idat: readonly Uint8Array[];
  /** The file ends within the last of `idat`. */
  readonly endsInIdat: boolean;
  /** Some checksum of `idat` is wrong. */
  readonly hasWrongIdatCrc: boolean;
  /** What is wrong behind the picture. */
  readonly lateDamage: string | null;
}

interface Chunk {
  readonly type: number;
  readonly data: Uint8Array;
  /** With its checksum, as far as the file has it. */
  readonly end: number;
  readonly isWhole: boolean;
  readonly crc: 'right' | 'wrong' | 'absent';
}

const SIGNATURE_BYTES = 8;
const isWordCharacter = (code: number): boolean => /\w/.test(String.fromCharCode(code));

function nameOf(type: number): string {
  return String.fromCharCode(type >>> 24, (type >>> 16) & 255, (type >>> 8) & 255, type & 255);
}

/** Null at the end of the file, and at anything that cannot be a chunk's name. */
function readChunk(bytes: Uint8Array, offset: number): Chunk | null {
  if (offset + 8 > bytes.length || !bytes.subarray(offset + 4, offset + 8).every(isWordCharacter))
    return null;
  const view = viewOf(bytes);
  const dataEnd = offset + 8 + view.getUint32(offset);
  const hasCrc = dataEnd + 4 <= bytes.length;
  const isRight = hasCrc && crc32(bytes.subarray(offset + 4, dataEnd)) === view.getUint32(dataEnd);
  return {
    type: view.getUint32(offset + 4),
    data: bytes.subarray(offset + 8, dataEnd),
    end: dataEnd + 4,
    isWhole: dataEnd <= bytes.length,
    crc: hasCrc ? (isRight ? 'right' : 'wrong') : 'absent'
  };
}

function checkLength({ type, data }: Chunk, path: string): void {
  const leastBytes = LEAST_BYTES.get(nameOf(type)) ?? 0;
  const isNumbers = type !== CHRM || data.length % 4 === 0;
  if (data.length >= leastBytes && isNumbers) return;
  throw imageError('image-damaged', path, `the PNG chunk ${nameOf(type)} has a length that it cannot have`, {
    got: `${data.length} bytes`,
    expected: isNumbers ? `at least ${leastBytes}` : 'numbers of 4 bytes'
  });
}

/** Pillow checks every chunk before the picture, and refuses the file for any wrong checksum there. */
function checkEarlyChunk(chunk: Chunk, path: string): void {
  const { type, isWhole, crc } = chunk;
  if (!isWhole || crc === 'absent') {
    throw imageError('image-truncated', path, `the PNG file ends inside its ${nameOf(type)} chunk`);
  }
  if (crc === 'wrong') {
    throw imageError('image-damaged', path, `the checksum of the PNG chunk ${nameOf(type)} is wrong`);
  }
  checkLength(chunk, path);
}

export function describeWrongCrc(type: number): string {
  return `the checksum of its PNG chunk ${nameOf(type)} is wrong`;
}

/**
 * The chunks after the picture say nothing of it, but Pillow reads them and refuses a file that ends in one.
 * @param hasFrame the picture itself is the animation's first frame
 * @returns what is wrong with them though Pillow does not mind
 */
function checkLateChunks(bytes: Uint8Array, start: number, hasFrame: boolean, path: string): string | null {
  let damage: string | null = null;
  let chunk = readChunk(bytes, start);
  for (; chunk && chunk.type !== FCTL; chunk = readChunk(bytes, chunk.end)) {
    if (!chunk.isWhole && chunk.type !== IEND) {
      throw imageError('image-truncated', path, `the PNG file ends inside its ${nameOf(chunk.type)} chunk`);
    }
    if (chunk.type !== IEND) checkLength(chunk, path);
    if (chunk.type === FDAT && !hasFrame) {
      throw imageError('image-damaged', path, 'the PNG file has pixels of an animation without their frame');
    }
    if (chunk.crc !== 'right') damage = describeWrongCrc(chunk.type);
    if (chunk.type === IEND) break;
  }
  return chunk ? damage : 'the PNG file has no end chunk (IEND)';
}

/**
 * Collects the chunks that make the pixels, with Pillow's verdict on the others.
 * @throws DataError `image-truncated` or `image-damaged` where Pillow refuses the file
 */
export function readPngChunks(bytes: Uint8Array, path: string): PngChunks {
  let ihdr: Uint8Array | null = null;
  let plte: Uint8Array | null = null;
  let hasFrame = false;
  let offset = SIGNATURE_BYTES;
  let chunk = readChunk(bytes, offset);
  for (; chunk && chunk.type !== IDAT; chunk = readChunk(bytes, offset)) {
    checkEarlyChunk(chunk, path);
    ihdr ??= chunk.data;
    if (chunk.type === PLTE) plte = chunk.data;
    hasFrame ||= chunk.type === FCTL;
    if (chunk.type === IEND) break;
    offset = chunk.end;
  }
  if (!ihdr || chunk?.type !== IDAT) {
    const code = bytes.length < offset + 8 ? 'image-truncated' : 'image-damaged';
    throw imageError(code, path, 'the PNG file has no picture data');
  }
  const idat: Chunk[] = [];
  for (; chunk?.type === IDAT; chunk = readChunk(bytes, offset)) {
    idat.push(chunk);
    offset = chunk.end;
  }
  return {
    ihdr,
    plte,
    idat: idat.map(({ data }) => data),
    endsInIdat: !idat.at(-1)!.isWhole,
    hasWrongIdatCrc: idat.some(({ crc }) => crc === 'wrong'),
    lateDamage: checkLateChunks(bytes, offset, hasFrame, path)
  };
}
