import { describe, expect, it } from 'vitest';
import {
  isUtf32,
  LineSplitter,
  sniffEncoding,
  sniffLineEnd,
  type Encoding
} from '../../src/lib/predictions/LineSplitter';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** The lines of these chunks of bytes: texts, and codes of problems. */
function split(encoding: Encoding, chunks: readonly (readonly number[])[], maxBytes?: number) {
  const splitter = new LineSplitter('x.jsonl', encoding, maxBytes === undefined ? {} : { maxBytes });
  const lines = chunks.flatMap((chunk) => splitter.push(Uint8Array.from(chunk)));
  return [...lines, ...splitter.end()].map((line) => ('text' in line ? line.text : line.problem.code));
}

describe('the encoding of a text', () => {
  it.each<[string, readonly number[], Encoding]>([
    ['nothing', [], 'utf-8'],
    ['one byte', [0x61], 'utf-8'],
    ['ASCII', [0x61, 0x62], 'utf-8'],
    ['a mark of little-endian', [0xff, 0xfe], 'utf-16le'],
    ['a mark of big-endian', [0xfe, 0xff], 'utf-16be'],
    ['half a mark of little-endian', [0xff, 0x61], 'utf-8'],
    ['the other half', [0x61, 0xfe], 'utf-8'],
    ['half a mark of big-endian', [0xfe, 0x61], 'utf-8'],
    ['the other half of that', [0x61, 0xff], 'utf-8'],
    ['ASCII before a zero', [0x61, 0], 'utf-16le'],
    ['ASCII behind a zero', [0, 0x61], 'utf-16be'],
    ['two zeros', [0, 0], 'utf-8']
  ])('is told from %s', (_, bytes, encoding) => {
    expect(sniffEncoding(Uint8Array.from(bytes))).toBe(encoding);
  });

  it.each<[string, readonly number[], boolean]>([
    ['a mark of little-endian', [0xff, 0xfe, 0, 0], true],
    ['a mark of big-endian', [0, 0, 0xfe, 0xff], true],
    ['ASCII before three zeros', [0x61, 0, 0, 0], true],
    ['ASCII behind three zeros', [0, 0, 0, 0x61], true],
    ['nothing', [], false],
    ['three bytes', [0x61, 0, 0], false],
    ['zeros', [0, 0, 0, 0], false],
    ['ASCII', [0x61, 0x62, 0x63, 0x64], false],
    ['UTF-16', [0x61, 0, 0x62, 0], false],
    ['UTF-16 with a line end of two', [0x61, 0, 0, 0x62], false],
    ['UTF-16 of the other order', [0, 0x61, 0, 0x62], false],
    ['a mark of UTF-16', [0xff, 0xfe, 0x61, 0], false],
    ['a mark of UTF-16 before Chinese', [0xff, 0xfe, 0, 0x4e], false],
    ['half a mark', [0xff, 0x61, 0, 0], false],
    ['the other half', [0x61, 0xfe, 0, 0], false],
    ['half a mark of big-endian', [0, 0, 0xfe, 0x61], false],
    ['the other half of that', [0, 0, 0x61, 0xff], false],
    ['a mark of big-endian with one zero', [0x61, 0, 0xfe, 0xff], false]
  ])('is UTF-32 or not by %s', (_, bytes, isIt) => {
    expect(isUtf32(Uint8Array.from(bytes))).toBe(isIt);
  });
});

describe('the line end of a text', () => {
  it.each<[string, Encoding, readonly number[], number]>([
    ['of old Macs', 'utf-8', [0x61, 0x0d, 0x62], carriageReturn],
    ['of Windows', 'utf-8', [0x61, 0x0d, 0x0a], lineFeed],
    ['that it does not have', 'utf-8', [0x61], lineFeed],
    ['of old Macs in UTF-16', 'utf-16le', [0x61, 0, 0x0d, 0], carriageReturn],
    ['of old Macs in UTF-16 of the other order', 'utf-16be', [0, 0x61, 0, 0x0d], carriageReturn],
    // U+0D41 and U+4100; U+010D; U+410D: each has a byte 0x0D.
    ['that is half a letter, before a zero', 'utf-16le', [0x41, 0x0d, 0, 0x41], lineFeed],
    ['that is half a letter', 'utf-16le', [0x0d, 0x01], lineFeed],
    ['that is half a letter of the other order', 'utf-16be', [0x41, 0x0d, 0, 0x61], lineFeed]
  ])('is that %s', (_, encoding, head, lineEnd) => {
    expect(sniffLineEnd(Uint8Array.from(head), encoding)).toBe(lineEnd);
  });
});

