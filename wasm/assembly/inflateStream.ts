import { BASE, END, INVALID, KIND_MASK, LINK, LITERAL } from './bitTables';

/** How a zlib stream ended. */
export const WHOLE: i32 = 0;
export const SHORT_OF_INPUT: i32 = 1;
export const MORE_TO_COME: i32 = 2;
export const CORRUPT: i32 = 3;
export const WRONG_CHECKSUM: i32 = 4;
/** A block has ended, and another one follows. */
export const NEXT_BLOCK: i32 = -1;

export const LITERAL_BITS: i32 = 10;
export const DISTANCE_BITS: i32 = 9;
/** A whole iteration of the fast loop reads and writes less than this. */
const FAST_INPUT: usize = 32;
const FAST_OUTPUT: usize = 320;

/** zlib's enough.c: 1,334 entries for 286 symbols at 10 root bits, 592 for 30 at 9. Twice that is beyond doubt. */
export const literalTable = memory.data(4 * 4096, 16);
export const distanceTable = memory.data(4 * 2048, 16);
let input: usize = 0;
let inputEnd: usize = 0;
let output: usize = 0;
let outputStart: usize = 0;
let outputEnd: usize = 0;
/** Bits that were taken from the input and not yet used, the next one lowest. */
let hold: u64 = 0;
let bits: i32 = 0;

/** Takes whole bytes until there are `wanted` bits; false at the end of the input. */
export function need(wanted: i32): bool {
  while (bits < wanted) {
    if (input >= inputEnd) return false;
    hold |= (<u64>load<u8>(input)) << bits;
    input++;
    bits += 8;
  }
  return true;
}

/** Uses up `count` bits, which are there. */
export function take(count: i32): u32 {
  const value = <u32>(hold & (((<u64>1) << count) - 1));
  hold >>= count;
  bits -= count;
  return value;
}

/** The entry of the next code, whose bits are used up; null (−1) where the input ends within it. */
export function takeCode(table: usize, rootBits: i32): i64 {
  need(15);
  let entry = load<u32>(table + 4 * <usize>(hold & (((<u64>1) << rootBits) - 1)));
  let used = <i32>(entry & 31);
  if ((entry & KIND_MASK) == LINK) {
    const index = <usize>((hold >> rootBits) & (((<u64>1) << ((entry >> 5) & 31)) - 1));
    entry = load<u32>(table + 4 * (<usize>(entry >> 16) + index));
    used = rootBits + <i32>(entry & 31);
  }
  if (used > bits) return -1;
  hold >>= used;
  bits -= used;
  return <i64>entry;
}

/** Copies `length` bytes from `distance` back; the ranges may overlap. May write 31 bytes more. */
function copyFast(target: usize, distance: usize, length: usize): void {
  const end = target + length;
  let source = target - distance;
  if (distance >= 16) {
    do {
      v128.store(target, v128.load(source));
      source += 16;
      target += 16;
    } while (target < end);
  } else if (distance == 1) {
    const byte = i8x16.splat(load<u8>(source));
    do {
      v128.store(target, byte);
      target += 16;
    } while (target < end);
  } else {
    while (target < end) store<u8>(target++, load<u8>(source++));
  }
}

/**
 * The codes of a block while there is more than enough input and room.
 * @returns NEXT_BLOCK at its end, CORRUPT, or SHORT_OF_INPUT where the careful loop has to go on
 */
