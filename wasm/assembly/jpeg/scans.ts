import { fillBits, isShort, position, startBits, takeBits, unusedBytes } from './bits';
import { refineBand, startBlocks, takeAc, takeBand, takeDc } from './blocks';
import {
  AC_TABLE,
  ACROSS,
  BLOCKS_ACROSS,
  COEFFICIENTS,
  component,
  componentCount,
  DC_TABLE,
  DOWN,
  HEIGHT,
  isProgressive,
  MARGIN,
  PREDICTION,
  QUANTISERS,
  SAMPLES,
  unitsAcross,
  unitsDown,
  WIDTH
} from './frame';
import { inverseDct } from './inverseDct';

/** Components of the current scan, and what it brings of them. */
const members = memory.data(4 * 3);
let memberCount: i32 = 0;
let bandFirst: i32 = 0;
let bandLast: i32 = 63;
let isFirstPass: bool = true;
let shift: i32 = 0;

export function setBand(first: i32, last: i32, high: i32, low: i32): bool {
  bandFirst = first;
  bandLast = last;
  isFirstPass = high == 0;
  shift = low;
  if (!isProgressive) return first == 0 && last == 63 && high == 0 && low == 0;
  if (high != 0 && low != high - 1) return false;
  if (first == 0) return last == 0 && low <= 13;
  return last >= first && last <= 63 && memberCount == 1 && low <= 13;
}

export function clearMembers(): void {
  memberCount = 0;
}

export function addMember(at: usize): void {
  store<usize>(members + 4 * memberCount++, at);
}

/** Coefficients of a block that becomes samples at once. */
const plainBlock = memory.data(128, 16);

/** A block of a sequential picture is complete with its only scan. */
function takePlainBlock(at: usize, x: i32, y: i32): bool {
  const zero = i64x2.splat(0);
  for (let row: usize = 0; row < 128; row += 16) v128.store(plainBlock + row, zero);
  const dc = takeDc(load<usize>(at, DC_TABLE), load<i32>(at, PREDICTION));
  if (dc == i32.MIN_VALUE) return false;
  store<i32>(at, dc, PREDICTION);
  store<i16>(plainBlock, <i16>dc);
  if (!takeAc(plainBlock, load<usize>(at, AC_TABLE))) return false;
  const stride = 8 * load<i32>(at, BLOCKS_ACROSS);
  const target = load<usize>(at, SAMPLES) + MARGIN + <usize>(8 * (y * stride + x));
  inverseDct(plainBlock, at + QUANTISERS, target, stride);
  return true;
}

/** What a scan of a progressive picture brings of a block. */
function takePart(at: usize, block: usize): bool {
  const acTable = load<usize>(at, AC_TABLE);
  if (bandFirst > 0) {
    return isFirstPass
      ? takeBand(block, acTable, bandFirst, bandLast, shift)
      : refineBand(block, acTable, bandFirst, bandLast, shift);
  }
  if (!isFirstPass) {
    fillBits();
    if (takeBits(1) == 1) store<i16>(block, <i16>((<i32>load<i16>(block)) | (1 << shift)));
    return true;
  }
  const dc = takeDc(load<usize>(at, DC_TABLE), load<i32>(at, PREDICTION));
  if (dc == i32.MIN_VALUE) return false;
  store<i32>(at, dc, PREDICTION);
  store<i16>(block, <i16>(dc << shift));
  return true;
}

function takeBlock(at: usize, x: i32, y: i32): bool {
  if (!isProgressive) return takePlainBlock(at, x, y);
  return takePart(at, load<usize>(at, COEFFICIENTS) + 128 * <usize>(y * load<i32>(at, BLOCKS_ACROSS) + x));
}

/** A unit of the scan: of several components all their blocks, of one a single block. */
function takeUnit(x: i32, y: i32): bool {
  if (memberCount == 1) return takeBlock(load<usize>(members), x, y);
  for (let index = 0; index < memberCount; index++) {
    const at = load<usize>(members + 4 * index);
    const blocksAcross = load<i32>(at, ACROSS);
    const blocksDown = load<i32>(at, DOWN);
    for (let row = 0; row < blocksDown; row++) {
      for (let column = 0; column < blocksAcross; column++) {
        if (!takeBlock(at, x * blocksAcross + column, y * blocksDown + row)) return false;
      }
    }
  }
  return true;
}

/** Where the data ends: all whole bytes were used, and a marker follows. Null where something else is there. */
function endOfData(fileEnd: usize): usize {
  if (isShort() || unusedBytes() != 0) return 0;
  const at = position();
  return at + 1 < fileEnd && load<u8>(at) == 255 ? at : 0;
}

function startInterval(data: usize, fileEnd: usize): void {
  startBits(data, fileEnd);
  startBlocks();
  for (let index = 0; index < componentCount; index++) store<i32>(component(index), 0, PREDICTION);
}

/**
 * Decodes the entropy-coded data of a scan into coefficients.
 * @param interval units between restart markers, 0 for none
 * @returns where the marker behind it is; 0 where the data is not as it should be
 */
export function decodeScan(data: usize, fileEnd: usize, interval: i32): usize {
  const only = load<usize>(members);
  const isSingle = memberCount == 1;
  const across = isSingle ? (load<i32>(only, WIDTH) + 7) >> 3 : unitsAcross;
  const down = isSingle ? (load<i32>(only, HEIGHT) + 7) >> 3 : unitsDown;
  startInterval(data, fileEnd);
  let restart = 0;
  let left = interval;
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      if (interval > 0 && left-- == 0) {
        const marker = endOfData(fileEnd);
        if (marker == 0 || load<u8>(marker, 1) != 0xd0 + restart) return 0;
        restart = (restart + 1) & 7;
        left = interval - 1;
        startInterval(marker + 2, fileEnd);
      }
      if (!takeUnit(x, y)) return 0;
    }
  }
  return endOfData(fileEnd);
}
