import type { Size } from './image';
import type { JsonObject } from './json';
import type { Format, Modality, Task } from './sample';

/**
 * A metric's value for one sample, or the reason why there is none. NaN never appears.
 * `na`: the protocol itself gives no value here (an answer that cannot be parsed), so the sample still counts as scored.
 */
export type Score =
  { readonly value: number } | { readonly value: null; readonly reason: string; readonly na?: true };

/** How the closed-form parser read a free response (multiple-choice and blank-filling only). */
export interface ParsedAnswer {
  readonly status: 'parsed' | 'NA';
  readonly answer: string | null;
  /** Null when the reference answer itself cannot be parsed. */
  readonly expected: string | null;
  readonly failure: string | null;
}

/** The texts that the text metrics compared, as the official evaluator writes them out. */
export interface ComparedTexts {
  readonly response: string;
  readonly answer: string;
  readonly parsed: ParsedAnswer | null;
}

/** Where imported values stood. */
export interface ImportedSource {
  readonly file: string;
  readonly line: number;
  /** The record's fields that were taken from there, e.g. `LPIPS`, `vlm_judge_w_gt_result`. */
  readonly fields: readonly string[];
}

/** What was computed elsewhere and came in the dropped files. It never mixes with `scores`. */
export interface ImportedValues {
  /** Finite numbers by the official evaluator's names, e.g. `LPIPS`, `VLM_Overall_Score_W_GT`. */
  readonly values: Readonly<Record<string, number>>;
  /** The judge's verdicts as dropped, by their field; those too whose scores do not count. */
  readonly verdicts: Readonly<Record<string, JsonObject>>;
  readonly sources: readonly ImportedSource[];
}

/** What the judge said of a prediction in this viewer. */
export interface JudgedVerdict {
  /** In the official shape: five `{score, explanation}`, `overall_score`, `final_thoughts`. */
  readonly verdict: JsonObject;
  /** Of the stored answer that it was read from. */
  readonly answerKey: string;
}

/** What one expert gave one output, blind. Exports carry it as it is. */
export interface ExpertRating {
  /** Digest of the assignment that it was given for. */
  readonly assignment: string;
  readonly rater: string;
  /** The highest score; the lowest is 1. */
  readonly scale: 5 | 10;
  /** By rubric dimension, e.g. `anatomical_accuracy`; null where the rater could not judge, absent where none was given. */
  readonly scores: Readonly<Record<string, number | null>>;
  readonly comment: string;
}

/** One row of a run: a prediction that was found, scored or not. */
export interface ScoreRow {
  readonly sampleId: string;
  readonly format: Format | null;
  readonly task: Task | null;
  readonly subtask: string | null;
  readonly modality: Modality;
  readonly file: string;
  readonly line: number;
  /** By metric id; a metric that does not apply to the format is absent. */
  readonly scores: Readonly<Record<string, Score>>;
  /** Absent when the files bring none. */
  readonly imported?: ImportedValues;
  /** The judge's verdicts by their official field, e.g. `vlm_judge_w_gt_result`; absent where none was given. */
  readonly verdicts?: Readonly<Record<string, JudgedVerdict>>;
  /** Absent where no expert rated it. Their means are in `scores`, as `expert-{dimension}`. */
  readonly expertRatings?: readonly ExpertRating[];
  /** Of the reference image that the output was compared with; absent where none was read. */
  readonly referenceSize?: Size;
  readonly texts: ComparedTexts | null;
  /** What a reader of the number should know, e.g. "output 512×512 resized to 256×256 (LANCZOS)". */
  readonly notes: readonly string[];
  /** What is wrong with the image files although they were scored, e.g. a wrong PNG checksum. */
  readonly damage: readonly string[];
  /** Why this row counts as unscored; null when it is scored. */
  readonly unscored: string | null;
  /** The dropped record; null when the line could not be read. */
  readonly record: JsonObject | null;
}
