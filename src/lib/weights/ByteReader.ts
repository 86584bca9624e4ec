import type { DataError } from '../core/problem';
import { refuseWeights } from './refuseWeights';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads the front of a file, never beyond what is there. Little-endian. */
export class ByteReader {
  readonly file: string;
  /** Of the next byte, from the start. */
  position = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, file: string) {
    this.file = file;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** Exact up to 2^53, which no file reaches. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }

  /** Big-endian, as pickles have them. */
  float64(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  /** A view, not a copy. */
  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  text(length: number): string {
    const bytes = this.take(length);
    try {
      return utf8.decode(bytes);
    } catch {
      throw this.refuse('a text in it is not UTF-8', `${length} other bytes`, 'names of weights');
    }
  }

  /** Up to the next line feed, which is passed. */
  line(): string {
    const end = this.#bytes.indexOf(10, this.position);
    if (end < 0) throw this.#refuseEnd('a line');
    const text = this.text(end - this.position);
    this.position++;
    return text;
  }

  refuse(what: string, got: string, expected: string): DataError {
    return refuseWeights(this.file, `${what} (at byte ${this.position})`, got, expected);
  }

  #advance(length: number): number {
    this.#require(length);
    const start = this.position;
    this.position += length;
    return start;
  }

  #require(length: number): void {
    if (length > this.#bytes.length - this.position) throw this.#refuseEnd(`${length} bytes`);
  }

  #refuseEnd(wanted: string): DataError {
    const left = this.#bytes.length - this.position;
    return this.refuse('the file ends too early, or lies about a length', `${left} bytes`, wanted);
  }
}
