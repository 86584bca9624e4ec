import { describeError } from '../core/describeError';
import { DataError } from '../core/problem';
import { Admission, type Permit } from './Admission';
import { realClock, type Clock } from './Clock';
import { composeRequest } from './composeRequest';
import type { JudgeOptions } from './JudgeOptions';
import type { JudgeQuestion } from './JudgeQuestion';
import { causeOf, followFailure, triesOf } from './failurePolicy';
import { FaultStreak } from './FaultStreak';
import { Outcomes } from './Outcomes';
import { adapt } from './providers/adapt';
import type { Abilities, ChatRequest, Failure, Reply } from './providers/Provider';
import { providers } from './providers/providers';
import { sendRequest } from './providers/sendRequest';
import { concludeAnswers } from './readAnswers';
import { describeFailure, type Obstacle } from './describeFailure';
import { describeFacts, describeReply } from './describeReply';
import { recall, type OpenQuestion } from './Recall';

/** Reasoning models take minutes for a large picture. */
const defaultTimeoutMs = 240_000;
/** Whatever a server does, a question is sent no more often in one run. */
const requestsAQuestion = 12;
/** A server that fails so often without one answer between is down. */
const setbacksToStop = 10;

/** A request that is ready, or under way. */
interface Try {
  readonly open: OpenQuestion;
  readonly request: ChatRequest;
  readonly abilities: Abilities;
  readonly permit: Permit;
}

/** One run of `askJudge`: what is open, what is under way, what was spent. */
export class JudgeSession {
  readonly outcomes: Outcomes;
  readonly #options: JudgeOptions;
  readonly #promptHash: string;
  readonly #clock: Clock;
  readonly #admission: Admission;
  #abilities: Abilities;
  /** Asked next: repairs, and what a server wants asked in another form. */
  #first: OpenQuestion[] = [];
  /** Asked after all that were not tried yet, so that an outage meets many questions once and none often. */
  #last: OpenQuestion[] = [];
  #running = 0;
  #requests = 0;
  #answers = 0;
  readonly #streak = new FaultStreak();
  #trouble: string | null = null;

  constructor(total: number, options: JudgeOptions, promptHash: string) {
    const { clock = realClock, pace, endpoint } = options;
    this.#options = options;
    this.#promptHash = promptHash;
    this.#clock = clock;
    this.#admission = new Admission(options);
    this.#abilities = providers[endpoint.provider].abilities;
    this.outcomes = new Outcomes(total, (counts) => ({
      ...counts,
      requests: this.#requests,
      running: this.#running,
      spentUsd: this.#admission.budget.spentUsd,
      isPaused: pace.isPaused,
      waitsUntilMs: this.#admission.throttle.waitsUntilMs,
      trouble: this.#trouble
    }));
  }

