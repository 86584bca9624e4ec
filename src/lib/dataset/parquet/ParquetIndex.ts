import { mapConcurrently } from '../../core/mapConcurrently';
import { DataError, type Problem } from '../../core/problem';
import type { Sample } from '../../core/sample';
import { parseSample } from '../parseSample';
import type { ByteSource } from './ByteSource';
import { describeSchema } from './damaged';
import { openShard } from './openShard';
import type { ParquetDecoder } from './ParquetDecoder';
import { readRows } from './readRows';
import type { ShardLayout } from './ShardLayout';
import { findConfig, findMissingColumn, toRecord } from './toRecord';

export interface IndexedShard {
  /** Where its bytes are: a path in the drop or in the repository. */
  readonly path: string;
  /** `config/stem`: how image paths and sample ids name it. */
  readonly name: string;
  readonly layout: ShardLayout;
}

/** Everything of a set of shards that is not an image: plain data, to be kept for the next visit. */
export interface ParquetIndex {
  readonly samples: readonly Sample[];
  readonly shards: readonly IndexedShard[];
  readonly problems: readonly Problem[];
  /** Some shard could not be read at all; another try may read it. */
  readonly isPartial: boolean;
}

export interface ShardFile {
  readonly path: string;
  readonly bytes: ByteSource;
}

export interface IndexOptions {
  readonly decoder: ParquetDecoder;
  readonly signal?: AbortSignal;
  /** Told after each shard. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Shards that are read at the same time; each reads several row groups at once. */
const parallelShards = 2;

/** VQA, editing, generation, as the benchmark counts them. */
const order = ['vqa', 'image_editing', 'multimodal_generation'];

interface ReadShard {
  readonly shard: IndexedShard | null;
  readonly samples: readonly Sample[];
  readonly problems: readonly Problem[];
  /** Why there is nothing of it; null when there is. */
  readonly failure: DataError | null;
}

/**
 * Reads the text columns of all shards. A shard that cannot be read is a problem, the others are there all the same.
 * @throws DataError when none can be read; the signal's reason once it is aborted
 */
export async function readParquetIndex(
  files: readonly ShardFile[],
  options: IndexOptions
): Promise<ParquetIndex> {
  const read = new Map<ShardFile, ReadShard>();
  const readOne = async (file: ShardFile) => ({ file, shard: await tryShard(file, options) });
  for await (const { file, shard } of mapConcurrently(files, parallelShards, readOne)) {
    read.set(file, shard);
    options.onProgress?.(read.size, files.length);
  }
  const shards = files.map((file) => read.get(file)!).sort(compare);
  const failed = shards.flatMap(({ failure }) => failure ?? []);
  if (failed[0] && failed.length === shards.length) throw failed[0];
  return {
    ...keepFirst(shards),
    shards: shards.flatMap(({ shard }) => shard ?? []),
    isPartial: failed.length > 0
  };
}

async function tryShard(file: ShardFile, { decoder, signal }: IndexOptions): Promise<ReadShard> {
  signal?.throwIfAborted();
  try {
    return await readShard(file, decoder);
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof DataError)) throw error;
    return { shard: null, samples: [], problems: [error.problem], failure: error };
  }
}

async function readShard({ path, bytes }: ShardFile, decoder: ParquetDecoder): Promise<ReadShard> {
  const layout = await openShard(bytes, decoder);
  const config = findConfig(path, layout);
  const missing = findMissingColumn(config, layout);
  if (missing !== null) throw describeSchema(path, `no column ${missing}`, `a column ${missing}`);
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.parquet$/i, '');
  const rows = await readRows(bytes, layout, decoder);
  const samples: Sample[] = [];
  const problems: Problem[] = [];
  rows.forEach((texts, row) => {
    const record = toRecord(texts, { config, stem, row });
    try {
      samples.push(parseSample(record, String(record['sample_id']), { file: path, line: row + 1 }));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      problems.push(error.problem);
    }
  });
  return { shard: { path, name: `${config}/${stem}`, layout }, samples, problems, failure: null };
}

function compare({ shard: a }: ReadShard, { shard: b }: ReadShard): number {
  const rank = (name: string): number =>
    (order.indexOf(name.split('/')[0] ?? '') + order.length) % order.length;
  const [first, second] = [a?.name ?? '', b?.name ?? ''];
  return rank(first) - rank(second) || (first < second ? -1 : first > second ? 1 : 0);
}

/** Ids are unique: of two shards with one name the first counts. */
function keepFirst(shards: readonly ReadShard[]): Pick<ParquetIndex, 'samples' | 'problems'> {
  const known = new Map<string, string>();
  const problems = shards.flatMap((read) => read.problems);
  const samples = shards.flatMap((read) => {
    if (!read.shard) return [];
    const { name, path } = read.shard;
    const first = known.get(name);
    known.set(name, first ?? path);
    if (first === undefined) return read.samples;
    const what = 'another shard has the same name and its samples the same ids; that one is used';
    problems.push({
      code: 'shard-duplicate',
      severity: 'warning',
      where: { file: path },
      what,
      expected: first
    });
    return [];
  });
  return { samples, problems };
}
