/** How far the scoring of all dropped systems is. */
export interface ScoreProgress {
  /** Predictions with a verdict, scored or not. */
  readonly done: number;
  /** All predictions found in the dropped files. */
  readonly total: number;
  /** Of `done`, those whose scores an earlier, interrupted run had already stored. */
  readonly remembered: number;
  /** Why the browser stores no scores, so that a stopped run begins anew; null where it does. */
  readonly notStored: string | null;
}
