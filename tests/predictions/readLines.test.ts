import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/lib/core/problem';
import { LineSplitter, type TextLine } from '../../src/lib/predictions/LineSplitter';
import { readLines } from '../../src/lib/predictions/readLines';

/** The lines of these bytes, arriving in pieces of this size. */
async function read(bytes: Uint8Array, pieceBytes = bytes.length || 1): Promise<string[]> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, i) =>
    bytes.slice(i * pieceBytes, (i + 1) * pieceBytes)
  );
  const entry = {
    path: 'x.jsonl',
    sizeBytes: bytes.length,
    modifiedMs: 0,
    read: () => Promise.reject(new Error('not needed')),
    stream: () =>
      new ReadableStream<Uint8Array>({
        start(controller) {
          for (const piece of pieces) controller.enqueue(piece);
          controller.close();
        }
      })
  };
  const lines: string[] = [];
  let number = 0;
  for await (const batch of readLines(entry, () => undefined)) {
    for (const line of batch) {
      expect(line.number).toBe(++number);
      lines.push('text' in line ? line.text : formatProblem(line.problem));
    }
  }
  return lines;
}

const utf8 = (text: string) => new TextEncoder().encode(text);

function utf16(text: string, isBigEndian = false): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le');
  return new Uint8Array(isBigEndian ? bytes.swap16() : bytes);
}

const text = '{"a": "é"}\r\n\n{"b": "x\u2028\u2029\u0085y"}\n{"c": "\u0a0a\u0a00\u000b"}\r\n{"d": "😀"}';
const lines = [
  '{"a": "é"}',
  '',
  '{"b": "x\u2028\u2029\u0085y"}',
  '{"c": "\u0a0a\u0a00\u000b"}',
  '{"d": "😀"}'
];

