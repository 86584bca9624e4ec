import { DataError } from '../../core/problem';
import { openBlob, type ByteSource } from '../parquet/ByteSource';
import { readParquetIndex } from '../parquet/ParquetIndex';
import { ParquetSource } from '../parquet/ParquetSource';
import type { SampleSource } from '../SampleSource';
import { openShardSet } from '../shards/openShardSet';
import type { Connection } from './Connection';
import { openHub, type HubTools } from './openHub';
import { RemoteFile } from './RemoteFile';
import { requireAnswer } from './requireAnswer';

/** A file without ranges comes whole, up to this. */
const maxWholeBytes = 2 ** 28;

/** `…/datasets/owner/name`, and behind it perhaps the branch or commit. */
const hubPath = /^(.*)\/datasets\/([\w.-]+\/[\w.-]+)(?:\/(?:tree|resolve)\/([^/]+).*)?\/?$/;

/**
 * A dataset at any address: a repository's page on the Hugging Face hub (or a server that speaks its paths), the manifest
 * of a shard set, or a single Parquet file.
 * @throws DataError; the signal's reason once it is aborted
 */
export async function openUrl(address: string, tools: HubTools): Promise<SampleSource> {
  const url = parseAddress(address);
  const [, folder, repository, revision] = hubPath.exec(url.pathname) ?? [];
  if (/\.parquet$/i.test(url.pathname)) return openParquet(url, tools);
  if (/\.json$/i.test(url.pathname)) return openShardSet('url', url.href, tools.connection);
  if (folder === undefined || repository === undefined) throw describeUnknown(address);
  const origin = url.origin + folder;
  const commit = await findCommit(
    `${origin}/api/datasets/${repository}`,
    revision ?? 'main',
    tools.connection
  );
  return openHub('url', { origin, repository, revision: commit }, tools);
}

function parseAddress(address: string): URL {
  const text = address.trim();
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw describeUnknown(address);
}

/** A branch moves; what is opened must have a name that stays. */
async function findCommit(api: string, revision: string, connection: Connection): Promise<string> {
  if (/^[0-9a-f]{40}$/.test(revision)) return revision;
  const url = `${api}/revision/${encodeURIComponent(revision)}`;
  const { bytes } = await connection.persist(async () =>
    requireAnswer(url, await connection.load({ url, maxBytes: { 200: 2 ** 24 } }))
  );
  const sha = /"sha"\s*:\s*"([0-9a-f]{40})"/.exec(new TextDecoder().decode(bytes))?.[1];
  if (sha !== undefined) return sha;
  throw new DataError({
    code: 'hub-revision',
    where: { file: url },
    what: 'the server does not say which commit this is',
    expected: 'the JSON that the Hugging Face hub gives'
  });
}

async function openParquet(url: URL, { connection, ...options }: HubTools): Promise<SampleSource> {
  const bytes = await openFile(url, connection);
  const path = decodeURIComponent(url.pathname).slice(1);
  const index = await readParquetIndex([{ path, bytes }], options);
  const { decoder } = options;
  const label = path.slice(path.lastIndexOf('/') + 1);
  return new ParquetSource({ kind: 'url', label, revision: null, index, decoder, open: () => bytes });
}

/** A page is often not shown how long a file is, so every way to learn it is tried. */
async function openFile({ href }: URL, connection: Connection): Promise<ByteSource> {
  const answer = await connection.persist(async () =>
    requireAnswer(
      href,
      await connection.load({
        url: href,
        range: { start: 0, end: 4 },
        maxBytes: { 200: maxWholeBytes, 206: 4 }
      })
    )
  );
  if (answer.status === 200 && !answer.isTooLong) return openBlob(href, new Blob([answer.bytes]));
  const total = /\/(\d+)$/.exec(answer.headers.get('content-range') ?? '')?.[1];
  const byteLength = Number(total ?? (await loadLength(href, connection)));
  if (Number.isSafeInteger(byteLength) && byteLength > 0) {
    return new RemoteFile({ name: href, url: href, byteLength, sha256: null }, connection);
  }
  throw new DataError({
    code: 'remote-length',
    where: { file: href },
    what: 'the server does not say how long the file is',
    expected: 'a Content-Length (otherwise download the file and choose “Local shards”)'
  });
}

async function loadLength(url: string, connection: Connection): Promise<string | null> {
  const { headers } = await connection.persist(async () =>
    requireAnswer(url, await connection.load({ url, method: 'HEAD', maxBytes: {} }))
  );
  return headers.get('content-length');
}

function describeUnknown(address: string): DataError {
  return new DataError({
    code: 'address-unknown',
    where: {},
    what: 'this is no address of a dataset',
    got: JSON.stringify(address),
    expected:
      'https://…/datasets/owner/name on the Hugging Face hub, or the address of a manifest.json or a .parquet file'
  });
}
