import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/lib/core/problem';
import { openZip } from '../../src/lib/dataset/openZip';
import { Pacer } from '../../src/lib/dataset/Pacer';
import { makeZip, type ZipPart } from './makeZip';

const base64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

async function open(bytes: Uint8Array<ArrayBuffer>) {
  const { entries, problems } = await openZip('run.zip', new Blob([bytes]), new Pacer());
  return { entries, problems: problems.map(formatProblem) };
}

/** The text of an entry, or the message of its refusal. */
async function readText(entry: { read(): Promise<Uint8Array<ArrayBuffer>> }): Promise<string> {
  return entry.read().then(
    (bytes) => new TextDecoder().decode(bytes),
    (error: Error) => error.message
  );
}

async function openAndRead(parts: readonly ZipPart[]) {
  const { entries, problems } = await open(makeZip(parts));
  const texts: [string, string][] = [];
  for (const entry of entries) texts.push([entry.path, await readText(entry)]);
  return { texts, problems };
}

describe('a ZIP', () => {
  it('is a folder of its own name; stored and deflated files are read when asked for', async () => {
    expect(
      await openAndRead([
        { name: 'predictions/', data: '' },
        { name: 'predictions/a.jsonl', data: 'stored' },
        { name: 'predictions/b.jsonl', data: 'deflated '.repeat(1000), deflate: true }
      ])
    ).toEqual({
      texts: [
        ['run.zip/predictions/a.jsonl', 'stored'],
        ['run.zip/predictions/b.jsonl', 'deflated '.repeat(1000)]
      ],
      problems: []
    });
  });

  it.each([
    [
      'Info-ZIP 3.0',
      'UEsDBAoAAAAAABSKdl0AAAAAAAAAAAAAAAAMABwAcHJlZGljdGlvbnMvVVQJAAN4IwNreCMDa3V4CwABBAAAAAAEAAAAAFBLAwQKAAAAAAAUinZdn1PzQRIAAAASAAAAFwAcAHByZWRpY3Rpb25zL3hfdnFhLmpzb25sVVQJAAN4IwNreCMDa3V4CwABBAAAAAAEAAAAAHsic2FtcGxlX2lkIjoiYSJ9ClBLAQIeAwoAAAAAABSKdl0AAAAAAAAAAAAAAAAMABgAAAAAAAAAEADtQQAAAABwcmVkaWN0aW9ucy9VVAUAA3gjA2t1eAsAAQQAAAAABAAAAABQSwECHgMKAAAAAAAUinZdn1PzQRIAAAASAAAAFwAYAAAAAAABAAAApIFGAAAAcHJlZGljdGlvbnMveF92cWEuanNvbmxVVAUAA3gjA2t1eAsAAQQAAAAABAAAAABQSwUGAAAAAAIAAgCvAAAAqQAAAAAA',
      '{"sample_id":"a"}\n'
    ],
    [
      "Python's zipfile",
      'UEsDBBQAAAAIABSKdl3oiYKOFQAAABMAAAAXAAAAcHJlZGljdGlvbnMveF92cWEuanNvbmyrVipOzC3ISY3PTFGyUlBKVKrlAgBQSwECFAMUAAAACAAUinZd6ImCjhUAAAATAAAAFwAAAAAAAAAAAAAAgAEAAAAAcHJlZGljdGlvbnMveF92cWEuanNvbmxQSwUGAAAAAAEAAQBFAAAASgAAAAAA',
      '{"sample_id": "a"}\n'
    ]
  ])('may be written by %s', async (_, archive, text) => {
    const { entries, problems } = await open(base64(archive));
    expect(problems).toEqual([]);
    expect(entries.map((entry) => entry.path)).toEqual(['run.zip/predictions/x_vqa.jsonl']);
    expect(await readText(entries[0]!)).toBe(text);
  });

  it('gives the same file twice, and as a stream', async () => {
    const { entries } = await open(makeZip([{ name: 'a', data: 'x'.repeat(300_000), deflate: true }]));
    const first = await entries[0]!.read();
    expect(await entries[0]!.read()).toEqual(first);
    expect(await new Response(entries[0]!.stream!()).text()).toBe('x'.repeat(300_000));
  });

  it('lets a stream be left before its end', async () => {
    const { entries } = await open(makeZip([{ name: 'a', data: 'x'.repeat(3_000_000), deflate: true }]));
    const reader = entries[0]!.stream!().getReader();
    expect((await reader.read()).done).toBe(false);
    await reader.cancel();
    expect(await readText(entries[0]!)).toHaveLength(3_000_000);
  });
});

/** By its own rules: where a name lies below the archive; null where it does not. */
function normalise(name: string): string | null {
  if (name.includes('\0') || /^(?:[a-z]:)?[/\\]{2}|^file:|^[a-z]:[^/\\]|^[a-z]:$/i.test(name)) return null;
  const parts = name
    .replace(/^[a-z]:/i, '')
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') ? null : parts.join('/');
}

