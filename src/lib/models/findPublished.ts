import type { DroppedFile } from '../dataset/openFiles';
import type { NamedBlob } from './Companions';
import { sniffFile } from './sniffFile';

/** Weights among dropped files, with the small files that lie beside them. */
export interface FoundWeights {
  readonly weights: NamedBlob;
  readonly companions: readonly NamedBlob[];
  readonly repository: string | null;
  readonly revision: string | null;
}

export interface PublishedSearch {
  readonly found: readonly FoundWeights[];
  /** Small files that belong to weights which may come later. */
  readonly companions: readonly DroppedFile[];
  /** Everything else. */
  readonly others: readonly DroppedFile[];
}

/**
 * Finds weights by their form, whatever they are called. A companion counts for the weights of its folder; one that was dropped
 * alone counts for all.
 */
export async function findPublished(files: readonly DroppedFile[]): Promise<PublishedSearch> {
  const guesses = await Promise.all(files.map(({ path, file }) => sniffFile(path, file)));
  const pick = (guess: string) => files.filter((_, i) => guesses[i] === guess);
  const companions = pick('companion');
  const weights = preferSafetensors(pick('weights'));
  const found = weights.map((file): FoundWeights => {
    const folder = folderOf(file.path);
    const beside = companions.filter(({ path }) => folderOf(path) === folder);
    const alone = companions.filter(({ path }) => folderOf(path) === '');
    return {
      weights: toNamed(file),
      companions: [...alone, ...beside].map(toNamed),
      ...readPlace(file.path)
    };
  });
  return { found, companions, others: pick('other') };
}

/** Repositories hold the same weights in several forms. */
function preferSafetensors(weights: readonly DroppedFile[]): readonly DroppedFile[] {
  const isSafe = ({ path }: DroppedFile): boolean => path.endsWith('.safetensors');
  const safeFolders = new Set(weights.filter(isSafe).map(({ path }) => folderOf(path)));
  return weights.filter(
    (file) => isSafe(file) || folderOf(file.path) === '' || !safeFolders.has(folderOf(file.path))
  );
}

/** The repository and commit, where the path is one of the hub's cache; else the folder's name, where it has one. */
function readPlace(path: string): { repository: string | null; revision: string | null } {
  const cache = /(?:^|\/)models--([^/]+?)--([^/]+)\//.exec(path);
  const revision = /\/snapshots\/([0-9a-f]{40})\//.exec(path)?.[1] ?? null;
  if (cache) return { repository: `${cache[1]}/${cache[2]}`, revision };
  const folder = folderOf(path);
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  return { repository: name === '' || isCacheFolder(name) ? null : name, revision };
}

const isCacheFolder = (name: string): boolean => ['checkpoints', 'hub', 'blobs', 'torch'].includes(name);

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const toNamed = ({ path, file }: DroppedFile): NamedBlob => ({ name: path, blob: file });
