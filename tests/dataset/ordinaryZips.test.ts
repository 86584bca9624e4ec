import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/lib/core/problem';
import type { FileEntry } from '../../src/lib/dataset/FileEntry';
import { openZip } from '../../src/lib/dataset/openZip';
import { Pacer } from '../../src/lib/dataset/Pacer';
import { makeZip } from './makeZip';
import { addZip64, makeHugeZip } from './makeZip64';

async function open(bytes: Uint8Array<ArrayBuffer>) {
  const { entries, problems } = await openZip('run.zip', new Blob([bytes]), new Pacer());
  return { entries, problems: problems.map(formatProblem) };
}

const readText = async (entry: FileEntry): Promise<string> => new TextDecoder().decode(await entry.read());

describe('what ordinary tools write', () => {
  const plain = makeZip([{ name: 'a.jsonl', data: 'hello' }]);
  const join = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

  it('may lie between other bytes, which are named', async () => {
    for (const [bytes, place] of [
      [join(plain, new Uint8Array(4096)), 'behind'],
      [join(new TextEncoder().encode('#!/bin/sh\n'), plain), 'before']
    ] as const) {
      const { entries, problems } = await open(bytes);
      expect(await Promise.all(entries.map(readText))).toEqual(['hello']);
      expect(problems).toEqual([
        `run.zip: the file goes on ${place} the ZIP; only the ZIP is read; expected nothing else in the file`
      ]);
    }
  });

  it('may have the records of ZIP64 beside a plain one that says the same', async () => {
    const written = addZip64(plain);
    const { entries, problems } = await open(written);
    expect(problems).toEqual([]);
    expect(await Promise.all(entries.map(readText))).toEqual(['hello']);
    const lying = written.slice();
    lying[lying.length - 22 - 20 - 56 + 48]! ^= 1;
    expect((await open(lying)).problems).toEqual([expect.stringContaining('the whole ZIP is refused')]);
  });

  it('may be larger than 4 GiB', async () => {
    const { entries, problems } = await openZip('run.zip', makeHugeZip(), new Pacer());
    expect(problems).toEqual([]);
    expect(entries.map(({ sizeBytes }) => sizeBytes)).toEqual([...Array<number>(5).fill(2 ** 30), 5]);
    expect(await readText(entries[5]!)).toBe('hello');
  });

  it('is one message where the method is not read, and where the names are in an unknown encoding', async () => {
    const bytes = makeZip([
      { name: 'good', data: 'good' },
      { name: 'x1', data: 'one' },
      { name: 'x2', data: 'two' }
    ]);
    for (const offset of indexesOf(bytes, 'x1'))
      bytes.set([9], offset - (bytes[offset - 30] === 0x50 ? 22 : 36));
    const { entries, problems } = await open(bytes);
    expect(await Promise.all(entries.map(readText))).toEqual(['good', 'two']);
    expect(problems).toEqual([
      'run.zip: files in it are packed by a method that is not read here, and are left out; got Deflate64 in 1 files, the first "x1", expected plain files (unpack it and drop the folder)'
    ]);
  });

  it('is one message where names are in an encoding that it does not tell', async () => {
    const bytes = makeZip([{ name: 'xy.png', data: 'image', flags: 0 }]);
    for (const offset of indexesOf(bytes, 'xy')) {
      bytes.set([0xbb, 0xbc], offset);
      bytes.set([0, 0], offset - (bytes[offset - 30] === 0x50 ? 24 : 38));
    }
    const { entries, problems } = await open(bytes);
    expect(entries).toHaveLength(1);
    expect(problems).toEqual([
      expect.stringMatching(/^run\.zip: the names of files in it are in an encoding.*unpack it/)
    ]);
  });
});

function indexesOf(bytes: Uint8Array, text: string): number[] {
  const all = Buffer.from(bytes);
  return [all.indexOf(text), all.lastIndexOf(text)];
}

describe('a bomb', () => {
  it('is refused by what it claims, before all of it is listed', async () => {
    const quoted = makeZip(
      Array.from({ length: 2000 }, (_, i) => ({ name: `f${i}`, data: 'x'.repeat(500) }))
    );
    const view = new DataView(quoted.buffer);
    const first = view.getUint32(quoted.length - 6, true);
    for (let at = first, i = 0; i < 2000; i++) {
      view.setUint32(at + 20, 200_000, true);
      view.setUint32(at + 24, 200_000, true);
      at += 46 + view.getUint16(at + 28, true);
    }
    expect((await open(quoted)).problems).toEqual([
      expect.stringContaining('the whole ZIP is refused: its files overlap')
    ]);
  });

  it('inside of a DEFLATE stream costs that file alone', async () => {
    const { entries, problems } = await open(
      makeZip([
        { name: 'good', data: 'good' },
        { name: 'zeros_vqa.jsonl', data: new Uint8Array(2 ** 26 + 1), deflate: true }
      ])
    );
    expect(entries.map(({ path }) => path)).toEqual(['run.zip/good']);
    expect(problems).toEqual([
      expect.stringMatching(/^run\.zip\/zeros_vqa\.jsonl: the file is packed too well/)
    ]);
  });

  it('in many files is refused as a whole', async () => {
    const zeros = { data: new Uint8Array(2 ** 23), deflate: true };
    const { entries, problems } = await open(
      makeZip(Array.from({ length: 9 }, (_, i) => ({ name: `${i}_vqa.jsonl`, ...zeros })))
    );
    expect(entries).toEqual([]);
    expect(problems).toEqual([expect.stringContaining('its files claim more bytes than it can hold')]);
  });

  it('of names is one problem', async () => {
    const { problems } = await open(
      makeZip(Array.from({ length: 3000 }, (_, i) => ({ name: `../${i}`, data: '' })))
    );
    expect(problems).toEqual([expect.stringContaining('got "../0" and 2999 others')]);
  });
});
