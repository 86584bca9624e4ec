import { Connection } from './remote/Connection';
import { release } from './remote/listHub';
import { openHub, type HubCache } from './remote/openHub';
import { openUrl } from './remote/openUrl';
import type { ParquetDecoder } from './parquet/ParquetDecoder';
import type { SampleSource } from './SampleSource';
import { openShardSet } from './shards/openShardSet';

export interface SourceTools {
  readonly decoder: ParquetDecoder;
  readonly cache: HubCache;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  /** Told of every piece that is downloaded, for as long as the source is open. */
  readonly onBytes: (sizeBytes: number) => void;
  /** Told in words when a server is waited for; with '' when it goes on. */
  readonly onNote: (note: string) => void;
}

/**
 * Opens a dataset that is loaded: the demo, whose manifest is at `address`, the data release, or what `address` names.
 * @throws DataError; the signal's reason once it is aborted
 */
export function openSource(
  kind: 'demo' | 'hub' | 'url',
  address: string,
  tools: SourceTools
): Promise<SampleSource> {
  const connection = new Connection(tools);
  if (kind === 'demo') return openShardSet(kind, address, connection);
  return kind === 'hub'
    ? openHub(kind, release, { ...tools, connection })
    : openUrl(address, { ...tools, connection });
}
