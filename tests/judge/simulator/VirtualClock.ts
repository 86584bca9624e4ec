import type { Clock } from '../../../src/lib/judge/Clock';

interface Sleeper {
  readonly wakeMs: number;
  readonly wake: () => void;
}

/**
 * Time that passes only when nobody has anything to do: as soon as no request is being worked on, it jumps to the next
 * sleeper. Minutes of waiting take no time, and the order of events does not depend on the machine.
 */
export class VirtualClock implements Clock {
  #nowMs = Date.UTC(2026, 0, 1);
  #busy = 0;
  #idleTurns = 0;
  #isRunning = true;
  #sleepers = new Set<Sleeper>();

  constructor() {
    this.#turn();
  }

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const sleeper = { wakeMs: this.#nowMs + Math.max(0, ms), wake: resolve };
      this.#sleepers.add(sleeper);
      signal.addEventListener(
        'abort',
        () => {
          this.#sleepers.delete(sleeper);
          reject(signal.reason);
        },
        { once: true }
      );
    });
  }

  /** Work that takes real time, such as a request on its way: the clock stands still. */
  begin(): void {
    this.#busy++;
  }

  end(): void {
    this.#busy--;
    this.#idleTurns = 0;
  }

  close(): void {
    this.#isRunning = false;
  }

  #turn(): void {
    if (!this.#isRunning) return;
    this.#idleTurns = this.#busy > 0 ? 0 : this.#idleTurns + 1;
    // A few empty turns, so that promises and the end of other work come first.
    if (this.#idleTurns > 8) this.#advance();
    setImmediate(() => this.#turn());
  }

  #advance(): void {
    const [next] = [...this.#sleepers].sort((a, b) => a.wakeMs - b.wakeMs);
    if (!next) return;
    this.#sleepers.delete(next);
    this.#nowMs = Math.max(this.#nowMs, next.wakeMs);
    this.#idleTurns = 0;
    next.wake();
  }
}