describe('a name in a ZIP', () => {
  it.each(['../evil.jsonl', 'a/../../evil.jsonl', '..\\evil.jsonl'])(
    'that points outside is refused, and nothing else: %s',
    async (name) => {
      expect(
        await openAndRead([
          { name, data: 'evil' },
          { name: 'good.jsonl', data: 'good' }
        ])
      ).toEqual({
        texts: [['run.zip/good.jsonl', 'good']],
        problems: [
          `run.zip: a file in it points outside of the archive and is left out; got ${JSON.stringify(name)}, expected a relative path without ".."`
        ]
      });
    }
  );

  it.each(['__proto__', 'constructor', 'a/__proto__/b', 'CON', 'a\u202eb', 'ä/ö.png'])(
    'is only a name: %s',
    async (name) => {
      expect((await openAndRead([{ name, data: 'x' }])).texts).toEqual([[`run.zip/${name}`, 'x']]);
    }
  );

  it('never loses or shadows a file, whatever it is', { timeout: 60_000 }, async () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), async (names) => {
        const { texts, problems } = await openAndRead(
          names.map((one, i) => ({ name: one, data: String(i) }))
        );
        const paths = names.map(normalise);
        const once = paths.filter(
          (path, i) =>
            path !== null && paths.indexOf(path) === paths.lastIndexOf(path) && !names[i]!.endsWith('/')
        );
        expect(texts.map(([path]) => path)).toEqual(once.map((path) => `run.zip/${path}`));
        for (const [path, text] of texts) expect(path).toBe(`run.zip/${normalise(names[Number(text)]!)}`);
        expect(problems.length > 0).toBe(texts.length < names.length);
      }),
      { numRuns: 100 }
    );
  });
});

