import { checkInputs } from '../checkInputs';
import type { Inflated, StreamEnd } from '../Inflated';

/** Thrown to leave the decoding at whatever depth. */
class End extends Error {
  constructor(readonly end: StreamEnd) {
    super(end);
  }
}

/** A canonical Huffman code: number of codes of each length, and the symbols in the order of their codes. */
interface Code {
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
}

const MAX_BITS = 15;
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const LENGTH_BASE = sumUp(LENGTH_EXTRA, 3).with(28, 258);
const DISTANCE_EXTRA = Array.from({ length: 30 }, (_, i) => Math.max(0, (i >> 1) - 1));
const DISTANCE_BASE = sumUp(DISTANCE_EXTRA, 1);

function sumUp(extraBits: readonly number[], first: number): number[] {
  let base = first;
  return extraBits.map((bits) => {
    base += 1 << bits;
    return base - (1 << bits);
  });
}

/** A set with too many codes is refused, one with too few as well, but for a single code of one bit or none at all. */
function makeCode(lengths: readonly number[], isStrict: boolean): Code {
  const counts = Array.from({ length: MAX_BITS + 1 }, (_, bits) => lengths.filter((n) => n === bits).length);
  let free = 1;
  for (let bits = 1; bits <= MAX_BITS; bits++) {
    free = 2 * free - counts[bits]!;
    if (free < 0) throw new End('corrupt');
  }
  const longest = Math.max(...lengths);
  if (free > 0 && (isStrict || longest > 1)) throw new End('corrupt');
  const symbols = lengths
    .flatMap((bits, symbol) => (bits > 0 ? [{ bits, symbol }] : []))
    .sort((a, b) => a.bits - b.bits || a.symbol - b.symbol);
  return { counts, symbols: symbols.map(({ symbol }) => symbol) };
}

const fixedLengths = Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
const FIXED_LITERALS = makeCode(fixedLengths, true);
const FIXED_DISTANCES = makeCode(new Array<number>(32).fill(5), true);

/** Bit by bit, as RFC 1951 tells it. */
class Inflater {
  readonly output: number[] = [];
  #stream: Uint8Array;
  #roomBytes: number;
  #position = 0;

  constructor(stream: Uint8Array, roomBytes: number) {
    this.#stream = stream;
    this.#roomBytes = roomBytes;
  }

  run(): StreamEnd {
    try {
      this.#readHeader();
      let isLast = false;
      while (!isLast) {
        isLast = this.#bits(1) === 1;
        this.#readBlock(this.#bits(2));
      }
      this.#align();
      const sum = [24, 16, 8, 0].reduce((all, shift) => all + this.#bits(8) * 2 ** shift, 0);
      return sum === adler32(this.output) ? 'whole' : 'wrong checksum';
    } catch (error) {
      if (error instanceof End) return error.end;
      throw error;
    }
  }

  #readHeader(): void {
    const [first, second] = [this.#bits(8), this.#bits(8)];
    const isZlib = (first * 256 + second) % 31 === 0 && (first & 15) === 8 && first >> 4 <= 7;
    if (!isZlib || second & 32) throw new End('corrupt');
  }

  #readBlock(kind: number): void {
    if (kind === 0) this.#copyStored();
    else if (kind === 1) this.#readCodes(FIXED_LITERALS, FIXED_DISTANCES);
    else if (kind === 2) this.#readDynamic();
    else throw new End('corrupt');
  }

  #copyStored(): void {
    this.#align();
    const [length, inverse] = [this.#bits(16), this.#bits(16)];
    if ((length ^ 0xffff) !== inverse) throw new End('corrupt');
    for (let i = 0; i < length; i++) this.#put(this.#bits(8));
  }

  #readDynamic(): void {
    const [literals, distances, codes] = [this.#bits(5) + 257, this.#bits(5) + 1, this.#bits(4) + 4];
    if (literals > 286 || distances > 30) throw new End('corrupt');
    const codeLengths = new Array<number>(19).fill(0);
    for (const symbol of CODE_ORDER.slice(0, codes)) codeLengths[symbol] = this.#bits(3);
    const code = makeCode(codeLengths, true);
    const lengths: number[] = [];
    while (lengths.length < literals + distances) this.#readLengths(code, lengths);
    if (lengths.length > literals + distances || lengths[256] === 0) throw new End('corrupt');
    const literalCode = makeCode(lengths.slice(0, literals), false);
    this.#readCodes(literalCode, makeCode(lengths.slice(literals), false));
  }

  /** One length, or a run of them. */
  #readLengths(code: Code, lengths: number[]): void {
    const symbol = this.#symbol(code);
    if (symbol < 16) {
      lengths.push(symbol);
      return;
    }
    if (symbol === 16 && lengths.length === 0) throw new End('corrupt');
    const value = symbol === 16 ? lengths.at(-1)! : 0;
    const count = symbol === 16 ? this.#bits(2) + 3 : symbol === 17 ? this.#bits(3) + 3 : this.#bits(7) + 11;
    for (let i = 0; i < count; i++) lengths.push(value);
  }

  #readCodes(literals: Code, distances: Code): void {
    for (let symbol = this.#symbol(literals); symbol !== 256; symbol = this.#symbol(literals)) {
      if (symbol < 256) this.#put(symbol);
      else this.#copyMatch(symbol - 257, distances);
    }
  }

  #copyMatch(index: number, distances: Code): void {
    const base = LENGTH_BASE[index];
    if (base === undefined) throw new End('corrupt');
    if (this.output.length === this.#roomBytes) throw new End('more');
    const length = base + this.#bits(LENGTH_EXTRA[index]!);
    const place = this.#symbol(distances);
    const distanceBase = DISTANCE_BASE[place];
    if (distanceBase === undefined) throw new End('corrupt');
    const distance = distanceBase + this.#bits(DISTANCE_EXTRA[place]!);
    if (distance > this.output.length) throw new End('corrupt');
    for (let i = 0; i < length; i++) this.#put(this.output[this.output.length - distance]!);
  }

  #put(byte: number): void {
    if (this.output.length === this.#roomBytes) throw new End('more');
    this.output.push(byte);
  }

  #symbol({ counts, symbols }: Code): number {
    let [code, first, index] = [0, 0, 0];
    for (let bits = 1; bits <= MAX_BITS; bits++) {
      code |= this.#bits(1);
      const count = counts[bits]!;
      if (code - count < first) return symbols[index + code - first]!;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new End('corrupt');
  }

  #bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.#position++) {
      const byte = this.#stream[this.#position >> 3];
      if (byte === undefined) throw new End('truncated');
      value |= ((byte >> (this.#position & 7)) & 1) << i;
    }
    return value;
  }

  #align(): void {
    this.#position = (this.#position + 7) & ~7;
  }
}

function adler32(bytes: readonly number[]): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

export function inflate(stream: Uint8Array, roomBytes: number): Inflated {
  checkInputs.inflate(stream, roomBytes);
  const inflater = new Inflater(stream, roomBytes);
  const end = inflater.run();
  return { bytes: Uint8Array.from(inflater.output), end };
}
