import type { JudgeScaleTop, JudgeView } from '../benchmark/judge';
import type { Abilities, Effort, ImageDetail, Usage } from './providers/Provider';

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
  /** Of the prediction that it is compared with; absent where it is scored on its own. */
  readonly rivalHash?: string;
  readonly view: JudgeView;
  readonly scale: JudgeScaleTop;
  readonly imageLimitPx: number;
  /** Not part of the key. */
  readonly maxOutputTokens: number;
  /** Absent where it was left to the model. */
  readonly effort?: 'low' | 'medium' | 'high';
  /** Absent where it was left to the provider. */
  readonly imageDetail?: 'low' | 'high';
  readonly repeat: number;
}

/** What a request held in the end, after what the server does not take was left out. */
export interface SentSettings {
  /** Null where the model takes none. */
  readonly temperature: 0 | null;
  readonly structure: Abilities['structure'];
  /** Null where it was left to the model, or not taken. */
  readonly effort: Effort;
  /** Null where it was left to the provider, or not taken; absent in answers from before it was kept. */
  readonly imageDetail?: ImageDetail;
}

/** A paid answer as it came, written before anything reads it. */
export interface StoredAnswer {
  /** SHA-256 of `question`, see `computeAnswerKey`. */
  readonly key: string;
  /** From 0. An even one answers the question itself, the odd one after it the attempt at repair. */
  readonly attempt: number;
  readonly question: AskedQuestion;
  /** The body of the provider's response, whole. */
  readonly body: string;
  /** Of the provider's wire format, so that the body can be parsed again. */
  readonly wire: string;
  readonly usage: Usage | null;
  /** By the price table at the time, at the estimate where the provider did not count; null without a price. */
  readonly costUsd: number | null;
  /** Absent in answers from before it was kept. */
  readonly sent?: SentSettings;
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