describe('a ZIP that is damaged or lies', () => {
  it('loses a name that stands for two files, and nothing else', async () => {
    const parts = ['a', 'b', './a', 'c'].map((name) => ({ name, data: name }));
    expect(await openAndRead(parts)).toEqual({
      texts: [
        ['run.zip/b', 'b'],
        ['run.zip/c', 'c']
      ],
      problems: [
        'run.zip: a name stands for two files in it, and both are left out; got "a", expected each name once (unpack it and drop the folder)'
      ]
    });
  });

  it('is refused whole when it is cut short or no ZIP', async () => {
    const bytes = makeZip([{ name: 'a', data: 'x'.repeat(5000) }]);
    const message = 'run.zip: not a ZIP, or cut short; got no end of a ZIP in it, expected a whole ZIP';
    expect(await open(bytes.slice(0, 2000))).toEqual({ entries: [], problems: [message] });
    expect((await open(new TextEncoder().encode('hello'))).problems).toHaveLength(1);
    expect((await open(new Uint8Array())).problems).toHaveLength(1);
  });

  it('loses only the file whose bytes do not fit their CRC, each time it is read', async () => {
    const bytes = makeZip([
      { name: 'a', data: 'hello world' },
      { name: 'b', data: 'good' }
    ]);
    bytes[bytes.indexOf('h'.charCodeAt(0))]! ^= 1;
    const { entries, problems } = await open(bytes);
    const message =
      'run.zip/a: the file is damaged inside the ZIP; got Invalid CRC32, expected the bytes that were packed';
    expect(problems).toEqual([]);
    expect(await readText(entries[0]!)).toBe(message);
    expect(await readText(entries[0]!)).toBe(message);
    await expect(new Response(entries[0]!.stream!()).text()).rejects.toThrow(message);
    expect(await readText(entries[1]!)).toBe('good');
  });

  it('is found out at every single byte of its data', { timeout: 60_000 }, async () => {
    const good = makeZip([
      { name: 'a', data: 'The quick brown fox jumps over the lazy dog. '.repeat(3), deflate: true }
    ]);
    const text = await readText((await open(good)).entries[0]!);
    for (let i = 0; i < good.length; i++) {
      const bytes = good.slice();
      bytes[i]! ^= 0x10;
      const { entries, problems } = await open(bytes);
      const read = entries[0] ? await readText(entries[0]) : problems[0]!;
      // A changed date, version or attribute changes no byte of the file; a changed name names another file.
      expect(read === text || read.startsWith('run.zip')).toBe(true);
    }
  });

  it('does not give more bytes than it says, nor fewer', async () => {
    const data = 'x'.repeat(1_000_000);
    const { texts } = await openAndRead([
      { name: 'less', data, deflate: true, sizeBytes: 10 },
      { name: 'more', data, deflate: true, sizeBytes: 1_000_001 }
    ]);
    expect(texts.map(([, text]) => text.replace(/got .*,/, 'got …,'))).toEqual([
      'run.zip/less: the file is damaged inside the ZIP; got …, expected the bytes that were packed',
      'run.zip/more: the file is damaged inside the ZIP; got …, expected the bytes that were packed'
    ]);
  });

  it('is refused before anything is inflated when it claims more than it can hold', async () => {
    const started = performance.now();
    const { entries, problems } = await open(
      makeZip([{ name: 'bomb', data: 'x'.repeat(1000), deflate: true, sizeBytes: 1_500_000_000 }])
    );
    expect(entries).toEqual([]);
    expect(problems[0]).toMatch(
      /^run\.zip: the whole ZIP is refused: its files claim more bytes than it can hold; got 1500000000 bytes, expected at most 1032 times its \d+ bytes$/
    );
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('refuses a single file that no tab could hold', async () => {
    const zeros = makeZip([
      { name: 'zeros', data: new Uint8Array(2 ** 21), deflate: true, sizeBytes: 2 ** 30 + 1 }
    ]);
    const padded = makeZip([
      { name: 'padding', data: new Uint8Array(2 ** 21) },
      { name: 'zeros', data: new Uint8Array(2 ** 21), deflate: true, sizeBytes: 2 ** 30 + 1 }
    ]);
    expect((await open(zeros)).problems[0]).toContain('claim more bytes');
    const { entries, problems } = await open(padded);
    expect(entries.map((entry) => entry.path)).toEqual(['run.zip/padding']);
    expect(problems).toEqual([
      'run.zip/zeros: the file is too large to be read out of an archive; got 1073741825 bytes, expected at most 1073741824 (drop it unpacked)'
    ]);
  });

  it('does not read the same bytes for two files', async () => {
    const bytes = makeZip([
      { name: 'a', data: 'x'.repeat(100) },
      { name: 'b', data: 'x'.repeat(100) }
    ]);
    const view = new DataView(bytes.buffer);
    const directory = view.getUint32(bytes.length - 6, true);
    const second = directory + 46 + 1;
    view.setUint32(second + 42, 0, true);
    const { entries } = await open(bytes);
    const texts = [await readText(entries[0]!), await readText(entries[1]!)];
    expect(texts.filter((text) => text === 'x'.repeat(100))).toHaveLength(1);
    expect(texts[1]).toContain('run.zip/b: the file is damaged inside the ZIP');
  });
});

describe('an encrypted ZIP', () => {
  it.each([
    ['ZipCrypto', { zipCrypto: true }],
    ['AES', { encryptionStrength: 3 as const }]
  ])('is one problem, whatever the number of its files (%s); the others in it are read', async (_, how) => {
    const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
    await writer.add('plain.jsonl', new TextReader('plain'));
    await writer.add('a.jsonl', new TextReader('secret'), { password: 'pw', ...how });
    await writer.add('b.jsonl', new TextReader('secret'), { password: 'pw', ...how });
    const { entries, problems } = await open(new Uint8Array(await (await writer.close()).arrayBuffer()));
    expect(problems).toEqual([
      'run.zip: files in it are encrypted and cannot be read; got 2 of 3 files encrypted, expected a ZIP without a password'
    ]);
    expect(entries.map((entry) => entry.path)).toEqual(['run.zip/plain.jsonl']);
    expect(await readText(entries[0]!)).toBe('plain');
  });

  it('may come from Info-ZIP', async () => {
    const archive =
      'UEsDBAoAAAAAABSKdl0AAAAAAAAAAAAAAAAQABwAcnVuL3ByZWRpY3Rpb25zL1VUCQADeCMDa3gjA2t1eAsAAQQAAAAABAAAAABQSwMECgAJAAAAFIp2XZ9T80EeAAAAEgAAABsAHABydW4vcHJlZGljdGlvbnMveF92cWEuanNvbmxVVAkAA3gjA2t4IwNrdXgLAAEEAAAAAAQAAAAA9vhuF4gOXXnswIvaHs9fGBmtcW5GlXlOz5rQQoEsUEsHCJ9T80EeAAAAEgAAAFBLAQIeAwoAAAAAABSKdl0AAAAAAAAAAAAAAAAQABgAAAAAAAAAEADtQQAAAABydW4vcHJlZGljdGlvbnMvVVQFAAN4IwNrdXgLAAEEAAAAAAQAAAAAUEsBAh4DCgAJAAAAFIp2XZ9T80EeAAAAEgAAABsAGAAAAAAAAQAAAKSBSgAAAHJ1bi9wcmVkaWN0aW9ucy94X3ZxYS5qc29ubFVUBQADeCMDa3V4CwABBAAAAAAEAAAAAFBLBQYAAAAAAgACALcAAADNAAAAAAA=';
    expect(await open(base64(archive))).toEqual({
      entries: [],
      problems: [
        'run.zip: files in it are encrypted and cannot be read; got 1 of 1 files encrypted, expected a ZIP without a password'
      ]
    });
  });
});

describe('stopping', () => {
  it('ends the listing with the reason of the signal', async () => {
    const abort = new AbortController();
    const pacer = new Pacer(abort.signal);
    abort.abort(new Error('enough'));
    await expect(pacer.pause()).rejects.toThrow('enough');
  });
});
