import { drawBackoff } from '../core/drawBackoff';
import type { Clock } from './Clock';
import type { Pace } from './Pace';
import type { Failure } from './providers/Provider';

/** Without a word from the provider: bounds of the first wait. A rate limit rarely lifts sooner. */
const firstWaitMs = { limited: 4_000, broken: 1_000 };
const longestWaitMs = 120_000;
/** So many answers in a row at the limit allow one request more at a time. */
const answersAStep = 8;
const startLimit = 4;

interface ThrottleOptions {
  readonly highest: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly pace: Pace;
}

/** Permission for one request. */
export interface Ticket {
  readonly startedMs: number;
  /** How often the limit had been lowered when it started. */
  readonly lowered: number;
}

/**
 * How many requests run at a time, and when the next may start. One alone until the first answer; then up to four, one
 * more after every eight answers, half as many after a setback (AIMD). After a setback nothing starts until the time that
 * the provider names, whatever that is, else a random wait whose bound doubles; then one request
 * tries alone before the others follow, so that an outage costs few requests.
 */
export class Throttle {
  readonly #options: ThrottleOptions;
  #limit: number;
  #running = 0;
  #answers = 0;
  #lowered = 0;
  #isProven = false;
  #setbacks = 0;
  #setbackMs = -Infinity;
  #openMs = -Infinity;
  #change = Promise.withResolvers<undefined>();

  constructor(options: ThrottleOptions) {
    this.#options = options;
    this.#limit = Math.min(startLimit, options.highest);
  }

  get running(): number {
    return this.#running;
  }

  /** Setbacks without an answer between them. */
  get setbacks(): number {
    return this.#setbacks;
  }

  /** Until when nothing starts; null when something may. */
  get waitsUntilMs(): number | null {
    return this.#openMs > this.#options.clock.now() ? this.#openMs : null;
  }

  /** How many may run now. */
  get limit(): number {
    return this.#isProven && this.#setbacks === 0 ? this.#limit : 1;
  }

  /** Resolves when a request may start; rejects with the signal's reason. One caller at a time. */
  async enter(signal: AbortSignal): Promise<Ticket> {
    const { clock, pace } = this.#options;
    for (;;) {
      await pace.whenRunning(signal);
      if (this.#running >= this.limit) {
        await this.#change.promise;
        continue;
      }
      const waitMs = this.#openMs - clock.now();
      if (waitMs <= 0) break;
      await clock.sleep(waitMs, signal);
    }
    this.#running++;
    return { startedMs: clock.now(), lowered: this.#lowered };
  }

  /** An answer came, of whatever content. */
  succeed({ startedMs }: Ticket): void {
    this.#isProven = true;
    // What started before a setback proves nothing about the time after it.
    if (startedMs >= this.#setbackMs) {
      this.#setbacks = 0;
      this.#answers++;
      if (this.#answers >= answersAStep && this.#limit < this.#options.highest) {
        this.#limit++;
        this.#answers = 0;
      }
    }
    this.#leave();
  }

  /** The server is busy, broken or out of reach. */
  setBack({ lowered }: Ticket, { kind, retryAfterMs }: Failure): void {
    const now = this.#options.clock.now();
    this.#setbackMs = now;
    this.#answers = 0;
    // Requests that ran beside the first to fail tell of the same event.
    if (lowered === this.#lowered) {
      this.#lowered++;
      this.#setbacks++;
      this.#limit = Math.max(1, Math.floor(this.#limit / 2));
      if (retryAfterMs === null) this.#openMs = Math.max(this.#openMs, now + this.#drawWait(kind));
    }
    if (retryAfterMs !== null) this.#openMs = Math.max(this.#openMs, now + retryAfterMs);
    this.#leave();
  }

  /** The request failed for a reason of its own. */
  pass(): void {
    this.#leave();
  }

  #drawWait(kind: Failure['kind']): number {
    const first = kind === 'rate' || kind === 'overload' ? firstWaitMs.limited : firstWaitMs.broken;
    const { random } = this.#options;
    return drawBackoff({ firstMs: first, longestMs: longestWaitMs, setbacks: this.#setbacks, random });
  }

  #leave(): void {
    this.#running--;
    this.#change.resolve(undefined);
    this.#change = Promise.withResolvers();
  }
}
