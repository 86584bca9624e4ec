import type { JudgeScaleTop, JudgeView } from '../benchmark/judge';
import type { Usage } from './providers/Provider';

/** What an answer answers, in full: what its key is the hash of, and what a reader of an export needs. */
export interface AskedQuestion {
  readonly provider: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly promptHash: string;
  readonly sampleId: string;
  /** SHA-256 of the sample's texts and images as they were at hand. */
  readonly sampleHash: string;
  /** SHA-256 of the prediction's text and image. */
  readonly predictionHash: string;
  readonly view: JudgeView;
  readonly scale: JudgeScaleTop;
  readonly imageLimitPx: number;
  readonly maxOutputTokens: number;
  readonly repeat: number;
}

/** A paid answer as it came, written before anything reads it. */
export interface StoredAnswer {
  /** SHA-256 of `question`. */
  readonly key: string;
  /** 0, or 1 for the answer to the one attempt at repair. */
  readonly attempt: 0 | 1;
  readonly question: AskedQuestion;
  /** The body of the provider's response, whole. */
  readonly body: string;
  /** Of the provider's wire format, so that the body can be parsed again. */
  readonly wire: string;
  readonly usage: Usage | null;
  /** By the price table at the time; null where the model had no price. */
  readonly costUsd: number | null;
  /** ISO 8601. */
  readonly receivedAt: string;
}

/** Where answers last. `store/judgeAnswers` is the browser's. */
export interface AnswerStore {
  /** By key; the attempts of a question in order, none where it was not asked. */
  read(keys: readonly string[]): Promise<readonly (readonly StoredAnswer[])[]>;
  /** Durable when it resolves. */
  write(answer: StoredAnswer): Promise<void>;
}
