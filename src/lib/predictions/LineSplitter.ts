import type { Problem } from '../core/problem';

export type TextLine =
  | { readonly number: number; readonly text: string }
  /** Bytes that are no text in the file's encoding, or a line without end. */
  | { readonly number: number; readonly problem: Problem };

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** What a line may hold; the longest string of a browser is about twice that. */
const maxLineBytes = 2 ** 28;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** By the byte order mark, else by the zero that every ASCII character has in UTF-16. */
export function sniffEncoding([first, second]: Uint8Array): Encoding {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  return 'utf-8';
}

/** Of UTF-32 the byte order mark or the first ASCII character has three zeros beside it. */
export function isUtf32([a, b, c, d]: Uint8Array): boolean {
  const isLittle = b === 0 ? a !== 0 && c === 0 && d === 0 : a === 0xff && b === 0xfe && c === 0 && d === 0;
  const isBig = a === 0 && b === 0 && ((c === 0 && d !== 0) || (c === 0xfe && d === 0xff));
  return d !== undefined && (isLittle || isBig);
}

/** A text with carriage returns and no line feed ends its lines as old Macs did. */
export function sniffLineEnd(head: Uint8Array, encoding: Encoding): number {
  const has = (code: number): boolean => {
    if (encoding === 'utf-8') return head.includes(code);
    const low = encoding === 'utf-16le' ? 0 : 1;
    return head.some((byte, i) => byte === code && i % 2 === low && head[i + 1 - 2 * low] === 0);
  };
  return has(lineFeed) || !has(carriageReturn) ? lineFeed : carriageReturn;
}

/** Cuts bytes into lines while they arrive. */
export class LineSplitter {
  #file: string;
  #encoding: Encoding;
  #maxBytes: number;
  #lineEnd: number;
  #decoder: TextDecoder;
  #buffer = new Uint8Array(2 ** 16);
  /** Bytes of the buffer that are filled. */
  #filled = 0;
  /** Lines given out so far. */
  #count = 0;
  /** Inside a line that is too long: bytes are dropped up to its end. */
  #isSkipping = false;

  constructor(file: string, encoding: Encoding, { maxBytes = maxLineBytes, lineEnd = lineFeed } = {}) {
    this.#maxBytes = maxBytes;
    this.#lineEnd = lineEnd;
    this.#file = file;
    this.#encoding = encoding;
    this.#decoder = new TextDecoder(encoding, { fatal: true });
  }

  /** The lines that end in these bytes. */
  push(chunk: Uint8Array): TextLine[] {
    const scanned = this.#filled;
    this.#append(chunk);
    const lines: TextLine[] = [];
    let start = 0;
    for (let end = this.#findEnd(scanned); end >= 0; end = this.#findEnd(start)) {
      lines.push(this.#take(start, end));
      start = end + this.#unitBytes;
    }
    this.#buffer.copyWithin(0, start, this.#filled);
    this.#filled -= start;
    if (this.#filled > this.#maxBytes) this.#skip();
    return lines;
  }

  /** What is left behind the last line end. */
  end(): TextLine[] {
    return this.#filled > 0 || this.#isSkipping ? [this.#take(0, this.#filled)] : [];
  }

  get #unitBytes(): number {
    return this.#encoding === 'utf-8' ? 1 : 2;
  }

  #append(chunk: Uint8Array): void {
    const needed = this.#filled + chunk.length;
    if (needed > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
      larger.set(this.#buffer.subarray(0, this.#filled));
      this.#buffer = larger;
    }
    this.#buffer.set(chunk, this.#filled);
    this.#filled = needed;
  }

  /** Where the line end at or behind `from` begins; -1 when there is none yet. Lines start at 0 or behind a line end. */
  #findEnd(from: number): number {
    const bytes = this.#buffer.subarray(0, this.#filled);
    if (this.#encoding === 'utf-8') return bytes.indexOf(this.#lineEnd, from);
    const low = this.#encoding === 'utf-16le' ? 0 : 1;
    for (
      let at = bytes.indexOf(this.#lineEnd, from - (from % 2));
      at >= 0;
      at = bytes.indexOf(this.#lineEnd, at + 1)
    ) {
      const unit = at - low;
      if (unit % 2 === 0 && bytes[unit + 1 - low] === 0) return unit;
    }
    return -1;
  }

  #take(start: number, end: number): TextLine {
    const number = ++this.#count;
    if (this.#isSkipping) {
      this.#isSkipping = false;
      return { number, problem: this.#describeLong(number) };
    }
    if (end === start) return { number, text: '' };
    const bytes = this.#buffer.subarray(start, this.#endWithoutReturn(start, end));
    try {
      return { number, text: this.#decoder.decode(bytes) };
    } catch {
      return { number, problem: this.#describeEncoding(number, bytes) };
    }
  }

  #endWithoutReturn(start: number, end: number): number {
    const unit = end - this.#unitBytes;
    if (unit < start) return end;
    const [low, high] = this.#encoding === 'utf-16be' ? [unit + 1, unit] : [unit, unit + 1];
    const isReturn =
      this.#buffer[low] === carriageReturn && (this.#unitBytes === 1 || this.#buffer[high] === 0);
    return isReturn ? unit : end;
  }

  #skip(): void {
    this.#isSkipping = true;
    // Half a UTF-16 unit stays, so that the next line end is found in its place.
    const rest = this.#filled % this.#unitBytes;
    this.#buffer.copyWithin(0, this.#filled - rest, this.#filled);
    this.#filled = rest;
  }

  #describeLong(line: number): Problem {
    return {
      code: 'line-length',
      severity: 'error',
      where: { file: this.#file, line },
      what: 'the line is too long to be read',
      got: `more than ${this.#maxBytes} bytes`,
      expected: 'one record a line'
    };
  }

  #describeEncoding(line: number, bytes: Uint8Array): Problem {
    const readable = new TextDecoder(this.#encoding).decode(bytes.subarray(0, 2 ** 20));
    const wrong = Math.max(0, readable.indexOf('\ufffd'));
    return {
      code: 'encoding',
      severity: 'error',
      where: { file: this.#file, line },
      what: `not ${this.#encoding.toUpperCase()} text at character ${wrong + 1}`,
      got: JSON.stringify(readable.slice(Math.max(0, wrong - 10), wrong + 10)),
      expected: 'UTF-8 or UTF-16'
    };
  }
}
