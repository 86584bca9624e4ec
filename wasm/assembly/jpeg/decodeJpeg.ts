import { naturalOrder } from './blocks';
import { buildHuffman, TABLE_BYTES } from './huffman';
import {
  AC_TABLE,
  component,
  componentCount,
  DC_TABLE,
  freeFrame,
  IS_LATCHED,
  isProgressive,
  QUANTISER,
  QUANTISERS,
  readFrame,
  resetFrame
} from './frame';
import { makePixels } from './pixels';
import { addMember, clearMembers, decodeScan, setBand } from './scans';

/** DC tables 0 to 3, then AC tables. */
const huffmanTables = memory.data(8 * 1424, 16);
const quantiserTables = memory.data(4 * 128, 16);
let huffmanKnown: i32 = 0;
let quantisersKnown: i32 = 0;
let restartInterval: i32 = 0;
/** −1 where there was no Adobe segment. */
let adobeTransform: i32 = -1;
let hasJfif: bool = false;
/** The data of a scan cannot be, though everything before it is as it should be. */
let isCorrupt: bool = false;

function readBig16(at: usize): i32 {
  return ((<i32>load<u8>(at)) << 8) | load<u8>(at, 1);
}

function readQuantisers(at: usize, end: usize): bool {
  while (at < end) {
    const isWide = load<u8>(at) >> 4 == 1;
    const number = (<i32>load<u8>(at)) & 15;
    const bytes: usize = isWide ? 128 : 64;
    if (load<u8>(at) >> 4 > 1 || number > 3 || at + 1 + bytes > end) return false;
    for (let i = 0; i < 64; i++) {
      const value = isWide ? readBig16(at + 1 + 2 * i) : <i32>load<u8>(at + 1 + i);
      store<u16>(quantiserTables + 128 * number + 2 * <usize>load<u8>(naturalOrder + i), <u16>value);
    }
    quantisersKnown |= 1 << number;
    at += 1 + bytes;
  }
  return true;
}

/** A DC symbol is a number of bits. */
function areDcSymbols(symbols: usize, count: i32): bool {
  for (let i = 0; i < count; i++) {
    if (load<u8>(symbols + i) > 15) return false;
  }
  return true;
}

function readHuffman(at: usize, end: usize): bool {
  while (at + 17 <= end) {
    const head = <i32>load<u8>(at);
    if ((head & 15) > 3 || head >> 4 > 1) return false;
    const number = ((head >> 4) << 2) | (head & 15);
    const symbols = buildHuffman(huffmanTables + TABLE_BYTES * number, at + 1, end);
    if (symbols < 0 || (head >> 4 == 0 && !areDcSymbols(at + 17, symbols))) return false;
    huffmanKnown |= 1 << number;
    at += 17 + symbols;
  }
  return at == end;
}

/** libjpeg copies the quantisers of a component when its first scan begins; a sequential picture has no other of it. */
function latchQuantisers(at: usize): bool {
  if (load<i32>(at, IS_LATCHED) != 0) return isProgressive;
  const number = load<i32>(at, QUANTISER);
  if ((quantisersKnown & (1 << number)) == 0) return false;
  memory.copy(at + QUANTISERS, quantiserTables + 128 * number, 128);
  store<i32>(at, 1, IS_LATCHED);
  return true;
}

function findComponent(identifier: i32): usize {
  for (let index = 0; index < componentCount; index++) {
    if (load<i32>(component(index)) == identifier) return component(index);
  }
  return 0;
}

/** The tables a scan uses have to be there: an AC table only for bands, a DC table only for first coefficients. */
function hasTables(dcNumber: i32, acNumber: i32, first: i32, high: i32): bool {
  const needsDc = first == 0 && high == 0;
  const needsAc = !isProgressive || first > 0;
  if (dcNumber > 3 || acNumber > 3) return false;
  return (
    (!needsDc || (huffmanKnown & (1 << dcNumber)) != 0) &&
    (!needsAc || (huffmanKnown & (16 << acNumber)) != 0)
  );
}

