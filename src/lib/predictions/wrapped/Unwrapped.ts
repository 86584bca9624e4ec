import type { JsonValue } from '../../core/json';

/** Records that stood inside of something. */
export interface Unwrapped {
  /** What is no object is a row that cannot be scored. */
  readonly records: readonly JsonValue[];
  /** Where they stood, in words: `“results”`, `columns`. */
  readonly from: string;
  /** Lists beside them that hold no answers. */
  readonly left?: readonly string[];
  /** Of a table: how many cells a row has. Rows with other numbers stay lists. */
  readonly columns?: number;
}
