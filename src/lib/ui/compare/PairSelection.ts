import type { Format } from '../../core/sample';
import type { PairFilter, PairSort } from '../../query/pairTable';
import type { CompareMode } from '../stage/compareModes';

/** The pair of runs by one metric whose samples are shown. */
export interface PairSelection {
  /** Null for the first of the comparison. */
  readonly metric: string | null;
  readonly format: Format | null;
  /** Id of the run whose pairs with the baseline are shown; null for the first that is not the baseline. */
  readonly against: string | null;
  readonly filter: PairFilter;
  readonly sort: PairSort;
  /** Id of the open sample. */
  readonly sample: string | null;
  readonly mode: CompareMode;
}
