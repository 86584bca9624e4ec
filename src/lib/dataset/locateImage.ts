import type { FileEntry } from './FileEntry';
import type { FileTree, Located } from './FileTree';
import type { SampleSource } from './SampleSource';

/** Where images are: among the dropped files, and in the dataset that was chosen beside them. */
export interface ImagePlaces {
  readonly tree: FileTree;
  readonly source: SampleSource | null;
}

/** In front of a path of the source: a path that a prediction file gives must never be taken for one, nor the other way. */
const sourceMark = 'dataset:';

/** How a path of the source is written where paths of the drop are, too. */
export const markSourcePath = (path: string): string => sourceMark + path;

/** The image that a path means: the source knows its own exactly, every other one is looked for among the files. */
export function locateImage({ tree, source }: ImagePlaces, path: string, fromFile: string): Located {
  if (!path.startsWith(sourceMark)) return tree.locate(path, fromFile);
  const entry = source?.find(path.slice(sourceMark.length));
  return entry ? { status: 'found', entry, via: 'beside' } : { status: 'absent' };
}

export function resolveImage(places: ImagePlaces, path: string, fromFile: string): FileEntry | undefined {
  const located = locateImage(places, path, fromFile);
  return located.status === 'found' ? located.entry : undefined;
}