describe('lines that arrive in pieces', () => {
  it('may end in the middle of a unit of UTF-16', () => {
    expect(
      split('utf-16le', [
        [0x61, 0, 0x0a],
        [0, 0x62, 0]
      ])
    ).toEqual(['a', 'b']);
    expect(
      split('utf-16be', [
        [0, 0x61, 0],
        [0x0a, 0, 0x62]
      ])
    ).toEqual(['a', 'b']);
  });

  it('may be empty, at the beginning too', () => {
    expect(split('utf-8', [[0x0a, 0x0a, 0x61]])).toEqual(['', '', 'a']);
    expect(split('utf-16le', [[0x0a, 0, 0x61, 0]])).toEqual(['', 'a']);
    expect(split('utf-16be', [[0, 0x0a, 0, 0x61]])).toEqual(['', 'a']);
  });

  it('do not end where half a letter looks like a line end', () => {
    // U+4E0A before a zero, U+0A61, and U+0A00.
    expect(split('utf-16be', [[0x4e, 0x0a, 0, 0x61]])).toEqual(['上a']);
    expect(split('utf-16le', [[0x61, 0x0a, 0, 0x61]])).toEqual(['\u0a61\u6100']);
    expect(split('utf-16be', [[0x0a, 0, 0, 0x61]])).toEqual(['\u0a00a']);
  });

  it('lose a carriage return before their end, but no letter that has its byte', () => {
    expect(split('utf-16le', [[0x61, 0, 0x0d, 0, 0x0a, 0]])).toEqual(['a']);
    expect(split('utf-16le', [[0x0d, 0x01, 0x0a, 0]])).toEqual(['č']);
    expect(split('utf-16be', [[0x01, 0x0d, 0, 0x0a]])).toEqual(['č']);
    expect(split('utf-8', [[0x0d, 0x0a, 0x61, 0x0d]])).toEqual(['', 'a']);
  });

  it('may be longer than any piece, and a piece longer than any line before', () => {
    const long = (letter: number, count: number) => new Array<number>(count).fill(letter);
    expect(split('utf-8', [long(0x61, 50_000), long(0x62, 50_000), [0x0a]])).toEqual([
      'a'.repeat(50_000) + 'b'.repeat(50_000)
    ]);
    expect(split('utf-8', [[0x63], long(0x64, 300_000)])).toEqual([`c${'d'.repeat(300_000)}`]);
  });

  it('may have as many bytes as is allowed, and not one more', () => {
    expect(
      split(
        'utf-8',
        [
          [0x61, 0x62, 0x63, 0x64],
          [0x0a, 0x65]
        ],
        4
      )
    ).toEqual(['abcd', 'e']);
    expect(
      split(
        'utf-8',
        [
          [0x61, 0x62, 0x63, 0x64, 0x65],
          [0x0a, 0x65]
        ],
        4
      )
    ).toEqual(['line-length', 'e']);
    expect(split('utf-8', [[0x61, 0x62, 0x63, 0x64, 0x65]], 4)).toEqual(['line-length']);
  });

  it('that are too long end where their line end does, in half a unit too', () => {
    const tooLong = [0x61, 0, 0x61, 0, 0x61, 0];
    expect(
      split(
        'utf-16le',
        [
          [...tooLong, 0x0a],
          [0, 0x62, 0]
        ],
        4
      )
    ).toEqual(['line-length', 'b']);
    expect(
      split(
        'utf-16le',
        [
          [...tooLong, 0x61],
          [0, ...tooLong],
          [0x0a, 0, 0x62, 0]
        ],
        4
      )
    ).toEqual(['line-length', 'b']);
  });
});

describe('a line that cannot be read', () => {
  const read = (bytes: readonly number[], maxBytes = 1000) => {
    const splitter = new LineSplitter('x.jsonl', 'utf-8', { maxBytes });
    return [...splitter.push(Uint8Array.from(bytes)), ...splitter.end()];
  };
  const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

  it('says where its bytes are no text, and what stands around', () => {
    expect(read([...ascii('ok\nabcdefghijklmno'), 0xff, ...ascii('pqrstuvwxyz01234')])).toEqual([
      { number: 1, text: 'ok' },
      {
        number: 2,
        problem: {
          code: 'encoding',
          severity: 'error',
          where: { file: 'x.jsonl', line: 2 },
          what: 'not UTF-8 text at character 16',
          got: '"fghijklmno\ufffdpqrstuvwx"',
          expected: 'UTF-8 or UTF-16'
        }
      }
    ]);
    expect(read([0xff, 0x61])).toMatchObject([
      { problem: { what: 'not UTF-8 text at character 1', got: '"\ufffda"' } }
    ]);
  });

  it('says that it is too long', () => {
    expect(read(ascii('12345'), 4)).toEqual([
      {
        number: 1,
        problem: {
          code: 'line-length',
          severity: 'error',
          where: { file: 'x.jsonl', line: 1 },
          what: 'the line is too long to be read',
          got: 'more than 4 bytes',
          expected: 'one record a line'
        }
      }
    ]);
  });
});
