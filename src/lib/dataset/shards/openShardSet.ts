import { requireFile } from '../requireFile';
import type { Connection } from '../remote/Connection';
import { RemoteFile } from '../remote/RemoteFile';
import { requireAnswer } from '../remote/requireAnswer';
import type { SampleSource, SourceKind } from '../SampleSource';
import { readRecords } from './readRecords';
import { ShardSetSource } from './ShardSetSource';
import { parseShardSet, type Shard } from './shardSet';

/** Tens of thousands of images have that long a manifest. */
const maxManifestBytes = 2 ** 26;

/**
 * The shard set whose manifest is at this address; its files lie beside it. Records are read now, images when asked for.
 * @throws DataError; the signal's reason once it is aborted
 */
export async function openShardSet(
  kind: SourceKind,
  manifestUrl: string,
  connection: Connection
): Promise<SampleSource> {
  const manifest = await loadWhole(manifestUrl, maxManifestBytes, connection);
  const set = parseShardSet(new TextDecoder().decode(manifest), manifestUrl);
  const read = await Promise.all(
    set.sampleShards.map(async (shard) => {
      const url = new URL(shard.file, manifestUrl).href;
      const bytes = await loadWhole(url, shard.byteLength, connection);
      await requireFile(bytes, { ...shard, file: url });
      return readRecords(url, bytes);
    })
  );
  const open = ({ file, byteLength, sha256 }: Shard): RemoteFile => {
    const url = new URL(file, manifestUrl).href;
    // The demo is a few megabytes, all of which its gallery shows; whole files are what a browser keeps for offline use.
    return new RemoteFile({ name: url, url, byteLength, sha256, isSmall: kind === 'demo' }, connection);
  };
  return new ShardSetSource({
    kind,
    set,
    samples: read.flatMap(({ samples }) => samples),
    problems: read.flatMap(({ problems }) => problems),
    shards: set.imageShards.map(open)
  });
}

async function loadWhole(
  url: string,
  maxBytes: number,
  connection: Connection
): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await connection.persist(async () =>
    requireAnswer(url, await connection.load({ url, maxBytes: { 200: maxBytes } }))
  );
  return answer.bytes;
}
