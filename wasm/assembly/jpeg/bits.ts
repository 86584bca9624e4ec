/*
 * Entropy-coded data bit by bit (ITU-T T.81, annex F.2.2.5): bytes of 255 are followed by a stuffed zero, anything else behind
 * one is a marker, where the data ends. Past the end zeros are delivered, and `isShort` is set when one was used.
 */
let input: usize = 0;
let inputEnd: usize = 0;
/** The next bits, the first of them highest. */
let hold: u64 = 0;
let bits: i32 = 0;
/** Bits in `hold` that stand for nothing. */
let padding: i32 = 0;

export function startBits(start: usize, end: usize): void {
  input = start;
  inputEnd = end;
  hold = 0;
  bits = 0;
  padding = 0;
}

/** Some byte of the eight is 255. */
function hasStuffing(word: u64): bool {
  const inverse = ~word;
  return ((inverse - 0x0101010101010101) & ~inverse & 0x8080808080808080) != 0;
}

function fillBytes(): void {
  while (bits <= 56) {
    let byte: u64 = 0;
    if (input >= inputEnd) padding += 8;
    else if (load<u8>(input) != 255) byte = <u64>load<u8>(input++);
    else if (input + 1 < inputEnd && load<u8>(input, 1) == 0) {
      byte = 255;
      input += 2;
    } else padding += 8;
    hold |= byte << (56 - bits);
    bits += 8;
  }
}

/** Afterwards there are at least 48 bits. */
export function fillBits(): void {
  if (bits >= 48) return;
  if (input + 8 <= inputEnd) {
    const word = load<u64>(input);
    if (!hasStuffing(word)) {
      const bytes = (64 - bits) >> 3;
      const ordered = bswap<u64>(word);
      hold |= (ordered >> bits) & ~(((<u64>1) << (64 - bits - 8 * bytes)) - 1);
      input += bytes;
      bits += 8 * bytes;
      return;
    }
  }
  fillBytes();
}

export function dropBits(count: i32): void {
  hold <<= count;
  bits -= count;
}

/** The next `count` bits, 1 to 16; the caller has filled. */
export function takeBits(count: i32): i32 {
  const value = <i32>(hold >> (64 - count));
  dropBits(count);
  return value;
}

/** A number of `size` bits, 1 to 15, as JPEG codes it: the smaller half stands for negative ones. */
export function toNumber(value: i32, size: i32): i32 {
  const isNegative = (value >> (size - 1)) - 1;
  return value + (isNegative & (1 - (1 << size)));
}

export function takeNumber(size: i32): i32 {
  return size == 0 ? 0 : toNumber(takeBits(size), size);
}

/** The bits and their number, for a loop that keeps them itself: it is a third faster than one that takes them one by one. */
export function heldBits(): u64 {
  return hold;
}

export function heldCount(): i32 {
  return bits;
}

/** Takes both back from such a loop. */
export function keepBits(word: u64, count: i32): void {
  hold = word;
  bits = count;
}

/** Bits were used that are not in the data. */
export function isShort(): bool {
  return bits < padding;
}

/** Where the data goes on when the bits up to the next whole byte are thrown away. Stuffing makes the way back uneven. */
export function unusedBytes(): i32 {
  return (bits - padding) >> 3;
}

export function position(): usize {
  return input;
}
