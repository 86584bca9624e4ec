import { Budget, type Reservation } from './Budget';
import { realClock } from './Clock';
import type { Obstacle } from './describeFailure';
import { estimateInputTokens } from './estimateTokens';
import type { JudgeOptions } from './JudgeOptions';
import type { ChatRequest } from './providers/Provider';
import { Throttle, type Ticket } from './Throttle';

/** What a request needs before it is sent. */
export interface Permit {
  /** Of the money. */
  readonly reservation: Reservation;
  /** Of the provider's patience. */
  readonly ticket: Ticket;
}

/** Lets requests out: one after the other, as cap, provider and pause allow, until something stops the run. */
export class Admission {
  readonly budget: Budget;
  readonly throttle: Throttle;
  readonly #options: JudgeOptions;
  #change = Promise.withResolvers<undefined>();
  #stopped: Obstacle | null = null;

  constructor(options: JudgeOptions) {
    const { clock = realClock, random = Math.random, pace, concurrency, price, capUsd } = options;
    this.#options = options;
    this.throttle = new Throttle({ highest: concurrency, clock, random, pace });
    this.budget = new Budget(price, capUsd);
  }

  /** Why nothing more is asked; null while something may be. */
  get stopped(): Obstacle | null {
    return this.#stopped;
  }

  /** Resolves at the next request that ends, or when the run is stopped. */
  whenChanged(): Promise<undefined> {
    return this.#change.promise;
  }

  wake(): void {
    this.#change.resolve(undefined);
    this.#change = Promise.withResolvers();
  }

  /** For good; the first reason stays. */
  stop(obstacle: Obstacle): void {
    this.#stopped ??= obstacle;
    this.wake();
  }

  /** Null when the run was stopped in the meantime. Rejects with the signal's reason. */
  async admit(request: ChatRequest): Promise<Permit | null> {
    const reservation = await this.#reserve(request);
    if (!reservation) return null;
    const ticket = await this.#enter();
    if (ticket) return { reservation, ticket };
    this.budget.release(reservation);
    return null;
  }

  /** Waits while requests under way hold what this one needs; null when the cap leaves no room for it at all. */
  async #reserve(request: ChatRequest): Promise<Reservation | null> {
    const { endpoint, signal } = this.#options;
    const inputTokens = estimateInputTokens(request, endpoint);
    for (;;) {
      if (this.#stopped !== null) return null;
      const reservation = this.budget.reserve({ inputTokens, outputTokens: request.maxOutputTokens });
      if (reservation) return reservation;
      if (!this.budget.hasReserved) {
        this.stop({ reason: 'not asked: one more request could pass the spending cap', cause: 'cap' });
        return null;
      }
      await this.whenChanged();
      signal.throwIfAborted();
    }
  }

  async #enter(): Promise<Ticket | null> {
    const { signal, pace } = this.#options;
    try {
      const ticket = await this.throttle.enter(AbortSignal.any([signal, pace.stopSignal]));
      if (this.#stopped === null) return ticket;
      this.throttle.pass();
    } catch (error) {
      signal.throwIfAborted();
      if (!pace.isStopped) throw error;
      this.stop({ reason: 'not asked: the run was stopped', cause: 'unasked' });
    }
    return null;
  }
}
