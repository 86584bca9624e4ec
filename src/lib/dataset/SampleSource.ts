import type { Problem } from '../core/problem';
import type { Sample } from '../core/sample';
import type { FileEntry } from './FileEntry';

/** Where samples come from: `dropped` with the predictions, `demo`, the release on the Hugging Face `hub`, a shard set or Parquet at any `url`, `local` shards. */
export type SourceKind = 'dropped' | 'demo' | 'hub' | 'url' | 'local';

/** The samples of one dataset, whatever holds them. Lists cost text only; an image's bytes are read when it is asked for. */
export interface SampleSource {
  readonly kind: SourceKind;
  /** As the user reads it, e.g. `MedGEN-Bench`. */
  readonly label: string;
  /** What fixes the content, e.g. a commit or a hash; null where nothing does. */
  readonly revision: string | null;
  /** In the dataset's own order; ids are unique. */
  readonly samples: readonly Sample[];
  /** What could not be read of it; everything else is there. */
  readonly problems: readonly Problem[];
  /** The sample of this id. */
  get(sampleId: string): Sample | undefined;
  /** The image behind exactly this path, as one of the samples gives it; undefined where the source has none. */
  find(imagePath: string): FileEntry | undefined;
  /** Tells which images will be read soon, so that those that lie together are fetched together. */
  expect?(imagePaths: Iterable<string>): void;
  close(): void;
}
