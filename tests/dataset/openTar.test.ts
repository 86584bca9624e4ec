import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { formatProblem } from '../../src/lib/core/problem';
import { openTar, openTarGz } from '../../src/lib/dataset/openTar';
import { Pacer } from '../../src/lib/dataset/Pacer';
import { makeTar } from './makeTar';

const base64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

async function read(bytes: Uint8Array<ArrayBuffer>, openArchive = openTar) {
  const { entries, problems } = await openArchive('run.tar', new Blob([bytes]), new Pacer());
  const texts: [string, string][] = [];
  for (const entry of entries) texts.push([entry.path, new TextDecoder().decode(await entry.read())]);
  return { texts, problems: problems.map(formatProblem) };
}

const longName = 'n'.repeat(120);

function rename(tar: Uint8Array, offset: number, name: Uint8Array): void {
  tar.fill(0, offset, offset + 100).set(name, offset);
  mendChecksum(tar.subarray(offset));
}

function mendChecksum(header: Uint8Array): void {
  header.fill(0x20, 148, 156);
  const sum = header.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  header.set(Buffer.from(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
}

describe('a TAR', () => {
  it('is a folder of its own name, whatever the lengths of its files', async () => {
    const texts = [0, 1, 511, 512, 513, 2000].map((length): [string, string] => [
      `run.tar/f${length}`,
      'x'.repeat(length)
    ]);
    const parts = texts.map(([path, data]) => ({ name: `./${path.slice(8)}`, data }));
    expect(await read(makeTar([{ name: './', type: '5' }, ...parts]))).toEqual({ texts, problems: [] });
  });

  it('that another was put behind says that this one is not read', async () => {
    const [first, second] = ['a', 'b'].map((name) => makeTar([{ name, data: name }]));
    const padding = new Uint8Array(10_240 - first!.length);
    const { texts, problems } = await read(Uint8Array.from(Buffer.concat([first!, padding, second!])));
    expect(texts).toEqual([['run.tar/a', 'a']]);
    expect(problems).toEqual([
      'run.tar: another TAR begins behind the end of this one; its files are not read; got a second header behind 1 files, expected one archive a file (drop each on its own, or unpack it with tar -i and drop the folder)'
    ]);
    const other = Buffer.concat([first!, padding, Buffer.from('a signature, or whatever')]);
    expect((await read(Uint8Array.from(other))).problems).toEqual([]);
  });

  it.each([
    [
      'GNU tar with long names',
      'H4sIAAAAAAACA+3XQU6EMBQG4K49BeEA9LXw2sSVB+AOE+IQRbGdKR0zifHuNrNzJmJMBHT4v00JkLD48/6WcHBSTIwSy3xak/P1dK24JDJasU33FZVsRcZiBochNiHLRPA+jr333fN/KqT8d6Hddvex826QfyN/bUkj/yXyP25e903xNHjX/2r+pqq+zl/rs/yZjBIZIf/JveVD87Lr2023zW/zJn+/EbAihSzkXe3dQ9255wn3/7H5V9Z82gtIKUNp/68x/7P0v1uIxPitIv8fn/9KJpz/19P/pdWX/c/o/6vv/6U+XMRjRPXP2v+j/39p2C/6v8L/3xwe2773GAMAAAAAAAAAAICr9AH+Gx+3ACgAAA=='
    ],
    [
      'pax headers',
      'H4sIAAAAAAACA+2Yz26CQBCH9+xTEB4AdnZ2Fm3ivce+gdlUEm0QLGBD0vTdu/ZSilVrWhYt810gLIQ/y/ebgSh+sM19apdpWcXlLhc9IB1G64+lo7uUgEoAodtJASVuO4CERASN8MCuqm3pLkWME5TBpl5v0jkkM0KTTKWMzEwmxgDixI3aw9Hp5+jj8WMFcwM45eO+z7F3PCE66v9+veO/Iec/+fS/LIr65IM6M969uRua/1YF2Jbpcu2kLvJqyPxHJYnzn/Of8eF/S/peasHl+a+VVJz/Q8x/qxY0i5dnGz1VRZ75zn/Smvt/zn/Gu/9/Jv0F/kvV9d+gARFIn/6PNP9fw8putlm6WC/Du9CGb+zt6Pxv1fy8D875jxq++o8IBFz/fQBIwdbWq/n+RcgHIp5834boX7QhmtuQn/rf9/Re/P2HBvn/3/+a/1P5T0jd/NdKc/77QNHsCvJ/qBNHdVOPu/Zcg/8uAQ7zX/P3nw9WaZYV3AYxDMMwzKh4Bw1ge0QAKAAA'
    ]
  ])('may be written by %s', async (_, archive) => {
    const { texts, problems } = await read(base64(archive), openTarGz);
    expect(problems).toEqual([]);
    expect(new Map(texts)).toEqual(
      new Map([
        ['run.tar/run/predictions/x_vqa.jsonl', '{"sample_id":"a"}\n'],
        [`run.tar/run/${longName}/${longName}.txt`, 'hello']
      ])
    );
  });

  it('may be gzipped', async () => {
    const tar = makeTar([{ name: 'a.jsonl', data: 'hello' }]);
    expect(await read(new Uint8Array(gzipSync(tar)), openTarGz)).toEqual({
      texts: [['run.tar/a.jsonl', 'hello']],
      problems: []
    });
  });

  it('may be gzipped in several members, with zeros behind them', async () => {
    const tar = makeTar([{ name: 'a.jsonl', data: 'hello' }]);
    const members = [tar.slice(0, 700), tar.slice(700)].map((part) => gzipSync(part));
    const packed = new Uint8Array(Buffer.concat([...members, Buffer.alloc(10_240)]));
    expect(await read(packed, openTarGz)).toEqual({ texts: [['run.tar/a.jsonl', 'hello']], problems: [] });
  });

  it('keeps names apart that differ in bytes of an unknown encoding', async () => {
    const bytes = makeTar([
      { name: 'x1', data: 'one' },
      { name: 'x2', data: 'two' }
    ]);
    [0xe9, 0xe8].forEach((letter, i) => rename(bytes, i * 1024, Uint8Array.of(letter)));
    expect(await read(bytes)).toEqual({
      texts: [
        ['run.tar/é', 'one'],
        ['run.tar/è', 'two']
      ],
      problems: []
    });
  });

  it('leaves out sparse files of both kinds by their names, never the files behind them', async () => {
    const map = Buffer.alloc(512);
    const extended = makeTar([
      { name: 'old.bin', type: 'S', data: Buffer.concat([map, map]), sizeBytes: 512 }
    ]);
    extended[482] = 1;
    mendChecksum(extended);
    const pax = makeTar([
      { name: 'p', type: 'x', data: '22 GNU.sparse.major=1\n27 GNU.sparse.name=new.bin\n' },
      { name: 'GNUSparseFile.0/new.bin', data: 'map and data' },
      { name: 'good', data: 'good' }
    ]);
    const bytes = new Uint8Array(Buffer.concat([extended.subarray(0, -1024), pax]));
    expect(await read(bytes)).toEqual({
      texts: [['run.tar/good', 'good']],
      problems: ['old.bin', 'new.bin'].map(
        (name) => `run.tar: a sparse file in it is left out; got "${name}", expected plain files`
      )
    });
  });

  it('may hold more headers than are read at once', async () => {
    const parts = Array.from({ length: 1200 }, (_, i) => ({ name: `f${i}`, data: String(i) }));
    const { texts } = await read(makeTar(parts));
    expect(texts).toEqual(parts.map(({ name, data }) => [`run.tar/${name}`, data]));
  });

  it('has a file for each hard link to one before it', async () => {
    const long = 'n'.repeat(120);
    const bytes = makeTar([
      { name: 'a.png', data: 'bytes' },
      { name: './b.png', type: '1', link: './a.png' },
      { name: 'c.png', type: '1', link: 'b.png' },
      { name: 'p', type: 'x', data: `141 linkpath=${long}\n`.replace(/^\d+/, String(14 + long.length)) },
      { name: 'd.png', type: '1' },
      { name: 'e.png', type: '1', link: '../a.png' }
    ]);
    const what = 'run.tar: a link in it stands for a file that is not before it';
    expect(await read(bytes)).toEqual({
      texts: ['a', 'b', 'c'].map((name) => [`run.tar/${name}.png`, 'bytes']),
      problems: ['d', 'e'].map((name) => `${what}; got "${name}.png", expected plain files`)
    });
  });

  it('is cut into slices only for the files that are read', async () => {
    const tar = new Blob([makeTar(Array.from({ length: 500 }, (_, i) => ({ name: `f${i}` })))]);
    const slice = vi.spyOn(tar, 'slice');
    const { entries } = await openTar('run.tar', tar, new Pacer());
    expect(entries).toHaveLength(500);
    expect(slice.mock.calls.length).toBeLessThan(10);
  });

  it('leaves out names that point outside, and links, each with its problem', async () => {
    expect(
      await read(
        makeTar([
          { name: '../evil', data: 'evil' },
          { name: '/from/root', data: 'root' },
          { name: 'link', type: '2' },
          { name: 'device', type: '3' },
          { name: 'good', data: 'good' }
        ])
      )
    ).toEqual({
      texts: [
        ['run.tar/from/root', 'root'],
        ['run.tar/good', 'good']
      ],
      problems: [
        'run.tar: a file in it points outside of the archive and is left out; got "../evil", expected a relative path without ".."',
        'run.tar: a link in it is not followed; got "link", expected plain files',
        'run.tar: an entry in it is of an unknown kind; got "device", expected plain files'
      ]
    });
  });
});

describe('a damaged TAR', () => {
  const tar = makeTar([
    { name: 'a', data: 'first' },
    { name: 'b', data: 'x'.repeat(1000) }
  ]);

  it.each([
    ['inside of a file', 1600, 1],
    ['inside of a header', 1200, 1],
    ['where a header should be', 1024, 1],
    ['before its end', 2560, 2],
    ['between the blocks of its end', 2560 + 100, 2]
  ])('that is cut %s keeps the files before', async (_, length, whole) => {
    const { texts, problems } = await read(tar.slice(0, length));
    expect(texts.map(([path]) => path)).toEqual(['run.tar/a', 'run.tar/b'].slice(0, whole));
    expect(problems).toEqual([
      expect.stringContaining(
        `run.tar: the TAR is cut short: files may be missing; got no whole entry at byte`
      )
    ]);
  });

  it('that is cut inside of metadata says so', async () => {
    const pax = makeTar([
      { name: 'a', data: 'first' },
      { name: 'p', type: 'x', data: '20 path=long/name.x\n' }
    ]);
    for (const length of [1024 + 512 + 7, 1024 + 1024, 1024 + 1024 + 512]) {
      const { texts, problems } = await read(pax.slice(0, length));
      expect(texts).toEqual([['run.tar/a', 'first']]);
      expect(problems).toEqual([expect.stringContaining('the TAR is cut short')]);
    }
  });

  it('is found out by the checksum of its headers', async () => {
    const bytes = tar.slice();
    bytes[1024]! ^= 1;
    expect((await read(bytes)).problems).toEqual([
      'run.tar: not a TAR, or damaged; got no whole entry at byte 1024, expected a TAR header (files before it: 1)'
    ]);
  });

  it('does not believe a size beyond its end', async () => {
    expect((await read(makeTar([{ name: 'a', data: 'x', sizeBytes: 8_000_000 }]))).texts).toEqual([]);
  });

  it('says so when its gzip is broken', async () => {
    const packed = new Uint8Array(gzipSync(tar));
    const { texts, problems } = await read(packed.slice(0, packed.length - 12), openTarGz);
    expect(texts).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^run\.tar: the archive cannot be unpacked; got .+, expected a whole gzip file$/
    );
  });

  it('never throws and never invents a file', { timeout: 60_000 }, async () => {
    const flip = fc.tuple(fc.nat(tar.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(flip, { minLength: 1, maxLength: 4 }), async (flips) => {
        const bytes = tar.slice();
        for (const [at, mask] of flips) bytes[at]! ^= mask;
        const { texts } = await read(bytes);
        expect(texts.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 200 }
    );
  });
});
