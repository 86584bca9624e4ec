interface Waiting {
  start(): void;
}

/**
 * Runs work, at most `limit` pieces at a time. Of those that wait the newest goes first: what was asked for last is what is
 * looked at now. Work whose signal is aborted while it waits is never started.
 */
export class NewestFirst {
  readonly #limit: number;
  readonly #waiting = new Set<Waiting>();
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @throws the signal's reason when it is aborted before the work starts; what the work throws */
  run<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        start: () => {
          signal.removeEventListener('abort', drop);
          this.#running++;
          void work()
            .then(resolve, reject)
            .finally(() => {
              this.#running--;
              this.#startNext();
            });
        }
      };
      const drop = (): void => {
        this.#waiting.delete(waiting);
        reject(signal.reason as Error);
      };
      if (signal.aborted) return drop();
      signal.addEventListener('abort', drop, { once: true });
      this.#waiting.add(waiting);
      this.#startNext();
    });
  }

  #startNext(): void {
    if (this.#running >= this.#limit) return;
    const newest = [...this.#waiting].at(-1);
    if (!newest) return;
    this.#waiting.delete(newest);
    newest.start();
  }
}
