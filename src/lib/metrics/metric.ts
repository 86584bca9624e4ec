import type { Size } from '../core/image';
import type { JsonValue } from '../core/json';
import type { Format, Task } from '../core/sample';
import type { ParsedAnswer, Score } from '../core/score';
import type { Comparison, KernelSet } from '../kernels/KernelSet';
import type { RegionResult } from './region/computeRegion';

/**
 * What a reader of a number must know; the Methods page is made from it.
 * `official`: scored by the benchmark's own evaluator. `variant`: a namesake that gives other numbers. `extra`: further
 * metrics. `experimental`: our own, for study, not for ranking. `judge`: scores by an LLM. `expert`: means of what
 * experts gave, from Review. Only the official ones are chosen by default.
 */
export interface MetricMeta {
  readonly id: string;
  /** Changes whenever any value changes: cached scores are kept by it. */
  readonly version: string;
  readonly label: string;
  /** What sets it apart from others of its name, e.g. "7×7 uniform window, luma". */
  readonly variant: string;
  readonly unit: string | null;
  /** Inclusive; null where there is no bound. */
  readonly range: readonly [number | null, number | null];
  /** Null where neither end is better, e.g. a length ratio, whose best value is 1. */
  readonly higherIsBetter: boolean | null;
  readonly formats: readonly Format[];
  /** The tasks of `formats` that it is defined for; absent where that is all of them. */
  readonly tasks?: readonly Task[];
  /** A sample passes when its value is at least (at most, where lower is better) this. */
  readonly threshold: number | null;
  /** The field of the official evaluator's files. */
  readonly officialKey: string | null;
  /** Decimal places to show. */
  readonly digits: number;
  /** Paper, library and version that the values agree with. */
  readonly source: string;
  readonly definition: string;
  /** Empty, constant, too small, identical. */
  readonly edgeCases: string;
  /** Which other numbers go by this name, and how they differ. */
  readonly namesakes: string;
  readonly group: 'official' | 'variant' | 'extra' | 'experimental' | 'judge' | 'expert';
  /** The sample's input image is read for it too. */
  readonly needsInput?: true;
}

/** Whether the metric is defined for samples of the task. */
export function isForTask({ tasks }: MetricMeta, task: Task): boolean {
  return tasks?.includes(task) ?? true;
}

/** Two images of one size, the reference's: candidate already resized, both 8-bit. */
export interface ImagePair extends Size {
  readonly candidateRgb: Uint8Array;
  readonly referenceRgb: Uint8Array;
  /** Pillow's `L`: ITU-R 601-2. */
  readonly candidateLuma: Uint8Array;
  readonly referenceLuma: Uint8Array;
  /** What the official metrics are made of. */
  readonly comparison: Comparison;
  /** Where the sample is to change; present where a chosen metric `needsInput`. */
  readonly region?: RegionResult;
}

/** A response and its reference, raw and normalised. */
export interface TextPair {
  readonly task: Task;
  readonly response: string;
  readonly answer: JsonValue | undefined;
  readonly choices: readonly string[];
  /** As the official evaluator's `normalized_response_text`. */
  readonly responseText: string;
  readonly answerText: string;
  /** Null but for multiple-choice and blank-filling. */
  readonly parsed: ParsedAnswer | null;
}

export interface ImageMetric {
  readonly kind: 'image';
  readonly meta: MetricMeta;
  compute(pair: ImagePair, kernels: KernelSet): Score;
}

export interface TextMetric {
  readonly kind: 'text';
  readonly meta: MetricMeta;
  /** Undefined where the metric does not apply to the task. */
  compute(pair: TextPair, kernels: KernelSet): Score | undefined;
}

export type Metric = ImageMetric | TextMetric;
