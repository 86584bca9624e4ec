import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readFolder } from './readFolder';
import { readParquet } from './readParquet';
import type { PackedRecord } from './writeShardSet';

const isParquet = (path: string): boolean => path.toLowerCase().endsWith('.parquet');

/** A Parquet file, a folder of them, or a folder of records and images. */
export async function* readDataset(source: string): AsyncGenerator<PackedRecord> {
  const info = await stat(source).catch(() => null);
  if (!info) throw new Error(`${source}: there is no such folder or file`);
  if (info.isFile() && !isParquet(source)) {
    throw new Error(`${source}: not a dataset; got a file, expected a folder or a .parquet file`);
  }
  const names = info.isFile() ? [] : await readdir(source, { recursive: true });
  const shards = info.isFile() ? [source] : names.filter(isParquet).map((name) => join(source, name));
  yield* shards.length > 0 ? readParquet(shards) : readFolder(source);
}