describe('lines', () => {
  it.each([
    ['UTF-8', utf8(text)],
    ['UTF-8 with a byte order mark', utf8('\ufeff' + text)],
    ['UTF-16LE', utf16(text)],
    ['UTF-16LE with a byte order mark', utf16('\ufeff' + text)],
    ['UTF-16BE', utf16(text, true)],
    ['UTF-16BE with a byte order mark', utf16('\ufeff' + text, true)]
  ])('are the same in %s, wherever the bytes are cut', async (_, bytes) => {
    for (let pieceBytes = 1; pieceBytes <= bytes.length; pieceBytes++) {
      expect(await read(bytes, pieceBytes)).toEqual(lines);
    }
  });

  it('end at a line feed only, less one carriage return', async () => {
    expect(await read(utf8('a\r\r\nb\rc\n\r\n'))).toEqual(['a\r', 'b\rc', '']);
  });

  it('are none in an empty file, and one without a line end', async () => {
    expect(await read(utf8(''))).toEqual([]);
    expect(await read(utf8('a'))).toEqual(['a']);
    expect(await read(utf8('\ufeff'))).toEqual(['']);
  });

  it('are those of a file that has no stream, too, and tell how much was read', async () => {
    const counts: number[] = [];
    const bytes = new Uint8Array(utf8('a\nb'));
    const entry = { path: 'x.jsonl', sizeBytes: 3, modifiedMs: 0, read: () => Promise.resolve(bytes) };
    const texts: TextLine[] = [];
    for await (const batch of readLines(entry, (sizeBytes) => counts.push(sizeBytes))) texts.push(...batch);
    expect([texts, counts]).toEqual([
      [
        { number: 1, text: 'a' },
        { number: 2, text: 'b' }
      ],
      [3]
    ]);
  });

  it('let go of the file where nobody wants the rest', async () => {
    let isCancelled = false;
    const stream = () =>
      new ReadableStream<Uint8Array>({
        start: (controller) => {
          for (let i = 0; i < 8; i++) controller.enqueue(utf8('a\n'.repeat(2 ** 16)));
          controller.close();
        },
        cancel: () => void (isCancelled = true)
      });
    const read = () => Promise.reject(new Error('not needed'));
    const entry = { path: 'x.jsonl', sizeBytes: 1e9, modifiedMs: 0, read, stream };
    for await (const batch of readLines(entry, () => undefined)) {
      expect(batch[0]).toEqual({ number: 1, text: 'a' });
      break;
    }
    expect(isCancelled).toBe(true);
  });

  it('are not those of UTF-32', async () => {
    const bytes = new Uint8Array([0x61, 0, 0, 0, 0x62, 0, 0, 0]);
    await expect(read(bytes)).rejects.toMatchObject({
      problem: {
        code: 'encoding',
        severity: 'error',
        where: { file: 'x.jsonl' },
        what: 'the text is in UTF-32, which browsers do not read',
        got: 'four bytes a character',
        expected: 'UTF-8 (save it so), or UTF-16'
      }
    });
  });

  it('may begin with the mark of a second file that was appended', async () => {
    expect(await read(utf8('\ufeffa\n\ufeffb\n'))).toEqual(['a', 'b']);
  });

  it('of bytes that are no text are problems, and only those', async () => {
    const bytes = new Uint8Array([...utf8('a\n{"b": "caf'), 0xe9, ...utf8('"}\nc\n')]);
    expect(await read(bytes)).toEqual([
      'a',
      'x.jsonl:2: not UTF-8 text at character 11; got "{\\"b\\": \\"caf�\\"}", expected UTF-8 or UTF-16',
      'c'
    ]);
    const odd = new Uint8Array([...utf16('ab\n'), 0x00, 0xd8, ...utf16('\ncd\n')]);
    expect(await read(odd)).toEqual([
      'ab',
      'x.jsonl:2: not UTF-16LE text at character 1; got "�", expected UTF-8 or UTF-16',
      'cd'
    ]);
  });

  it('may be 20 MB long', { timeout: 60_000 }, async () => {
    const long = 'x'.repeat(20_000_000);
    const read20 = await read(utf8(`a\n${long}\nb`), 65_536);
    expect(read20.map((line) => line.length)).toEqual([1, 20_000_000, 1]);
  });

  it.each([['utf-8', utf8] as const, ['utf-16le', utf16] as const])(
    'are refused one by one when they do not end, in %s',
    (encoding, encode) => {
      const splitter = new LineSplitter('x.jsonl', encoding, { maxBytes: 100 });
      const texts: string[] = [];
      const keep = (lines: TextLine[]) =>
        texts.push(...lines.map((line) => ('text' in line ? line.text : formatProblem(line.problem))));
      const bytes = encode(`short\n${'x'.repeat(500)}\nnext\n${'y'.repeat(500)}`);
      for (let at = 0; at < bytes.length; at += 7) keep(splitter.push(bytes.subarray(at, at + 7)));
      keep(splitter.end());
      expect(texts).toEqual([
        'short',
        'x.jsonl:2: the line is too long to be read; got more than 100 bytes, expected one record a line',
        'next',
        'x.jsonl:4: the line is too long to be read; got more than 100 bytes, expected one record a line'
      ]);
    }
  );

  it('are what splitting the text gives', { timeout: 60_000 }, async () => {
    const anyText = fc.string({
      unit: fc.constantFrom('a', '\n', '\r', '\u2028', 'é', '\u0a0a', '😀', '\ufeff')
    });
    await fc.assert(
      fc.asyncProperty(
        anyText,
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        async (content, pieceBytes, isWide) => {
          const end = content.includes('\n') || !content.includes('\r') ? '\n' : '\r';
          const expected = content.split(end).map((line) => line.replace(/\r$/, '').replace(/^\ufeff/, ''));
          if (content.endsWith(end) || content === '') expected.pop();
          // Without a mark, UTF-16 is known by the zero of its first character.
          const bytes = isWide ? utf16('\ufeff' + content) : utf8(content);
          const first = isWide && content === '' ? [''] : expected;
          expect(await read(bytes, pieceBytes)).toEqual(
            isWide
              ? first.map((line, i) => (i === 0 ? content.split(end)[0]!.replace(/\r$/, '') : line))
              : expected
          );
        }
      )
    );
  });
});
