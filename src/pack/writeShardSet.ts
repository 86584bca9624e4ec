import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../lib/core/json';
import {
  maxShardBytes,
  shardSetFormat,
  type PackedImage,
  type Shard,
  type ShardSet
} from '../lib/dataset/shards/shardSet';
import { sha256Of, ShardWriter, writeShard } from './ShardWriter';

/** A record with the images that it names, by the path that it names them by. */
export interface PackedRecord {
  readonly record: JsonObject;
  readonly images: ReadonlyMap<string, Uint8Array>;
}

export interface SetFacts {
  readonly label: string;
  /** Of the source; null where it has none: then a hash over the shards stands for it. */
  readonly revision: string | null;
}

/**
 * Writes a dataset as static files into a new or empty folder: shards of records, shards of images and their manifest,
 * which comes last, so that a set that was not finished has none.
 * @throws Error when the folder holds anything, or one path means two images
 */
export async function writeShardSet(
  records: AsyncIterable<PackedRecord>,
  folder: string,
  { label, revision }: SetFacts
): Promise<ShardSet> {
  await requireEmpty(folder);
  const samples = new RecordWriter(folder);
  const images = new ImageWriter(folder);
  for await (const { record, images: own } of records) {
    await samples.add(record);
    for (const [path, bytes] of own) await images.add(path, bytes);
  }
  await samples.close();
  await images.close();
  const set: ShardSet = {
    format: shardSetFormat,
    label,
    revision: revision ?? hashOfShards([...samples.shards, ...images.shards]),
    counts: { samples: samples.count, images: images.byPath.size },
    columns: [...samples.columns].sort(),
    sampleShards: samples.shards,
    imageShards: images.shards,
    images: Object.fromEntries(images.byPath)
  };
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(set, null, 1)}\n`, { flag: 'wx' });
  return set;
}

async function requireEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const [found] = await readdir(folder);
  if (found !== undefined) throw new Error(`${folder}: not empty; got ${found}, expected a new folder`);
}

/** Records as JSON arrays, a record a line, in files that a host may compress. */
class RecordWriter {
  readonly shards: Shard[] = [];
  readonly columns = new Set<string>();
  count = 0;
  readonly #folder: string;
  #lines: string[] = [];
  #bytes = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async add(record: JsonObject): Promise<void> {
    const line = JSON.stringify(record);
    const lineBytes = Buffer.byteLength(line) + 2;
    if (this.#bytes + lineBytes + 2 > maxShardBytes) await this.close();
    this.#lines.push(line);
    this.#bytes += lineBytes;
    this.count++;
    for (const name of Object.keys(record)) this.columns.add(name);
  }

  async close(): Promise<void> {
    if (this.#lines.length === 0) return;
    const number = String(this.shards.length).padStart(5, '0');
    const text = `[\n${this.#lines.join(',\n')}\n]`;
    this.shards.push(await writeShard(this.#folder, `samples-${number}.json`, Buffer.from(text)));
    this.#lines = [];
    this.#bytes = 0;
  }
}

/** Image files end to end; the same bytes are written once. */
class ImageWriter {
  readonly byPath = new Map<string, PackedImage>();
  readonly #writer: ShardWriter;
  readonly #bySha256 = new Map<string, PackedImage>();

  constructor(folder: string) {
    this.#writer = new ShardWriter(folder, 'images');
  }

  get shards(): Shard[] {
    return this.#writer.shards;
  }

  async add(path: string, bytes: Uint8Array): Promise<void> {
    const sha256 = sha256Of(bytes);
    const before = this.byPath.get(path);
    if (before?.sha256 === sha256) return;
    if (before) throw new Error(`${path}: two different images have this path; got two, expected one`);
    const image = this.#bySha256.get(sha256) ?? {
      offset: this.#writer.position,
      byteLength: bytes.length,
      sha256
    };
    if (!this.#bySha256.has(sha256)) await this.#writer.append(bytes);
    this.#bySha256.set(sha256, image);
    this.byPath.set(path, image);
  }

  close(): Promise<void> {
    return this.#writer.close();
  }
}

/** The same content in the same order gives the same revision. */
function hashOfShards(shards: readonly Shard[]): string {
  const hash = createHash('sha256');
  for (const { sha256 } of shards) hash.update(sha256);
  return `sha256-${hash.digest('hex').slice(0, 16)}`;
}
