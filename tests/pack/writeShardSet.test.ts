import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../src/lib/core/hash';
import type { JsonObject } from '../../src/lib/core/json';
import { maxShardBytes, parseShardSet, type ShardSet } from '../../src/lib/dataset/shards/shardSet';
import { readFolder } from '../../src/pack/readFolder';
import { writeShardSet } from '../../src/pack/writeShardSet';
import { newFolder, write, writeTinyFolder } from './packedFolder';

const facts = { label: 'Tiny', revision: null };
const realrun = resolve('../shared/realrun/MedGEN_data');

const readBytes = (folder: string, file: string) => new Uint8Array(readFileSync(join(folder, file)));

/** The set as it lies on the disk. */
function readSet(folder: string): { set: ShardSet; records: JsonObject[]; images: Uint8Array<ArrayBuffer> } {
  const set = parseShardSet(readFileSync(join(folder, 'manifest.json'), 'utf8'), 'manifest.json');
  const records = set.sampleShards.flatMap(
    ({ file }) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as JsonObject[]
  );
  const images = Buffer.concat(set.imageShards.map(({ file }) => readBytes(folder, file)));
  return { set, records, images: new Uint8Array(images) };
}

describe('a packed folder', () => {
  it('has every record as it was and every image byte for byte, copies once', async () => {
    const tiny = writeTinyFolder();
    const out = newFolder();
    await writeShardSet(readFolder(tiny.folder), out, facts);
    const { set, records, images } = readSet(out);
    expect(records).toEqual(tiny.records);
    expect(images.length).toBe(2001);
    for (const [path, bytes] of tiny.images) {
      const { offset, byteLength, sha256 } = set.images[path]!;
      expect(images.slice(offset, offset + byteLength)).toEqual(bytes);
      expect(sha256).toBe(await sha256Hex(new Uint8Array(bytes)));
    }
    expect(set.counts).toEqual({ samples: 2, images: 3 });
    expect(set.columns).toContain('note');
  });

  it('has shards of at most 8 MB with their lengths and hashes, an image across two where it must be', async () => {
    const tiny = writeTinyFolder(9_000_000);
    const out = newFolder();
    await writeShardSet(readFolder(tiny.folder), out, facts);
    const { set, images } = readSet(out);
    expect(set.imageShards.map(({ byteLength }) => byteLength)).toEqual([8_000_000, 8_000_000, 2_000_001]);
    for (const { file, byteLength, sha256 } of [...set.imageShards, ...set.sampleShards]) {
      expect(statSync(join(out, file)).size).toBe(byteLength);
      expect(byteLength).toBeLessThanOrEqual(maxShardBytes);
      expect(await sha256Hex(readBytes(out, file))).toBe(sha256);
    }
    const { offset, byteLength } = set.images['images/b.png']!;
    // Millions of bytes: `toEqual` would take seconds.
    const packed = images.subarray(offset, offset + byteLength);
    expect(Buffer.compare(packed, tiny.images.get('images/b.png')!)).toBe(0);
  });

  it('is the same from the same folder, with a revision of its own where the source has none', async () => {
    const { folder } = writeTinyFolder();
    const [first, second, named] = [newFolder(), newFolder(), newFolder()];
    await writeShardSet(readFolder(folder), first, facts);
    await writeShardSet(readFolder(folder), second, facts);
    await writeShardSet(readFolder(folder), named, { ...facts, revision: 'cee5e7a' });
    for (const file of readdirSync(first)) expect(readBytes(first, file)).toEqual(readBytes(second, file));
    expect(readSet(first).set.revision).toMatch(/^sha256-[0-9a-f]{16}$/);
    expect(readSet(named).set.revision).toBe('cee5e7a');
  });

  it('is never written over anything', async () => {
    const out = newFolder();
    write(out, 'notes.txt', 'mine');
    await expect(writeShardSet(readFolder(writeTinyFolder().folder), out, facts)).rejects.toThrow(
      'not empty; got notes.txt'
    );
    expect(readdirSync(out)).toEqual(['notes.txt']);
  });

  it.each([
    ['a line that is no JSON', 'edit.jsonl', '{"sample_id": "s3",', /edit\.jsonl:\d+: /],
    [
      'an image that is not there',
      'vqa.jsonl',
      '{"instruction": "?", "input_image": "images/none.png"}\n',
      /vqa\.jsonl:1: .*none\.png/
    ]
  ])('has no manifest where the folder has %s', async (_, file, text, message) => {
    const { folder } = writeTinyFolder();
    const before = existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : '';
    write(folder, file, before + text);
    const out = newFolder();
    await expect(writeShardSet(readFolder(folder), out, facts)).rejects.toThrow(message);
    expect(readdirSync(out)).not.toContain('manifest.json');
  });

  it.skipIf(!existsSync(realrun))(
    'holds the real run (skipped where its images are not at hand)',
    async () => {
      const out = newFolder();
      await writeShardSet(readFolder(realrun), out, facts);
      const { set, records, images } = readSet(out);
      expect(records).toHaveLength(80);
      for (const [path, { offset, byteLength }] of Object.entries(set.images)) {
        const file = new Uint8Array(readFileSync(join(realrun, path)));
        expect(await sha256Hex(images.slice(offset, offset + byteLength)), path).toBe(await sha256Hex(file));
      }
    }
  );
});

describe('a manifest', () => {
  const valid = async (): Promise<ShardSet> => {
    const out = newFolder();
    return writeShardSet(readFolder(writeTinyFolder().folder), out, facts);
  };

  it.each<[string, (set: ShardSet) => object, RegExp]>([
    ['of another format', (set) => ({ ...set, format: 'shards@2' }), /in format; got/],
    [
      'with a file elsewhere',
      (set) => ({ ...set, imageShards: [{ ...set.imageShards[0], file: '../x.bin' }] }),
      /imageShards\.0\.file.*plain file name/
    ],
    [
      'with a hash that is none',
      (set) => ({ ...set, sampleShards: [{ ...set.sampleShards[0], sha256: 'no' }] }),
      /64 hexadecimal/
    ],
    ['with an image beyond its shards', (set) => ({ ...set, imageShards: [] }), /lies beyond the 0 bytes/]
  ])('%s is refused with the place', async (_, change, message) => {
    const text = JSON.stringify(change(await valid()));
    expect(() => parseShardSet(text, 'https://x.test/manifest.json')).toThrow(message);
  });

  it('that is a page of HTML is refused', () => {
    expect(() => parseShardSet('<!doctype html>', 'm.json')).toThrow(
      /^m\.json: not a manifest of a shard set/
    );
  });
});
