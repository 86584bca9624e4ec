import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collapseSpace, splitFilledLines, splitWords, strip } from '../../src/lib/core/pythonText';

/** `[chr(c) for c in range(0x110000) if chr(c).isspace()]` of Python 3.11.7. */
const pythonWhiteSpace = [
  0x9, 0xa, 0xb, 0xc, 0xd, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003,
  0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000
];

/** Those of them at which `str.splitlines` breaks. */
const pythonLineEnds = [0xa, 0xb, 0xc, 0xd, 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029];

const spaceOrLetter = fc.constantFrom('a', 'b', '\ufeff', '🫁', ...String.fromCodePoint(...pythonWhiteSpace));
const spacedText = fc.array(spaceOrLetter).map((characters) => characters.join(''));

describe('white space as Python reads it', () => {
  test('exactly the 29 characters of str.isspace separate words', () => {
    const separators = Array.from({ length: 0x10000 }, (_, code) => code).filter(
      (code) => splitWords(`a${String.fromCharCode(code)}b`).length === 2
    );
    expect(separators).toEqual(pythonWhiteSpace);
  });

  test('a byte order mark inside a text belongs to its word', () => {
    expect(splitWords('\ufeffnormal study')).toEqual(['\ufeffnormal', 'study']);
  });

  test('collapsing gives the words with single spaces between them', () => {
    fc.assert(
      fc.property(spacedText, (text) => {
        expect(collapseSpace(text)).toBe(splitWords(text).join(' '));
        expect(collapseSpace(collapseSpace(text))).toBe(collapseSpace(text));
        expect(strip(strip(text))).toBe(strip(text));
      })
    );
  });

  test('an empty text has no words', () => {
    expect(splitWords('')).toEqual([]);
    expect(splitWords(' \x1c\n')).toEqual([]);
  });

  test('a long run of spaces inside a text is no burden', () => {
    const text = `a${' '.repeat(200_000)}b`;
    expect(strip(text)).toBe(text);
    expect(collapseSpace(text)).toBe('a b');
  });
});

describe('lines as Python splits them', () => {
  test('exactly the characters of str.splitlines end a line', () => {
    const lineEnds = pythonWhiteSpace.filter(
      (code) => splitFilledLines(`a${String.fromCharCode(code)}b`).length === 2
    );
    expect(lineEnds).toEqual(pythonLineEnds);
  });

  test('lines come stripped and never empty', () => {
    expect(splitFilledLines(' a \r\n\r\n\tb\x1c \n')).toEqual(['a', 'b']);
    expect(splitFilledLines('')).toEqual([]);
  });
});
