import { describeError } from '../core/describeError';
import { DataError } from '../core/problem';
import type { StoredAnswer } from './AnswerStore';
import { Budget, type Reservation } from './Budget';
import { realClock, type Clock } from './Clock';
import { composeRequest } from './composeRequest';
import { estimateInputTokens } from './estimateTokens';
import type { JudgeOptions } from './JudgeOptions';
import type { JudgeQuestion } from './JudgeQuestion';
import { Outcomes } from './Outcomes';
import { adapt } from './providers/adapt';
import type { Abilities, ChatRequest, Failure, Reply } from './providers/Provider';
import { providers } from './providers/providers';
import { sendRequest } from './providers/sendRequest';
import { concludeAnswers } from './readAnswers';
import { recall, type OpenQuestion } from './Recall';
import { Throttle, type Ticket } from './Throttle';

/** Reasoning models take minutes for a large picture. */
const defaultTimeoutMs = 240_000;
/** A question that fails so often while others are answered is left. */
const triesAQuestion = 4;
/** A server that fails so often without one answer between is down. */
const setbacksToStop = 10;
/** Refusals that no answer came before: the request is not what the server takes. */
const refusalsToStop = 3;

/** A request that is ready, or under way. */
interface Try {
  readonly open: OpenQuestion;
  readonly request: ChatRequest;
  readonly abilities: Abilities;
  readonly reservation: Reservation;
  readonly ticket: Ticket;
}

/** One run of `askJudge`: what is open, what is under way, what was spent. */
export class JudgeSession {
  readonly outcomes: Outcomes;
  readonly #options: JudgeOptions;
  readonly #promptHash: string;
  readonly #clock: Clock;
  readonly #throttle: Throttle;
  readonly #budget: Budget;
  #abilities: Abilities;
  /** Asked next: repairs, and what a server wants asked in another form. */
  #first: OpenQuestion[] = [];
  /** Asked after all that were not tried yet, so that an outage meets many questions once and none often. */
  #last: OpenQuestion[] = [];
  #change = Promise.withResolvers<undefined>();
  #running = 0;
  #requests = 0;
  #answers = 0;
  #refusals = 0;
  /** Why nothing more is asked. */
  #stopped: string | null = null;
  #trouble: string | null = null;

