import { isJsonObject, type JsonValue } from '../core/json';
import { DataError } from '../core/problem';
import { loadModelText } from '../dataset/loadModel';
import { loadResumable } from '../dataset/loadResumable';
import { PartialFile } from '../dataset/PartialFile';
import type { NamedBlob } from './Companions';
import type { ModelProgressListener } from './modelOffers';
import type { PublishedFiles } from './prepareModel';

/** A repository of models on the Hugging Face hub or a server that speaks its paths. */
export interface HubPlace {
  readonly origin: string;
  /** `owner/name` */
  readonly repository: string;
  /** A commit, branch or tag. */
  readonly revision: string;
}

interface HubFile {
  readonly path: string;
  readonly byteLength: number;
  /** Null for small files, which the hub keeps without one. */
  readonly sha256: string | null;
}

/** Weights that can be downloaded; nothing of them is loaded before `load` is called. */
export interface PublishedOffer {
  readonly label: string;
  readonly revision: string;
  readonly sizeBytes: number;
  /** Goes on where an earlier call was stopped. @throws DataError; the signal's reason once it is aborted */
  load(onProgress: ModelProgressListener, signal: AbortSignal): Promise<Omit<PublishedFiles, 'heads'>>;
}

/** The one that is taken first where there are both. */
const weightFiles = ['model.safetensors', 'pytorch_model.bin'];
const companionFiles = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'vocab.txt',
  'preprocessor_config.json'
];

/** `owner/name`, or the address of a repository's page, with `/tree/REVISION` where it is not `main`; null for another. */
export function parseHubPlace(address: string): HubPlace | null {
  const url = URL.canParse(address) ? address : `https://huggingface.co/${address}`;
  if (!URL.canParse(url) || /\.json$/.test(url)) return null;
  const { origin, pathname } = new URL(url);
  const match = /^\/([\w.-]+\/[\w.-]+)(?:\/tree\/([\w.-]+))?\/?$/.exec(pathname);
  return match ? { origin, repository: match[1]!, revision: match[2] ?? 'main' } : null;
}

/**
 * What a repository offers. A branch is pinned to the commit that it has now, and every file is loaded from that.
 * @throws DataError when it is not there or has no weights; the signal's reason once it is aborted
 */
export async function openHubRepository(place: HubPlace, signal: AbortSignal): Promise<PublishedOffer> {
  const { origin, repository } = place;
  const { files, revision } = await listFiles(place, signal);
  const weights = weightFiles.map((name) => files.find(({ path }) => path === name)).find(Boolean);
  if (!weights)
    throw refuse(
      place,
      'no weights in this repository',
      files
        .map(({ path }) => path)
        .join(', ')
        .slice(0, 200),
      weightFiles.join(' or ')
    );
  const companions = files.filter(({ path }) => companionFiles.includes(path));
  const wanted = [weights, ...companions];
  const sizeBytes = wanted.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const partials = new Map(wanted.map((file) => [file, new PartialFile()]));
  return {
    label: repository,
    revision,
    sizeBytes,
    async load(onProgress, signal) {
      const loaded: NamedBlob[] = [];
      let before = 0;
      for (const [file, partial] of partials) {
        const url = `${origin}/${repository}/resolve/${revision}/${file.path}`;
        const tell = (bytes: number): void => onProgress(before + bytes, sizeBytes);
        const blob = await loadResumable({ url, byteLength: file.byteLength, partial }, tell, signal);
        loaded.push({ name: file.path, blob });
        before += file.byteLength;
      }
      const [first, ...rest] = loaded;
      const address = `${origin}/${repository}`;
      const { sha256: expectedSha256 } = weights;
      return { weights: first!, companions: rest, repository, revision, address, expectedSha256 };
    }
  };
}

async function listFiles(place: HubPlace, signal: AbortSignal) {
  const { origin, repository, revision } = place;
  const url = `${origin}/api/models/${repository}/revision/${revision}?blobs=true`;
  const content = parseJson(await loadModelText(url, signal));
  const { sha, siblings } = isJsonObject(content) ? content : {};
  if (typeof sha !== 'string' || !Array.isArray(siblings))
    throw refuse(
      place,
      'the list of files cannot be read',
      'something else',
      'the JSON that the Hugging Face hub gives'
    );
  const items: readonly JsonValue[] = siblings;
  return { files: items.map(toFile).filter((file) => file !== null), revision: sha };
}

function toFile(item: JsonValue): HubFile | null {
  if (!isJsonObject(item)) return null;
  const large = isJsonObject(item.lfs) ? item.lfs : {};
  const [path, byteLength, hash] = [item.rfilename, large.size ?? item.size, large.sha256 ?? large.oid];
  if (typeof path !== 'string' || typeof byteLength !== 'number') return null;
  const isHash = typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash);
  return { path, byteLength, sha256: isHash ? hash : null };
}

function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return null;
  }
}

function refuse(
  { origin, repository, revision }: HubPlace,
  what: string,
  got: string,
  expected: string
): DataError {
  const file = `${origin}/${repository}/tree/${revision}`;
  return new DataError({ code: 'model-repository', where: { file }, what, got, expected });
}
