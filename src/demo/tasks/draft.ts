import type { JsonValue } from '../../lib/core/json.ts';
import type { Task } from '../../lib/core/sample.ts';
import type { Picture } from '../drawing/picture.ts';
import type { DrawnModality } from '../phantoms/phantomPool.ts';

/** What each of the two systems writes. */
export interface Replies {
  readonly careful: string;
  readonly hasty: string;
}

/** A sample before its pictures are files. */
export interface Draft {
  readonly task: Task;
  readonly subtask: string | null;
  readonly modality: DrawnModality;
  readonly instruction: string;
  readonly inputs: readonly Picture[];
  /** For several inputs the one picture that shows them all. */
  readonly sheet?: Picture;
  /** Absent for VQA. */
  readonly reference?: Picture;
  /** Absent for image editing. */
  readonly answer?: JsonValue;
  readonly replies: Replies;
}
