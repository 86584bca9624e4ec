import type { JsonValue } from '../core/json';
import { DataError } from '../core/problem';

/** Deeper than any record, and shallow enough for the stack of every browser. */
export const maxDepth = 512;

const numberPattern = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const wordPattern = /-?[A-Za-z]+/y;

const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

const words: Readonly<Record<string, JsonValue>> = {
  true: true,
  false: false,
  null: null,
  NaN: NaN,
  Infinity: Infinity,
  '-Infinity': -Infinity
};

/** Reads Python's dialect of JSON and says where it fails; slower than JSON.parse, which is tried first. */
export class JsonReader {
  #text: string;
  #position = 0;
  hasPythonNumbers = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** Characters read so far. */
  get position(): number {
    return this.#position;
  }

  /** @throws DataError `json-syntax` */
  readDocument(): JsonValue {
    const value = this.readValue();
    this.expectEnd();
    return value;
  }

  readValue(depth = 0): JsonValue {
    this.skipSpace();
    if (depth > maxDepth) this.#fail(`at most ${maxDepth} levels of nesting`);
    const first = this.#text[this.#position];
    if (first === '{') return this.#readObject(depth);
    if (first === '[') return this.#readArray(depth);
    if (first === '"') return this.#readString();
    return this.#readNumber() ?? this.#readWord();
  }

  skipSpace(): void {
    while (isSpace(this.#text.charCodeAt(this.#position))) this.#position++;
  }

  /** True and past the character when it comes next. */
  accept(character: string): boolean {
    this.skipSpace();
    if (this.#text[this.#position] !== character) return false;
    this.#position++;
    return true;
  }

  expect(character: string, expected = JSON.stringify(character)): void {
    if (!this.accept(character)) this.#fail(expected);
  }

  isAtEnd(): boolean {
    this.skipSpace();
    return this.#position >= this.#text.length;
  }

  expectEnd(): void {
    if (!this.isAtEnd()) this.#fail('the end of the record');
  }

  #readObject(depth: number): JsonValue {
    this.expect('{');
    const entries = new Map<string, JsonValue>();
    if (!this.accept('}')) {
      do {
        this.skipSpace();
        if (this.#text[this.#position] !== '"') this.#fail('a key in double quotes');
        const key = this.#readString();
        this.expect(':');
        entries.set(key, this.readValue(depth + 1));
      } while (this.accept(','));
      this.expect('}', '"," or "}"');
    }
    // Defines own properties, so that a key `__proto__` is a key like any other.
    return Object.fromEntries(entries);
  }

  #readArray(depth: number): JsonValue {
    this.expect('[');
    const items: JsonValue[] = [];
    if (this.accept(']')) return items;
    do items.push(this.readValue(depth + 1));
    while (this.accept(','));
    this.expect(']', '"," or "]"');
    return items;
  }

  #readString(): string {
    const start = this.#position;
    const end = this.#findClosingQuote(start + 1);
    if (end < 0) this.#failAt(start, 'a closing quote');
    this.#position = end + 1;
    try {
      return JSON.parse(this.#text.slice(start, end + 1)) as string;
    } catch {
      return this.#failAt(start, 'a string without line breaks and with known escapes');
    }
  }

  #findClosingQuote(from: number): number {
    for (let quote = this.#text.indexOf('"', from); quote >= 0; quote = this.#text.indexOf('"', quote + 1)) {
      let backslashes = 0;
      while (this.#text[quote - 1 - backslashes] === '\\') backslashes++;
      if (backslashes % 2 === 0) return quote;
    }
    return -1;
  }

  #readNumber(): JsonValue | undefined {
    numberPattern.lastIndex = this.#position;
    const match = numberPattern.exec(this.#text);
    if (!match) return undefined;
    this.#position = numberPattern.lastIndex;
    const value = Number(match[0]);
    const isInteger = match[1] === undefined && match[2] === undefined;
    return isInteger && !Number.isSafeInteger(value) ? match[0] : value;
  }

  #readWord(): JsonValue {
    wordPattern.lastIndex = this.#position;
    const word = wordPattern.exec(this.#text)?.[0] ?? '';
    if (!Object.hasOwn(words, word)) return this.#fail('a value');
    this.#position += word.length;
    const value = words[word]!;
    if (typeof value === 'number') this.hasPythonNumbers = true;
    return value;
  }

  #fail(expected: string): never {
    return this.#failAt(this.#position, expected);
  }

  #failAt(position: number, expected: string): never {
    const found = this.#text.slice(position, position + 20);
    const lineStart = this.#text.slice(0, position).lastIndexOf('\n') + 1;
    throw new DataError({
      code: 'json-syntax',
      where: {},
      what: `not valid JSON at character ${position - lineStart + 1}`,
      got: found === '' ? 'the end of the record' : JSON.stringify(found),
      expected
    });
  }
}
