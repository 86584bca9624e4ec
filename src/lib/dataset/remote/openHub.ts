import type { Problem } from '../../core/problem';
import type { ParquetDecoder } from '../parquet/ParquetDecoder';
import { readParquetIndex, type ParquetIndex } from '../parquet/ParquetIndex';
import { ParquetSource } from '../parquet/ParquetSource';
import type { SampleSource, SourceKind } from '../SampleSource';
import type { Connection } from './Connection';
import { listHub, release, type HubAddress, type HubFile } from './listHub';
import { RemoteFile } from './RemoteFile';

/** What a later visit needs to open the dataset without a single request. */
export interface HubIndex {
  readonly files: readonly HubFile[];
  readonly index: ParquetIndex;
}

/** Keeps what was read of a revision, which never changes. What cannot be kept is read again. */
export interface HubCache {
  read(key: string): Promise<HubIndex | undefined>;
  write(key: string, index: HubIndex): Promise<void>;
}

export interface HubTools {
  readonly connection: Connection;
  readonly decoder: ParquetDecoder;
  readonly cache: HubCache;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What is kept has another shape when this changes. */
const cacheVersion = 1;

/**
 * The shards of a dataset repository at one revision.
 * @throws DataError; the signal's reason once it is aborted
 */
export async function openHub(kind: SourceKind, address: HubAddress, tools: HubTools): Promise<SampleSource> {
  const { connection, decoder, cache } = tools;
  const { origin, repository, revision } = address;
  const key = `${cacheVersion} ${origin}/${repository}@${revision}`;
  const known = await cache.read(key).catch(() => undefined);
  const files = known?.files ?? (await listHub(address, connection));
  // The same ones for texts and images: they remember what the server said of itself.
  const remote = new Map(files.map((file) => [file.path, new RemoteFile(file, connection)]));
  const index = known?.index ?? (await readIndex(remote, tools));
  if (!known && !index.isPartial) await cache.write(key, { files, index }).catch(() => undefined);
  const label = repository === release.repository ? 'MedGEN-Bench' : repository;
  return new ParquetSource({ kind, label, revision, index, decoder, open: (path) => remote.get(path)! });
}

async function readIndex(remote: ReadonlyMap<string, RemoteFile>, options: HubTools): Promise<ParquetIndex> {
  const shards = [...remote].map(([path, bytes]) => ({ path, bytes }));
  const index = await readParquetIndex(shards, options);
  const missing = findMissingShards([...remote.keys()]);
  return { ...index, problems: [...missing, ...index.problems] };
}

/** Shards count themselves: beside `train-00000-of-00003` there must be two more. */
export function findMissingShards(paths: readonly string[]): Problem[] {
  const present = new Set(paths);
  const series = new Map<string, { readonly path: string; readonly total: number }>();
  for (const path of paths) {
    const [, stem = '', total = ''] = /^(.+-)\d+-of-(\d+)\.parquet$/.exec(path) ?? [];
    if (total !== '') series.set(`${stem}*-of-${total}`, { path, total: Math.min(Number(total), 10_000) });
  }
  return [...series.values()].flatMap(({ path, total }) => {
    const names = Array.from({ length: total }, (_, i) =>
      path.replace(/\d+(-of-\d+\.parquet)$/, (_, end: string) => String(i).padStart(5, '0') + end)
    );
    const absent = names.filter((name) => !present.has(name));
    return absent.map((file) => ({
      code: 'shard-missing',
      severity: 'error' as const,
      where: { file },
      what: 'a shard of the dataset is not in the list of files; its samples are not here',
      got: `${total - absent.length} of ${total} shards`
    }));
  });
}