/** Reads a scan header and decodes its data; where the marker behind it is, or 0. */
function readScan(segment: usize, end: usize, fileEnd: usize): usize {
  const count = end > segment ? <i32>load<u8>(segment) : 0;
  if (componentCount == 0 || count < 1 || count > 3 || end - segment != 4 + 2 * <usize>count) return 0;
  const band = segment + 1 + 2 * count;
  const first = <i32>load<u8>(band);
  const high = (<i32>load<u8>(band, 2)) >> 4;
  clearMembers();
  for (let index = 0; index < count; index++) {
    const at = findComponent(load<u8>(segment + 1 + 2 * index));
    const tables = <i32>load<u8>(segment + 2 + 2 * index);
    if (at == 0 || !latchQuantisers(at) || !hasTables(tables >> 4, tables & 15, first, high)) return 0;
    store<usize>(at, huffmanTables + TABLE_BYTES * (tables >> 4), DC_TABLE);
    store<usize>(at, huffmanTables + TABLE_BYTES * (4 + (tables & 15)), AC_TABLE);
    addMember(at);
  }
  if (!setBand(first, load<u8>(band, 1), high, load<u8>(band, 2) & 15)) return 0;
  const behind = decodeScan(end, fileEnd, restartInterval);
  isCorrupt = behind == 0;
  return behind;
}

function readApplication(marker: i32, at: usize, end: usize): bool {
  if (marker == 0xe0 && end - at >= 14 && load<u32>(at) == 0x4649464a && load<u8>(at, 4) == 0) {
    hasJfif = true;
    return load<u8>(at, 5) == 1;
  }
  if (marker == 0xee && end - at >= 12 && load<u32>(at) == 0x626f6441 && load<u8>(at, 4) == 0x65) {
    adobeTransform = load<u8>(at, 11);
    return adobeTransform <= 1;
  }
  return true;
}

/** libjpeg's guess: JFIF is YCbCr, Adobe says it, else the identifiers do. */
function isYCbCr(): bool {
  if (componentCount == 1 || hasJfif) return true;
  if (adobeTransform >= 0) return adobeTransform == 1;
  return load<i32>(component(0)) != 82 || load<i32>(component(1)) != 71 || load<i32>(component(2)) != 66;
}

function isComplete(): bool {
  for (let index = 0; index < componentCount; index++) {
    if (load<i32>(component(index), IS_LATCHED) == 0) return false;
  }
  return componentCount > 0 && isYCbCr();
}

/** Follows the markers to the end of the image; true where everything on the way was plain. */
function readMarkers(file: usize, fileEnd: usize): bool {
  let at = file + 2;
  while (at + 4 <= fileEnd || (at + 2 <= fileEnd && load<u8>(at, 1) == 0xd9)) {
    if (load<u8>(at) != 255) return false;
    const marker = <i32>load<u8>(at, 1);
    if (marker == 255) {
      at++;
      continue;
    }
    if (marker == 0xd9) return isComplete();
    const segment = at + 4;
    const end = at + 2 + readBig16(at + 2);
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8) || end < segment || end > fileEnd) return false;
    if (marker == 0xda) {
      at = readScan(segment, end, fileEnd);
      if (at == 0) return false;
      continue;
    }
    let isPlain = true;
    if (marker >= 0xc0 && marker <= 0xc2) isPlain = readFrame(segment, end, marker);
    else if (marker == 0xc4) isPlain = readHuffman(segment, end);
    else if (marker == 0xdb) isPlain = readQuantisers(segment, end);
    else if (marker == 0xdd) {
      isPlain = end - segment == 2;
      restartInterval = readBig16(segment);
    } else if (marker >= 0xe0 && marker <= 0xef) isPlain = readApplication(marker, segment, end);
    else isPlain = marker == 0xfe;
    if (!isPlain) return false;
    at = end;
  }
  return false;
}

/** How a file was found. `Kernels.decodeJpeg` knows the numbers too. */
const ANOTHER_KIND: i32 = 0;
const DECODED: i32 = 1;
const CORRUPT: i32 = 2;

/**
 * A JPEG to RGB with libjpeg-turbo's pixels: Huffman-coded, sequential or progressive, 8 bits, grey or YCbCr.
 * @param file `length` bytes that begin with SOI
 * @param rgb 3 · width · height bytes and the slack of a block, by the sizes of its frame header
 * @returns DECODED; CORRUPT where the data of a scan cannot be; ANOTHER_KIND for every other kind and for everything else that
 *   is not as it should be: then libjpeg has the word
 */
export function decodeJpeg(file: usize, length: usize, rgb: usize): i32 {
  resetFrame();
  huffmanKnown = 0;
  quantisersKnown = 0;
  restartInterval = 0;
  adobeTransform = -1;
  hasJfif = false;
  isCorrupt = false;
  const isPlain = length > 4 && load<u16>(file) == 0xd8ff && readMarkers(file, file + length);
  if (isPlain) makePixels(rgb);
  freeFrame();
  return isPlain ? DECODED : isCorrupt ? CORRUPT : ANOTHER_KIND;
}
