import type { FileEntry } from '../FileEntry';
import type { SampleSource, SourceKind } from '../SampleSource';
import { openEntry } from './ByteSource';
import { readParquetIndex, type IndexOptions } from './ParquetIndex';
import { ParquetSource } from './ParquetSource';

export interface ShardFilesOptions extends IndexOptions {
  readonly kind: SourceKind;
  readonly label: string;
}

/**
 * Shards that were dropped or chosen.
 * @throws DataError when none can be read; the signal's reason once it is aborted
 */
export async function openShardFiles(
  entries: readonly FileEntry[],
  { kind, label, ...options }: ShardFilesOptions
): Promise<SampleSource> {
  const files = entries.map((entry) => ({ path: entry.path, bytes: openEntry(entry) }));
  const index = await readParquetIndex(files, options);
  const bytesOf = new Map(files.map(({ path, bytes }) => [path, bytes]));
  const { decoder } = options;
  return new ParquetSource({
    kind,
    label,
    revision: null,
    index,
    decoder,
    open: (path) => bytesOf.get(path)!
  });
}
