import type { AskedQuestion, SentSettings } from '../AnswerStore';
import type { ProviderId, WireFormat } from '../providers/Provider';

/** A question of a batch, with what its answer will be stored under. */
export interface BatchEntry {
  /** SHA-256, the answer's key; also the request's name in the batch. */
  readonly key: string;
  readonly attempt: number;
  readonly question: AskedQuestion;
}

/** `unsure`: nobody knows whether it arrived; `file`: taken along and read back by hand. */
export type BatchState = 'unsure' | 'submitted' | 'ended' | 'collected' | 'failed' | 'file';

/** Requests that were handed over together, to be answered within a day. */
export interface BatchJob {
  readonly id: string;
  readonly provider: ProviderId;
  readonly baseUrl: string;
  readonly model: string;
  readonly wire: WireFormat;
  /** The provider's name for it; null for a file, and where it is not known. */
  readonly remoteId: string | null;
  readonly state: BatchState;
  /** ISO 8601. */
  readonly submittedAt: string;
  readonly entries: readonly BatchEntry[];
  readonly sent: SentSettings;
  /** A token's price in US dollars a million, the discount taken off; null without a price. */
  readonly price: { readonly input: number; readonly output: number } | null;
  /** US dollars, when it was submitted; null without a price. */
  readonly mostUsd: number | null;
  /** Answers stored, and requests that the provider did not answer. */
  readonly answered: number;
  readonly lost: number;
  /** What was said last; empty when nothing was. */
  readonly note: string;
}

/** OpenAI and Anthropic sell batches at half the price. */
export const batchDiscount = 0.5;
