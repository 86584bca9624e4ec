import type { JudgeScaleTop, JudgeView } from '../benchmark/judge';
import type { RgbImage, Size } from '../core/image';
import type { JsonValue } from '../core/json';
import type { Format, Task } from '../core/sample';
import type { PromptTemplate } from './PromptTemplate';
import type { Effort, ImageDetail } from './providers/Provider';

/** An image of a subject, read when it is needed. */
export interface SubjectImage {
  /** For messages and the list of what is sent. */
  readonly path: string;
  /** SHA-256 of the file's bytes, or any text that names the pixels as surely. */
  hash(): Promise<string>;
  /** @throws DataError when it cannot be read or decoded */
  decode(): Promise<RgbImage>;
  /** Its size in pixels; undefined before `measure`, and where it cannot be told without decoding. */
  size?(): Size | undefined;
  /** Reads no more than the file's beginning, where that is possible. Never rejects. */
  measure?(): Promise<void>;
}

/** What the judge is shown: a sample with one system's prediction. Controls are made by replacing parts of it. */
export interface JudgeSubject {
  readonly sampleId: string;
  readonly format: Format;
  readonly task: Task;
  /** As the file spells it. */
  readonly modality: string;
  readonly instruction: string;
  readonly choices: readonly string[];
  readonly answer: JsonValue | undefined;
  readonly response: string;
  readonly inputs: readonly SubjectImage[];
  readonly reference: SubjectImage | null;
  readonly output: SubjectImage | null;
}

/** The output that another is compared with: shown as B, after the subject's own as A. */
export interface Rival {
  readonly subject: JudgeSubject;
  /** Whether it is the first system's: the order is the other way round. */
  readonly swapped: boolean;
}

export interface JudgeQuestion {
  readonly subject: JudgeSubject;
  /** Absent where the subject is scored on its own. */
  readonly rival?: Rival;
  readonly view: JudgeView;
  /** 0 but for repeatability: the same question asked again is another one. */
  readonly repeat: number;
}

/** The rules of a judgement; all but one are part of the answer's key. */
export interface JudgeRules {
  readonly template: PromptTemplate;
  readonly scale: JudgeScaleTop;
  /** Images are downscaled so that no side is longer. */
  readonly imageLimitPx: number;
  /** Not part of the key: an answer that was not cut is the same under every limit. */
  readonly maxOutputTokens: number;
  /** Null leaves it to the model. */
  readonly effort: Effort;
  /** Null leaves it to the provider. */
  readonly imageDetail: ImageDetail;
}

/** The evaluator's limit on output, and the size of image that all providers take. */
export const defaultRules = {
  scale: 10,
  imageLimitPx: 1024,
  maxOutputTokens: 4096,
  effort: null,
  imageDetail: null
} as const;
