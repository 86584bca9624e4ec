import type { JsonValue } from '../core/json';
import { DataError } from '../core/problem';
import { maxDepth } from './JsonReader';

const words: Readonly<Record<string, JsonValue>> = {
  None: null,
  True: true,
  False: false,
  nan: NaN,
  inf: Infinity
};

const numberPattern = /[-+]?(?:\d+(?:_\d+)*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/y;
const wordPattern = /[A-Za-z]+/y;
const escapePattern =
  /\\(?:\r\n|[\n\r\\'"abfnrtv]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3})|\\/y;

const shortEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v'
};

/**
 * A value as Python's `repr` writes lists, tuples, dicts, strings and numbers, which pandas' `to_csv` puts into cells. A
 * strict reader of literals: nothing is evaluated, and whatever is no literal is refused, strings side by side too, because
 * NumPy writes its arrays so (`['a' 'b']`).
 * Integers beyond 2^53 are given as text.
 * @throws DataError `python-syntax` without a place
 */
export function parsePythonLiteral(text: string): JsonValue {
  return new LiteralReader(text).readDocument();
}

class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readDocument(): JsonValue {
    const value = this.#readValue(0);
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail('the end of the value');
    return value;
  }

  #readValue(depth: number): JsonValue {
    if (depth > maxDepth) this.#fail(`at most ${maxDepth} levels of nesting`);
    this.#skipSpace();
    const first = this.#text[this.#at];
    if (first === '{') return this.#readDict(depth);
    if (first === '[') return this.#readItems(']', depth).items;
    if (first === '(') return this.#readTuple(depth);
    if (first === "'" || first === '"') return this.#readString();
    return this.#readNumber() ?? this.#readWord();
  }

  /** `(1)` is a number in brackets, `(1,)` a tuple. */
  #readTuple(depth: number): JsonValue {
    const { items, hasComma } = this.#readItems(')', depth);
    return items.length === 1 && !hasComma ? items[0]! : items;
  }

  #readItems(end: string, depth: number): { items: JsonValue[]; hasComma: boolean } {
    this.#at++;
    const items: JsonValue[] = [];
    let hasComma = false;
    while (!this.#accept(end)) {
      if (items.length > 0 && !hasComma) this.#fail(`"," or "${end}"`);
      items.push(this.#readValue(depth + 1));
      hasComma = this.#accept(',');
    }
    return { items, hasComma };
  }

  #readDict(depth: number): JsonValue {
    this.#at++;
    const entries = new Map<string, JsonValue>();
    for (let hasComma = true; !this.#accept('}'); hasComma = this.#accept(',')) {
      if (!hasComma) this.#fail('"," or "}"');
      const key = this.#readValue(depth + 1);
      if (typeof key === 'object' && key !== null) this.#fail('a key that is no container');
      if (!this.#accept(':')) this.#fail('":"');
      entries.set(String(key), this.#readValue(depth + 1));
    }
    // Defines own properties, so that a key `__proto__` is a key like any other.
    return Object.fromEntries(entries);
  }

  #readString(): string {
    const quote = this.#text[this.#at++]!;
    let text = '';
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || character === '\n') return this.#fail('a closing quote');
      if (character === quote) break;
      text += character === '\\' ? this.#readEscape() : character;
      if (character !== '\\') this.#at++;
    }
    this.#at++;
    return text;
  }

  #readEscape(): string {
    escapePattern.lastIndex = this.#at;
    const written = escapePattern.exec(this.#text)?.[0] ?? '\\';
    this.#at += written.length;
    const kind = written[1];
    // Python keeps the backslash of an escape that it does not know.
    if (kind === undefined) return '\\';
    if (kind === '\n' || kind === '\r') return '';
    if (kind === 'x' || kind === 'u' || kind === 'U')
      return this.#toCharacter(Number.parseInt(written.slice(2), 16));
    if (/[0-7]/.test(kind)) return this.#toCharacter(Number.parseInt(written.slice(1), 8));
    return shortEscapes[kind] ?? kind;
  }

  #toCharacter(code: number): string {
    return code > 0x10ffff ? this.#fail('a known character') : String.fromCodePoint(code);
  }

  #readNumber(): JsonValue | undefined {
    numberPattern.lastIndex = this.#at;
    const written = numberPattern.exec(this.#text)?.[0];
    if (written === undefined) return undefined;
    this.#at = numberPattern.lastIndex;
    const value = Number(written.replaceAll('_', ''));
    return /^[-+]?[\d_]+$/.test(written) && !Number.isSafeInteger(value) ? written : value;
  }

  #readWord(): JsonValue {
    const sign = /[-+]/.test(this.#text[this.#at] ?? '') ? this.#text[this.#at++] : '';
    wordPattern.lastIndex = this.#at;
    const word = wordPattern.exec(this.#text)?.[0] ?? '';
    const value = Object.hasOwn(words, word) ? words[word]! : undefined;
    if (value === undefined || (sign !== '' && typeof value !== 'number')) return this.#fail('a value');
    this.#at += word.length;
    return sign === '-' ? -(value as number) : value;
  }

  #accept(character: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #fail(expected: string): never {
    const found = this.#text.slice(this.#at, this.#at + 20);
    throw new DataError({
      code: 'python-syntax',
      where: {},
      what: `not a Python literal at character ${this.#at + 1}`,
      got: found === '' ? 'the end of the value' : JSON.stringify(found),
      expected
    });
  }
}
