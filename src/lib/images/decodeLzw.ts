const MAX_WIDTH = 12;
const TABLE_SIZE = 1 << MAX_WIDTH;

export interface LzwKind {
  /** Bits of the literals; the codes begin one wider. */
  readonly literalBits: number;
  /** Codes lie from the lowest bit up. */
  readonly isLowFirst: boolean;
  /** Codes get wider one code too early, as TIFF has it. */
  readonly isEarly: boolean;
}

export interface LzwResult {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** `truncated`: the data or its end code came before the room was full. */
  readonly end: 'full' | 'truncated' | 'corrupt';
}

/** The codes of LZW data; their width is kept by whoever follows them. */
class CodeReader {
  readonly #data: Uint8Array;
  readonly #isLowFirst: boolean;
  #hold = 0;
  #bits = 0;
  #at = 0;

  constructor(data: Uint8Array, isLowFirst: boolean) {
    this.#data = data;
    this.#isLowFirst = isLowFirst;
  }

  /** Null at the end of the data. */
  next(width: number): number | null {
    while (this.#bits < width) {
      const byte = this.#data[this.#at++];
      if (byte === undefined) return null;
      this.#hold = this.#isLowFirst
        ? this.#hold | (byte << this.#bits)
        : ((this.#hold << 8) | byte) & 0xffffff;
      this.#bits += 8;
    }
    this.#bits -= width;
    const mask = (1 << width) - 1;
    if (!this.#isLowFirst) return (this.#hold >>> this.#bits) & mask;
    const code = this.#hold & mask;
    this.#hold >>>= width;
    return code;
  }
}

/** LZW as GIF and TIFF have it: a code to clear the table and one for the end, behind the literals. */
export function decodeLzw(data: Uint8Array, roomBytes: number, kind: LzwKind): LzwResult {
  const { literalBits, isLowFirst, isEarly } = kind;
  const bytes = new Uint8Array(roomBytes);
  const clear = 1 << literalBits;
  /** Of every code where its string begins in the output, and how long it is. */
  const starts = new Uint32Array(TABLE_SIZE);
  const lengths = new Uint32Array(TABLE_SIZE).fill(1, 0, clear);
  const codes = new CodeReader(data, isLowFirst);
  const early = isEarly ? 1 : 0;
  let [next, width, previous, made] = [clear + 2, literalBits + 1, -1, 0];
  while (made < roomBytes) {
    const code = codes.next(width);
    if (code === null || code === clear + 1) return { bytes: bytes.subarray(0, made), end: 'truncated' };
    if (code === clear) {
      [next, width, previous] = [clear + 2, literalBits + 1, -1];
      continue;
    }
    if (code > (previous < 0 ? clear : next)) return { bytes, end: 'corrupt' };
    // The string that each code adds: the one before and the first byte of this one, which lie side by side.
    if (previous >= 0 && next < TABLE_SIZE) {
      starts[next] = made - lengths[previous]!;
      lengths[next] = lengths[previous]! + 1;
      next++;
      if (next === (1 << width) - early && width < MAX_WIDTH) width++;
    }
    if (code < clear) bytes[made] = code;
    else copyString(bytes, starts[code]!, made, lengths[code]!);
    made += lengths[code]!;
    previous = code;
  }
  return { bytes, end: 'full' };
}

/** Byte by byte, since a string may reach into itself. */
function copyString(output: Uint8Array, from: number, to: number, length: number): void {
  for (let i = 0; i < length; i++) output[to + i] = output[from + i]!;
}