  constructor(total: number, options: JudgeOptions, promptHash: string) {
    const { clock = realClock, random = Math.random, pace, concurrency, price, capUsd, endpoint } = options;
    this.#options = options;
    this.#promptHash = promptHash;
    this.#clock = clock;
    this.#throttle = new Throttle({ highest: concurrency, clock, random, pace });
    this.#budget = new Budget(price, capUsd);
    this.#abilities = providers[endpoint.provider].abilities;
    this.outcomes = new Outcomes(total, (counts) => ({
      ...counts,
      requests: this.#requests,
      running: this.#running,
      spentUsd: this.#budget.spentUsd,
      isPaused: pace.isPaused,
      waitsUntilMs: this.#throttle.waitsUntilMs,
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
        if (this.#stopped === null) await this.#ask(open);
        else this.#leave(open, this.#stopped);
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
        await this.#change.promise;
      } else if (value.key === null) {
        this.outcomes.finish([value.question], null, { reason: value.reason, lasting: true });
      } else if (this.outcomes.open(value) && !this.#conclude(value, true)) return value;
    }
  }

  /** Prepares one request and starts it as soon as budget and provider allow. */
  async #ask(open: OpenQuestion): Promise<void> {
    const request = await this.#compose(open);
    if (!request) return;
    const reservation = await this.#reserve(request);
    if (!reservation) return this.#leave(open, this.#stopped ?? 'not asked');
    const ticket = await this.#enter();
    if (!ticket) {
      this.#budget.release(reservation);
      return this.#leave(open, this.#stopped ?? 'not asked');
    }
    this.#running++;
    this.#requests++;
    this.outcomes.tell(null);
    void this.#send({ open, request, reservation, ticket, abilities: this.#abilities }).finally(() => {
      this.#running--;
      // A run that is paused shows when the last of them is in.
      this.outcomes.tell(null);
      this.#wake();
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
      this.#leave(open, `not judged: ${error.message}`);
      return null;
    }
  }

  /** Waits while requests under way hold what this one needs; null when the cap leaves no room for it at all. */
  async #reserve(request: ChatRequest): Promise<Reservation | null> {
    const { wire } = providers[this.#options.endpoint.provider];
    const most = {
      inputTokens: estimateInputTokens(request, wire.format),
      outputTokens: request.maxOutputTokens
    };
    for (;;) {
      if (this.#stopped !== null) return null;
      const reservation = this.#budget.reserve(most);
      if (reservation) return reservation;
      if (!this.#budget.hasReserved) {
        this.#stop('not asked: one more request could pass the spending cap');
        return null;
      }
      await this.#change.promise;
      this.#options.signal.throwIfAborted();
    }
  }

  /** Null when the run was stopped in the meantime. */
  async #enter(): Promise<Ticket | null> {
    const { signal, pace } = this.#options;
    try {
      const ticket = await this.#throttle.enter(AbortSignal.any([signal, pace.stopSignal]));
      if (this.#stopped === null) return ticket;
      this.#throttle.pass();
    } catch (error) {
      signal.throwIfAborted();
      if (!pace.isStopped) throw error;
      this.#stop('not asked: the run was stopped');
    }
    return null;
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
      this.#throttle.pass();
      this.#budget.charge(one.reservation, null);
      this.#stop(`not judged: ${describeError(error)}`);
    }
  }

  /** Stores the answer before anything looks into it. */
  async #takeReply({ open, reservation, ticket }: Try, { body, answer }: Reply): Promise<void> {
    const { endpoint, store } = this.#options;
    const stored: StoredAnswer = {
      key: open.key,
      attempt: open.answers.length === 0 ? 0 : 1,
      question: open.asked,
      body,
      wire: providers[endpoint.provider].wire.format,
      usage: answer.usage,
      costUsd: this.#budget.charge(reservation, answer.usage),
      receivedAt: new Date(this.#clock.now()).toISOString()
    };
    try {
      await store.write(stored);
    } catch (error) {
      const why = describeError(error);
      this.#stop(`not asked: this browser does not store answers any more (${why})`);
    }
    this.#answers++;
    this.#trouble = null;
    this.#throttle.succeed(ticket);
    open.answers = [...open.answers, stored];
    if (!this.#conclude(open, false)) this.#first.push(open);
  }

  #takeFailure(one: Try, failure: Failure): void {
    if (failure.mayBePaid) this.#budget.charge(one.reservation, null);
    else this.#budget.release(one.reservation);
    this.#trouble = failure.message;
    const { kind, message } = failure;
    if (kind === 'rate' || kind === 'overload') return this.#setBack(one, failure);
    if (kind === 'server' || kind === 'network' || kind === 'timeout' || kind === 'malformed') {
      one.open.failures++;
      return this.#setBack(one, failure);
    }
    this.#throttle.pass();
    const adapted = adapt(one.abilities, failure);
    if (adapted) {
      this.#abilities = adapted;
      this.#first.push(one.open);
      return;
    }
    if (kind === 'refused') return this.#takeRefusal(one.open, message);
    this.#stop(`not judged: ${message}`);
    this.#leave(one.open, `not judged: ${message}`);
  }

  #setBack({ open, ticket }: Try, failure: Failure): void {
    this.#throttle.setBack(ticket, failure);
    if (this.#throttle.setbacks >= setbacksToStop) {
      this.#stop(
        `not judged: no answer in ${setbacksToStop} tries; the last failed with: ${failure.message}`
      );
    }
    if (open.failures < triesAQuestion) this.#last.push(open);
    else this.#leave(open, `not judged: ${failure.message} (${open.failures} tries)`);
  }

  #takeRefusal(open: OpenQuestion, message: string): void {
    this.#refusals++;
    if (this.#answers === 0 && this.#refusals >= refusalsToStop) this.#stop(`not judged: ${message}`);
    this.#leave(open, `not judged: the provider refused the request: ${message}`);
  }

  /** @returns whether the answers at hand settle the question */
  #conclude(open: OpenQuestion, remembered: boolean): boolean {
    const conclusion = concludeAnswers(open.answers, this.#options.rules.scale);
    if (conclusion.kind === 'verdict') {
      this.outcomes.settle(open, { verdict: conclusion.verdict, lasting: true, remembered });
    } else if (conclusion.kind === 'unscored') {
      this.outcomes.settle(open, { reason: conclusion.reason, lasting: true, remembered });
    } else return false;
    return true;
  }

  /** Nothing lasting is known of the answer: another run may ask again. */
  #leave(open: OpenQuestion, reason: string): void {
    this.outcomes.settle(open, { reason, lasting: false });
  }

  #stop(reason: string): void {
    this.#stopped ??= reason;
    this.#wake();
  }

  #wake(): void {
    this.#change.resolve(undefined);
    this.#change = Promise.withResolvers();
  }
}
