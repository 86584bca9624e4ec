import type { JudgeDimension } from '../benchmark/importedKeys';

export interface DimensionScore {
  readonly score: number;
  readonly explanation: string;
}

/** A whole verdict in the official shape; every score is inside its scale. */
export type Verdict = Readonly<Record<JudgeDimension, DimensionScore>> & {
  readonly overall_score: number;
  readonly final_thoughts: string;
};
