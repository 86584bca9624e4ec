import type { KernelSet } from '../kernels/KernelSet';
import type { AnswerStore, SentSettings } from './AnswerStore';
import type { Cause } from './Cause';
import type { Clock } from './Clock';
import type { JudgeQuestion, JudgeRules } from './JudgeQuestion';
import type { Pace } from './Pace';
import type { PairVerdict } from './pair/parsePairVerdict';
import type { Price } from './prices';
import type { Endpoint } from './providers/Provider';
import type { Verdict } from './Verdict';

/** All that `askJudge` needs; what can differ in a test is handed in. */
export interface JudgeOptions {
  readonly endpoint: Endpoint;
  readonly rules: JudgeRules;
  readonly store: AnswerStore;
  /** Pauses and resumes; one a run. */
  readonly pace: Pace;
  /** Null where the model has none: then no `capUsd` can be kept, and one is refused. */
  readonly price: Price | null;
  /** In US dollars; null for no cap. */
  readonly capUsd: number | null;
  /** Requests at a time that are never exceeded. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Downscales the images. */
  readonly kernels: Pick<KernelSet, 'resize'>;
  readonly clock?: Clock;
  /** From 0 to 1, 1 excluded. */
  readonly random?: () => number;
  readonly fetch?: typeof fetch;
  /** A request without an answer after this long is given up and tried again. */
  readonly timeoutMs?: number;
  /** Keys of questions whose answers are awaited from a batch: asking them would be paid twice. */
  readonly handedOver?: ReadonlySet<string>;
  /** Questions that are asked once more where their stored answers are no verdict; none when absent. */
  readonly again?: (question: JudgeQuestion) => boolean;
}

/** Of the answers behind an outcome. */
export interface AnswerFacts {
  /** The model that answered, in the provider's words; null where it names none. */
  readonly model: string | null;
  /** Null for answers from before it was kept. */
  readonly sent: SentSettings | null;
  readonly maxOutputTokens: number;
  /** ISO 8601. */
  readonly receivedAt: string;
  /** Of all answers to the question, repairs too, when they were paid; null without a price. */
  readonly costUsd: number | null;
}

/** How a question ended. */
export interface JudgeOutcome {
  readonly question: JudgeQuestion;
  /** Of the stored answers; null where nothing was asked. */
  readonly key: string | null;
  readonly verdict: Verdict | null;
  /** Of a comparison; null elsewhere, and where it has none. */
  readonly choice: PairVerdict | null;
  /** Why there is no verdict; null where there is one. */
  readonly reason: string | null;
  readonly cause: Cause | null;
  /** Of the cause `limit`: the largest output limit that the server names. */
  readonly atMost?: number;
  /** Null where no answer came. */
  readonly facts: AnswerFacts | null;
  /** False where nothing is known of the answer yet: the cap was reached, the run was stopped, the network failed. */
  readonly lasting: boolean;
  /** The answer was in the store and cost nothing now. */
  readonly remembered: boolean;
}

export interface JudgeProgress {
  readonly total: number;
  readonly done: number;
  readonly scored: number;
  readonly unscored: number;
  readonly remembered: number;
  /** Requests sent, failed ones too. */
  readonly requests: number;
  /** Under way now. */
  readonly running: number;
  /** Null where the model has no price. */
  readonly spentUsd: number | null;
  readonly isPaused: boolean;
  /** Until when new requests wait because of the provider, milliseconds since 1970; null when they do not. */
  readonly waitsUntilMs: number | null;
  /** The provider's last complaint; null after an answer. */
  readonly trouble: string | null;
}

export interface JudgeStep {
  /** Null where only the progress changed. */
  readonly outcome: JudgeOutcome | null;
  readonly progress: JudgeProgress;
}
