import { release as dataRelease } from '../../benchmark/release';
import { DataError } from '../../core/problem';
import { isJsonObject, type JsonValue } from '../../core/json';
import type { Connection } from './Connection';
import type { RemotePlace } from './RemoteFile';
import { requireAnswer } from './requireAnswer';

/** A dataset repository on the Hugging Face hub or a server that speaks its paths. */
export interface HubAddress {
  /** Scheme and host, without a slash at the end. */
  readonly origin: string;
  /** `owner/name` */
  readonly repository: string;
  readonly revision: string;
}

export interface HubFile extends RemotePlace {
  /** In the repository. */
  readonly path: string;
}

/** The data release (protocol, section 2); the revision is pinned so that everybody scores against the same bytes. */
export const release: HubAddress = {
  origin: 'https://huggingface.co',
  repository: 'Jack04810/MedGEN-Bench',
  revision: dataRelease.revision
};

const maxListBytes = 2 ** 24;
const maxPages = 100;

/**
 * The Parquet files of a revision. The hub lists a thousand files a page.
 * @throws DataError
 */
export async function listHub(address: HubAddress, connection: Connection): Promise<readonly HubFile[]> {
  const { origin, repository, revision } = address;
  const files: HubFile[] = [];
  let url: string | null = `${origin}/api/datasets/${repository}/tree/${revision}?recursive=true`;
  for (let page = 0; url !== null && page < maxPages; page++) {
    const { items, next } = await loadPage(url, connection);
    for (const item of items) {
      const file = toFile(item, address);
      if (file) files.push(file);
    }
    // A next page elsewhere is none of this dataset's.
    url = next !== null && new URL(next, url).origin === origin ? new URL(next, url).href : null;
  }
  if (files.length > 0) return files;
  throw new DataError({
    code: 'no-shards',
    where: { file: `${origin}/datasets/${repository}/tree/${revision}` },
    what: 'no Parquet files in this revision of the dataset',
    expected: 'shards like parquet/vqa/train-00000-of-00001.parquet'
  });
}

async function loadPage(
  url: string,
  connection: Connection
): Promise<{ items: readonly JsonValue[]; next: string | null }> {
  const { bytes, headers } = await connection.persist(async () =>
    requireAnswer(url, await connection.load({ url, maxBytes: { 200: maxListBytes } }))
  );
  const next = /<([^>]+)>;\s*rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? null;
  try {
    const items = JSON.parse(new TextDecoder().decode(bytes)) as JsonValue;
    if (Array.isArray(items)) return { items: items as readonly JsonValue[], next };
  } catch {
    // Told below.
  }
  throw new DataError({
    code: 'hub-list',
    where: { file: url },
    what: 'the list of files cannot be read',
    got: new TextDecoder().decode(bytes.subarray(0, 60)),
    expected: 'the JSON that the Hugging Face hub gives'
  });
}

function toFile(item: JsonValue, { origin, repository, revision }: HubAddress): HubFile | null {
  if (!isJsonObject(item)) return null;
  const { path, size, lfs } = item;
  if (typeof path !== 'string' || !path.endsWith('.parquet') || path.split('/').includes('..')) return null;
  const large = isJsonObject(lfs) ? lfs : {};
  const byteLength = Number(large['size'] ?? size);
  if (!Number.isSafeInteger(byteLength) || byteLength < 0) return null;
  const oid = large['oid'];
  const isHash = typeof oid === 'string' && /^[0-9a-f]{64}$/.test(oid);
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const url = `${origin}/datasets/${repository}/resolve/${revision}/${encoded}`;
  return { path, name: path, url, byteLength, sha256: isHash ? oid : null };
}
