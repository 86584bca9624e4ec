import type { ScoreRow } from '../../core/score';
import type { FileTree } from '../../dataset/FileTree';
import type { DroppedFile } from '../../dataset/openFiles';
import type { ImageTools, SampleImage } from '../../state/SampleImages';
import type { PairSelection } from './PairSelection';

/** What is looked at in a comparison, the files to look at, and what changes it. */
export interface PairViewing {
  readonly selection: PairSelection;
  readonly hrefOf: (change: Partial<PairSelection>) => string;
  /** The files at hand in this visit; null after a reload. */
  readonly tree: FileTree | null;
  /** Brings the demo's files back; null where no run is the demo's. */
  readonly onloaddemo: (() => void) | null;
  readonly onfiles: (files: readonly DroppedFile[], handles: readonly FileSystemHandle[]) => void;
  readonly loadImage: (path: string, row: ScoreRow) => Promise<SampleImage>;
  readonly imageTools: ImageTools;
  /** A change that Back undoes, and one that it does not. */
  readonly onchange: (change: Partial<PairSelection>) => void;
  readonly onadjust: (change: Partial<PairSelection>) => void;
  readonly onopen: (sampleId: string) => void;
  readonly onclose: () => void;
}
