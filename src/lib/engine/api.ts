import type { RgbImage, Size } from '../core/image';
import type { JsonValue } from '../core/json';
import type { Problem } from '../core/problem';
import type { Task } from '../core/sample';
import type { ComparedTexts, Score } from '../core/score';
import type { CodecName } from '../images/imageHeader';
import type { Interval } from '../stats/numerics/summarise';
import type { RegionResult } from '../metrics/region/computeRegion';
import type { ComparedImages } from './compareImages';

/** An image file as it lies on disk. `bytes` is moved, not copied, to the worker. */
export interface EncodedImage {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What one system gave for the sample of a task. */
export interface Candidate {
  readonly task: Task;
  /** Null for VQA. */
  readonly image: EncodedImage | null;
  /** Null where the format has no text to compare (image editing). */
  readonly text: { readonly response: string; readonly answer: JsonValue | undefined } | null;
  readonly choices: readonly string[];
  /** Absent where no chosen metric needs it. */
  readonly input?: InputImage;
}

/**
 * The image that a sample starts from, or why there is none to use. Candidates with the same one share the object `image`,
 * so that it is decoded once.
 */
export type InputImage = { readonly image: EncodedImage } | { readonly image: null; readonly reason: string };

/** All candidates that share one reference image, so that it is decoded once. */
export interface ScoringTask {
  readonly reference: EncodedImage | null;
  readonly candidates: readonly Candidate[];
  readonly metricIds: readonly string[];
  /** Paths of the images that are also wanted small, for lists; absent for none. */
  readonly wantedPictures?: readonly string[];
}

/** An image made small for lists. Never scored. */
export interface Picture {
  /** Of the image that it shows. */
  readonly path: string;
  /** A whole JPEG file. */
  readonly jpeg: Uint8Array<ArrayBuffer>;
}

/** What a task gave. */
export interface ScoredTask {
  /** In the order of the task's candidates. */
  readonly results: readonly CandidateScores[];
  /** Of the wanted ones those that could be made. */
  readonly pictures: readonly Picture[];
}

/** The scores of one candidate. */
export interface CandidateScores {
  readonly scores: Readonly<Record<string, Score>>;
  /** Absent where no reference image was read. */
  readonly referenceSize?: Size;
  readonly texts: ComparedTexts | null;
  readonly notes: readonly string[];
  readonly damage: readonly string[];
  /** Why the sample counts as unscored; null when it is scored. */
  readonly unscored: string | null;
}

/** Errors cross the worker as data: comlink loses their class, code and cause. */
export type Reply<Value> = (
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem }
) & {
  /** The worker holds memory that it cannot give back but with its end. */
  readonly isSpent?: true;
};

/** What the worker answers to. */
export interface EngineApi {
  /** The handshake: instantiates the kernels. */
  start(kernels: WebAssembly.Module): Promise<void>;
  provide(codec: CodecName, module: WebAssembly.Module): Promise<void>;
  score(task: ScoringTask): Promise<Reply<ScoredTask>>;
  /** 95 % bootstrap interval of the mean; long for many values. */
  interval(values: Float64Array): Promise<Reply<Interval>>;
  /** The pixels that are scored, for display. */
  decode(image: EncodedImage): Promise<Reply<RgbImage>>;
  /** The same made small, for lists: at most `maxSidePx` on the longer side. */
  preview(image: EncodedImage, maxSidePx: number): Promise<Reply<RgbImage>>;
  /** What the compare modes draw of two decoded images. */
  compare(candidate: RgbImage, reference: RgbImage): Promise<Reply<ComparedImages>>;
  /** The region that a sample is to change. */
  findRegion(input: RgbImage, reference: RgbImage): Promise<Reply<RegionResult>>;
}
