import type { Cause } from './Cause';
import { Channel } from './Channel';
import type { AnswerFacts, JudgeOutcome, JudgeProgress, JudgeStep } from './JudgeOptions';
import type { JudgeQuestion } from './JudgeQuestion';
import type { PairVerdict } from './pair/parsePairVerdict';
import type { OpenQuestion } from './Recall';
import type { Verdict } from './Verdict';

/** How a question ends: with a verdict or a reason. */
export interface Ending {
  readonly verdict?: Verdict;
  readonly choice?: PairVerdict;
  readonly reason?: string;
  readonly cause?: Cause;
  readonly atMost?: number;
  readonly facts?: AnswerFacts | null;
  readonly lasting: boolean;
  readonly remembered?: boolean;
}

type Counts = Pick<JudgeProgress, 'total' | 'done' | 'scored' | 'unscored' | 'remembered'>;

/** Collects the outcomes of a session, and tells them. Questions of one key are asked once and share the outcome. */
export class Outcomes {
  readonly steps = new Channel<JudgeStep>();
  readonly #total: number;
  readonly #describe: (counts: Counts) => JudgeProgress;
  #done = 0;
  #scored = 0;
  #remembered = 0;
  /** By key: those that wait for an open question, which is not among them. */
  #waiting = new Map<string, JudgeQuestion[]>();
  #settled = new Map<string, Ending>();

  /** @param describe completes the progress with what the session knows */
  constructor(total: number, describe: (counts: Counts) => JudgeProgress) {
    this.#total = total;
    this.#describe = describe;
  }

  /** @returns false when the same question is open or settled: then nothing more is to be done for this one */
  open({ key, question }: OpenQuestion): boolean {
    const settled = this.#settled.get(key);
    const waiting = this.#waiting.get(key);
    if (settled) this.finish([question], key, { ...settled, remembered: true });
    else if (waiting) waiting.push(question);
    else this.#waiting.set(key, []);
    return !settled && !waiting;
  }

  settle({ key, question }: OpenQuestion, ending: Ending): void {
    const waiting = this.#waiting.get(key) ?? [];
    this.#waiting.delete(key);
    this.#settled.set(key, ending);
    this.finish([question], key, ending);
    this.finish(waiting, key, { ...ending, remembered: true });
  }

  finish(questions: readonly JudgeQuestion[], key: string | null, ending: Ending): void {
    const { verdict = null, choice = null, reason = null, cause = null, facts = null } = ending;
    const { lasting, remembered = false, atMost } = ending;
    const told = {
      verdict,
      choice,
      reason,
      cause,
      facts,
      lasting,
      remembered,
      ...(atMost !== undefined && { atMost })
    };
    for (const question of questions) {
      this.#done++;
      if (verdict || choice) this.#scored++;
      if (remembered) this.#remembered++;
      this.tell({ question, key, ...told });
    }
  }

  tell(outcome: JudgeOutcome | null): void {
    const [total, done, scored] = [this.#total, this.#done, this.#scored];
    const counts = { total, done, scored, unscored: done - scored, remembered: this.#remembered };
    this.steps.put({ outcome, progress: this.#describe(counts) });
  }
}
