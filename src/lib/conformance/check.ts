import type { RgbImage } from '../core/image';
import { DataError } from '../core/problem';
import type { CandidateScores, EncodedImage, Reply, ScoringTask } from '../engine/api';
import type { KernelSet } from '../kernels/KernelSet';
import type { Vectors } from './Vectors';

/** What a check runs on: in the page the engine's workers and the compiled kernels, in Node the same code without workers. */
export interface CheckTools {
  readonly kernels: KernelSet;
  /** Takes the bytes away, as a worker does. */
  decode(image: EncodedImage): Promise<Reply<RgbImage>>;
  /** Takes the bytes away, as a worker does. */
  score(task: ScoringTask): Promise<Reply<readonly CandidateScores[]>>;
}

export interface Outcome {
  readonly got: string;
  readonly passes: boolean;
  /** The largest absolute difference, where numbers are compared. */
  readonly deviation?: number;
}

/** Something that this viewer is known to do otherwise. Such a check is listed with its reason, and never counted as passed. */
export interface Exception {
  /** What the answer contains when it is this exception and no other fault. */
  readonly got: string;
  readonly reason: string;
}

/** One golden vector. */
export interface Check {
  readonly name: string;
  /** What the reference gave. */
  readonly expected: string;
  readonly exception?: Exception;
  run(tools: CheckTools): Outcome | Promise<Outcome>;
}

export interface CheckGroup {
  readonly id: string;
  readonly title: string;
  /** Who gave the expected values. */
  readonly reference: string;
  /** How closely they have to be met, in words. */
  readonly agreement: string;
  list(vectors: Vectors): Promise<readonly Check[]>;
}

/** `excepted`: not as the reference, and known to be so. */
export type Verdict = 'passed' | 'failed' | 'excepted';

export function judge({ exception }: Check, { got, passes }: Outcome): Verdict {
  if (passes) return 'passed';
  return exception && got.includes(exception.got) ? 'excepted' : 'failed';
}

/** @throws DataError with the reply's problem */
export function unwrap<Value>(reply: Reply<Value>): Value {
  if (reply.ok) return reply.value;
  throw new DataError(reply.problem);
}