function inflateFast(): i32 {
  if (inputEnd - input < FAST_INPUT || outputEnd - output < FAST_OUTPUT) return SHORT_OF_INPUT;
  const lastInput = inputEnd - FAST_INPUT;
  const lastOutput = outputEnd - FAST_OUTPUT;
  const literalMask: u64 = (1 << LITERAL_BITS) - 1;
  const distanceMask: u64 = (1 << DISTANCE_BITS) - 1;
  let from = input;
  let to = output;
  let held = hold;
  let count = bits;
  let state = SHORT_OF_INPUT;
  while (from <= lastInput && to <= lastOutput) {
    held |= load<u64>(from) << count;
    from += (63 - count) >> 3;
    count |= 56;
    let entry = load<u32>(literalTable + 4 * <usize>(held & literalMask));
    if ((entry & KIND_MASK) == LITERAL) {
      held >>= entry & 31;
      count -= entry & 31;
      store<u8>(to++, <u8>(entry >> 16));
      entry = load<u32>(literalTable + 4 * <usize>(held & literalMask));
      if ((entry & KIND_MASK) == LITERAL) {
        held >>= entry & 31;
        count -= entry & 31;
        store<u8>(to++, <u8>(entry >> 16));
        entry = load<u32>(literalTable + 4 * <usize>(held & literalMask));
        if ((entry & KIND_MASK) == LITERAL) {
          held >>= entry & 31;
          count -= entry & 31;
          store<u8>(to++, <u8>(entry >> 16));
          continue;
        }
      }
    }
    if ((entry & KIND_MASK) == LINK) {
      held >>= LITERAL_BITS;
      count -= LITERAL_BITS;
      entry = load<u32>(
        literalTable + 4 * <usize>((entry >> 16) + ((<u32>held) & ((1 << ((entry >> 5) & 31)) - 1)))
      );
    }
    held >>= entry & 31;
    count -= entry & 31;
    const kind = entry & KIND_MASK;
    if (kind == LITERAL) {
      store<u8>(to++, <u8>(entry >> 16));
      continue;
    }
    if (kind != BASE) {
      state = kind == END ? NEXT_BLOCK : CORRUPT;
      break;
    }
    const lengthBits = (entry >> 5) & 31;
    const length = (entry >> 16) + ((<u32>held) & ((1 << lengthBits) - 1));
    held >>= lengthBits;
    count -= lengthBits;
    held |= load<u64>(from) << count;
    from += (63 - count) >> 3;
    count |= 56;
    entry = load<u32>(distanceTable + 4 * <usize>(held & distanceMask));
    if ((entry & KIND_MASK) == LINK) {
      held >>= DISTANCE_BITS;
      count -= DISTANCE_BITS;
      entry = load<u32>(
        distanceTable + 4 * <usize>((entry >> 16) + ((<u32>held) & ((1 << ((entry >> 5) & 31)) - 1)))
      );
    }
    held >>= entry & 31;
    count -= entry & 31;
    const distanceBits = (entry >> 5) & 31;
    const distance = (entry >> 16) + ((<u32>held) & ((1 << distanceBits) - 1));
    held >>= distanceBits;
    count -= distanceBits;
    if ((entry & KIND_MASK) != BASE || <usize>distance > to - outputStart) {
      state = CORRUPT;
      break;
    }
    copyFast(to, distance, length);
    to += length;
  }
  // Whole bytes that were not used go back.
  from -= count >> 3;
  count &= 7;
  input = from;
  output = to;
  hold = held & (((<u64>1) << count) - 1);
  bits = count;
  return state;
}

/** One match of the careful loop; false where the data cannot be or ends, as `matchState` says. */
let matchState: i32 = 0;

function inflateMatch(entry: u32): bool {
  matchState = SHORT_OF_INPUT;
  const lengthBits = <i32>((entry >> 5) & 31);
  if (!need(lengthBits)) return false;
  const length = (entry >> 16) + take(lengthBits);
  const code = takeCode(distanceTable, DISTANCE_BITS);
  if (code < 0) return false;
  matchState = CORRUPT;
  if (((<u32>code) & KIND_MASK) != BASE) return false;
  const distanceBits = <i32>(((<u32>code) >> 5) & 31);
  matchState = SHORT_OF_INPUT;
  if (!need(distanceBits)) return false;
  const distance = <usize>(((<u32>code) >> 16) + take(distanceBits));
  matchState = CORRUPT;
  if (distance > output - outputStart) return false;
  const room = outputEnd - output;
  for (let left = min(<usize>length, room); left > 0; left--) {
    store<u8>(output, load<u8>(output - distance));
    output++;
  }
  matchState = MORE_TO_COME;
  return <usize>length <= room;
}

/** The codes of a block, one at a time near the ends of input and room. */
export function inflateCodes(): i32 {
  while (true) {
    const state = inflateFast();
    if (state != SHORT_OF_INPUT) return state;
    const code = takeCode(literalTable, LITERAL_BITS);
    if (code < 0) return SHORT_OF_INPUT;
    const entry = <u32>code;
    const kind = entry & KIND_MASK;
    if (kind == END) return NEXT_BLOCK;
    if (kind == INVALID) return CORRUPT;
    if (output == outputEnd) return MORE_TO_COME;
    if (kind == LITERAL) store<u8>(output++, <u8>(entry >> 16));
    else if (!inflateMatch(entry)) return matchState;
  }
}

export function inflateStored(): i32 {
  take(bits & 7);
  if (!need(32)) return SHORT_OF_INPUT;
  const length = take(16);
  if ((length ^ 0xffff) != take(16)) return CORRUPT;
  // What `need` took beyond the 32 bits goes back.
  input -= bits >> 3;
  hold = 0;
  bits = 0;
  const there = <usize>min(<u32>(inputEnd - input), length);
  const copied = min(there, outputEnd - output);
  memory.copy(output, input, copied);
  output += copied;
  input += copied;
  if (copied == <usize>length) return NEXT_BLOCK;
  return copied < there ? MORE_TO_COME : SHORT_OF_INPUT;
}

/** Sets out on a stream of `length` bytes. */
export function startStream(source: usize, length: usize, target: usize, capacity: usize): void {
  input = source;
  inputEnd = source + length;
  outputStart = target;
  output = target;
  outputEnd = target + capacity;
  hold = 0;
  bits = 0;
}

/** Throws the rest of a byte away. */
export function alignStream(): void {
  take(bits & 7);
}

/** Bytes that have been made. */
export function inflatedBytes(): usize {
  return output - outputStart;
}
