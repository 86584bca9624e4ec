import { describeError } from '../core/describeError';
import { DataError } from '../core/problem';
import { Budget, type Reservation } from './Budget';
import { realClock, type Clock } from './Clock';
import { composeRequest } from './composeRequest';
import { estimateInputTokens } from './estimateTokens';
import type { JudgeOptions } from './JudgeOptions';
import type { JudgeQuestion } from './JudgeQuestion';
import { causeOf, followFailure, triesOf } from './failurePolicy';
import { FaultStreak } from './FaultStreak';
import { Outcomes, type Ending } from './Outcomes';
import { adapt } from './providers/adapt';
import type { Abilities, ChatRequest, Failure, Reply } from './providers/Provider';
import { providers } from './providers/providers';
import { sendRequest } from './providers/sendRequest';
import { concludeAnswers } from './readAnswers';
import { describeFacts, describeFailure, describeReply } from './describeReply';
import { recall, type OpenQuestion } from './Recall';
import { Throttle, type Ticket } from './Throttle';

/** Reasoning models take minutes for a large picture. */
const defaultTimeoutMs = 240_000;
/** Whatever a server does, a question is sent no more often in one run. */
const requestsAQuestion = 12;
/** A server that fails so often without one answer between is down. */
const setbacksToStop = 10;

/** Why nothing more is asked, or a question has no verdict. */
type Obstacle = Required<Pick<Ending, 'reason' | 'cause'>> & Pick<Ending, 'atMost'>;

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
  readonly #streak = new FaultStreak();
  /** Why nothing more is asked. */
  #stopped: Obstacle | null = null;
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
        const { question, reason } = value;
        this.outcomes.finish([question], null, { reason, cause: 'material', lasting: true });
      } else if (this.outcomes.open(value) && !this.#conclude(value, true)) return value;
    }
  }

  /** Prepares one request and starts it as soon as budget and provider allow. */
  async #ask(open: OpenQuestion): Promise<void> {
    const request = await this.#compose(open);
    if (!request) return;
    const reservation = await this.#reserve(request);
    if (!reservation) return this.#leave(open, this.#stopped ?? notAsked);
    const ticket = await this.#enter();
    if (!ticket) {
      this.#budget.release(reservation);
      return this.#leave(open, this.#stopped ?? notAsked);
    }
    this.#running++;
    this.#requests++;
    open.requests++;
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
      this.#leave(open, { reason: `not judged: ${error.message}`, cause: 'material' });
      return null;
    }
  }

  /** Waits while requests under way hold what this one needs; null when the cap leaves no room for it at all. */
  async #reserve(request: ChatRequest): Promise<Reservation | null> {
    const { endpoint, signal } = this.#options;
    const most = {
      inputTokens: estimateInputTokens(request, endpoint),
      outputTokens: request.maxOutputTokens
    };
    for (;;) {
      if (this.#stopped !== null) return null;
      const reservation = this.#budget.reserve(most);
      if (reservation) return reservation;
      if (!this.#budget.hasReserved) {
        this.#stop({ reason: 'not asked: one more request could pass the spending cap', cause: 'cap' });
        return null;
      }
      await this.#change.promise;
      signal.throwIfAborted();
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
      this.#stop({ reason: 'not asked: the run was stopped', cause: 'unasked' });
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
      this.#stop({ reason: `not judged: ${describeError(error)}`, cause: 'unasked' });
    }
  }

  /** Stores the answer before anything looks into it. */
  async #takeReply(one: Try, reply: Reply): Promise<void> {
    const { open, ticket } = one;
    const costUsd = this.#budget.charge(one.reservation, reply.answer.usage);
    const stored = describeReply(one, reply, costUsd, this.#options.endpoint, this.#clock.now());
    try {
      await this.#options.store.write(stored);
    } catch (error) {
      const reason = `not asked: this browser does not store answers any more (${describeError(error)})`;
      this.#stop({ reason, cause: 'unasked' });
    }
    this.#answers++;
    this.#trouble = null;
    this.#throttle.succeed(ticket);
    open.answers = [...open.answers, stored];
    if (!this.#conclude(open, false)) this.#first.push(open);
  }

  #takeFailure(one: Try, failure: Failure): void {
    const { open, request } = one;
    if (failure.mayBePaid) this.#budget.charge(one.reservation, null);
    else this.#budget.release(one.reservation);
    this.#trouble = failure.message;
    const consequence = followFailure(failure.kind, this.#answers > 0);
    if (consequence === 'again') open.failures++;
    if (consequence === 'wait' || consequence === 'again') return this.#setBack(one, failure);
    this.#throttle.pass();
    const adapted = adapt(one.abilities, failure);
    if (adapted && open.requests < requestsAQuestion) {
      if (one.abilities === this.#abilities) this.#abilities = adapted;
      this.#first.push(open);
    } else if (consequence === 'leave') this.#takeRefusal(open, failure);
    else {
      const obstacle = describeFailure(failure, request);
      this.#stop(obstacle);
      this.#leave(open, obstacle);
    }
  }

  #setBack({ open, ticket }: Try, failure: Failure): void {
    const { message, kind } = failure;
    this.#throttle.setBack(ticket, failure);
    if (this.#throttle.setbacks >= setbacksToStop) {
      const reason = `not judged: no answer in ${setbacksToStop} tries; the last failed with: ${message}`;
      this.#stop({ reason, cause: 'connection' });
    }
    if (open.failures < triesOf(kind) && open.requests < requestsAQuestion) this.#last.push(open);
    else
      this.#leave(open, { reason: `not judged: ${message} (${open.requests} tries)`, cause: causeOf(kind) });
  }

  #takeRefusal(open: OpenQuestion, { kind, message }: Failure): void {
    const fault = `${kind}: ${message.replaceAll(/\d+/g, '#')}`;
    if (this.#streak.add('refused', fault)) this.#stopAfter(this.#streak.count, message);
    this.#leave(open, {
      reason: `not judged: the provider refused the request: ${message}`,
      cause: causeOf(kind)
    });
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
    this.#stop({ reason: `not asked: ${count} in a row ended with: ${reason}`, cause: 'unasked' });
  }

  #stop(obstacle: Obstacle): void {
    this.#stopped ??= obstacle;
    this.#wake();
  }

  #wake(): void {
    this.#change.resolve(undefined);
    this.#change = Promise.withResolvers();
  }
}

const notAsked: Obstacle = { reason: 'not asked', cause: 'unasked' };