  /** Ends when every question has its outcome. */
  async run(questions: readonly JudgeQuestion[]): Promise<void> {
    const { signal } = this.#options;
    try {
      this.outcomes.tell(null);
      const fresh = recall(questions, this.#options, this.#promptHash);
      for (let open = await this.#next(fresh); open; open = await this.#next(fresh)) {
        signal.throwIfAborted();
        await this.#ask(open);
      }
      signal.throwIfAborted();
    } finally {
      this.outcomes.steps.close();
    }
  }

  /** The next question that needs asking; null when none is left and none is under way. */
  async #next(fresh: ReturnType<typeof recall>): Promise<OpenQuestion | null> {
    for (;;) {
      const first = this.#first.shift();
      if (first) return first;
      const { done, value } = await fresh.next();
      if (done) {
        const waiting = this.#first.shift() ?? this.#last.shift();
        if (waiting) return waiting;
        if (this.#running === 0) return null;
        await this.#admission.whenChanged();
      } else if (value.key === null) {
        const { question, reason, cause } = value;
        this.outcomes.finish([question], null, { reason, cause, lasting: cause === 'material' });
      } else if (this.outcomes.open(value) && !this.#conclude(value, true)) return value;
    }
  }

  /** Prepares one request and starts it as soon as budget and provider allow. */
  async #ask(open: OpenQuestion): Promise<void> {
    const { stopped } = this.#admission;
    if (stopped) return this.#leave(open, stopped);
    const request = await this.#compose(open);
    if (!request) return;
    // A detail that the server does not take saves nothing.
    const detail = this.#abilities.detail ? request.detail : null;
    const permit = await this.#admission.admit({ ...request, detail });
    if (!permit) return this.#leave(open, this.#admission.stopped ?? notAsked);
    this.#running++;
    this.#requests++;
    open.requests++;
    this.outcomes.tell(null);
    void this.#send({ open, request, permit, abilities: this.#abilities }).finally(() => {
      this.#running--;
      // A run that is paused shows when the last of them is in.
      this.outcomes.tell(null);
      this.#admission.wake();
    });
  }

  async #compose(open: OpenQuestion): Promise<ChatRequest | null> {
    const { rules, kernels } = this.#options;
    const conclusion = concludeAnswers(open.answers, rules.scale);
    const faulty = conclusion.kind === 'repair' ? conclusion : null;
    try {
      return await composeRequest(open.question, rules, kernels, faulty);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      this.#leave(open, { reason: `not judged: ${error.message}`, cause: 'material' });
      return null;
    }
  }

  async #send(one: Try): Promise<void> {
    const { endpoint, signal, timeoutMs = defaultTimeoutMs, fetch: send } = this.#options;
    const tools = { clock: this.#clock, timeoutMs, signal, ...(send && { fetch: send }) };
    try {
      const result = await sendRequest(endpoint, one.request, one.abilities, tools);
      if (result.ok) await this.#takeReply(one, result.reply);
      else this.#takeFailure(one, result.failure);
    } catch (error) {
      // Only an abort comes here, and the run itself rejects with it.
      const { throttle, budget } = this.#admission;
      throttle.pass();
      budget.charge(one.permit.reservation, null);
      this.#admission.stop({ reason: `not judged: ${describeError(error)}`, cause: 'unasked' });
    }
  }

  /** Stores the answer before anything looks into it. */
  async #takeReply(one: Try, reply: Reply): Promise<void> {
    const { open, permit } = one;
    const costUsd = this.#admission.budget.charge(permit.reservation, reply.answer.usage);
    const stored = describeReply(one, reply, costUsd, this.#options.endpoint, this.#clock.now());
    try {
      await this.#options.store.write(stored);
    } catch (error) {
      const reason = `not asked: this browser does not store answers any more (${describeError(error)})`;
      this.#admission.stop({ reason, cause: 'unasked' });
    }
    this.#answers++;
    this.#trouble = null;
    this.#admission.throttle.succeed(permit.ticket);
    open.answers = [...open.answers, stored];
    if (!this.#conclude(open, false)) this.#first.push(open);
  }

  #takeFailure(one: Try, failure: Failure): void {
    const { open, request, permit } = one;
    const { budget, throttle } = this.#admission;
    if (failure.mayBePaid) budget.charge(permit.reservation, null);
    else budget.release(permit.reservation);
    this.#trouble = failure.message;
    const consequence = followFailure(failure, this.#answers > 0);
    if (consequence === 'again') open.failures++;
    if (consequence === 'wait' || consequence === 'again') return this.#setBack(one, failure);
    throttle.pass();
    const adapted = adapt(one.abilities, failure, request);
    if (adapted && open.requests < requestsAQuestion) {
      if (one.abilities === this.#abilities) this.#abilities = adapted;
      this.#first.push(open);
      return;
    }
    const obstacle = describeFailure(failure, request, this.#clock.now());
    if (consequence === 'stop') this.#admission.stop(obstacle);
    else this.#countRefusal(failure);
    this.#leave(open, obstacle);
  }

  #setBack({ open, permit }: Try, failure: Failure): void {
    const { message, kind } = failure;
    const { throttle } = this.#admission;
    throttle.setBack(permit.ticket, failure);
    if (throttle.setbacks >= setbacksToStop) {
      const reason = `not judged: no answer in ${setbacksToStop} tries; the last failed with: ${message}`;
      this.#admission.stop({ reason, cause: 'connection' });
    }
    if (open.failures < triesOf(failure) && open.requests < requestsAQuestion) this.#last.push(open);
    else
      this.#leave(open, { reason: `not judged: ${message} (${open.requests} tries)`, cause: causeOf(kind) });
  }

  #countRefusal({ kind, message }: Failure): void {
    const fault = `${kind}: ${message.replaceAll(/\d+/g, '#')}`;
    if (this.#streak.add('refused', fault)) this.#stopAfter(this.#streak.count, message);
  }

  /** @returns whether the answers at hand settle the question */
  #conclude(open: OpenQuestion, remembered: boolean): boolean {
    const conclusion = concludeAnswers(open.answers, this.#options.rules.scale);
    if (conclusion.kind === 'open' || conclusion.kind === 'repair') return false;
    const facts = describeFacts(open);
    const settled = { lasting: true, remembered, facts };
    if (conclusion.kind !== 'unscored') {
      if (!remembered) this.#streak.break();
      const found =
        conclusion.kind === 'verdict' ? { verdict: conclusion.verdict } : { choice: conclusion.choice };
      this.outcomes.settle(open, { ...settled, ...found });
      return true;
    }
    const { reason, cause, fault } = conclusion;
    if (!remembered && this.#streak.add('answered', fault)) this.#stopAfter(this.#streak.count, reason);
    this.outcomes.settle(open, { ...settled, reason, cause });
    return true;
  }

  /** Nothing lasting is known of the answer: another run may ask again. */
  #leave(open: OpenQuestion, obstacle: Obstacle): void {
    this.outcomes.settle(open, { ...obstacle, lasting: false, facts: describeFacts(open) });
  }

  #stopAfter(count: number, reason: string): void {
    const words = `not asked: ${count} in a row ended with: ${reason}`;
    this.#admission.stop({ reason: words, cause: 'unasked' });
  }
}

const notAsked: Obstacle = { reason: 'not asked', cause: 'unasked' };
