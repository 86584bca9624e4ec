import type { FileEntry } from './FileEntry';
import type { FileTree, Located } from './FileTree';
import { isShardPath } from './parquet/imagePath';
import type { SampleSource } from './SampleSource';

/** Where images are: among the dropped files, and in the dataset that was chosen beside them. */
export interface ImagePlaces {
  readonly tree: FileTree;
  readonly source: SampleSource | null;
}

/** The image that a path means. The dataset knows its own paths exactly; every other one is looked for among the files. */
export function locateImage({ tree, source }: ImagePlaces, path: string, fromFile: string): Located {
  const entry = source?.find(path);
  if (entry) return { status: 'found', entry, via: 'beside' };
  // Never by the end of it: a shard's images are called like many others.
  return isShardPath(path) ? { status: 'absent' } : tree.locate(path, fromFile);
}

export function resolveImage(places: ImagePlaces, path: string, fromFile: string): FileEntry | undefined {
  const located = locateImage(places, path, fromFile);
  return located.status === 'found' ? located.entry : undefined;
}
