/** A run's pause and stop buttons. What is under way when it pauses or stops still comes in: it is paid for. */
export class Pace {
  #resumed: PromiseWithResolvers<undefined> | null = null;
  readonly #stop = new AbortController();

  get isPaused(): boolean {
    return this.#resumed !== null;
  }

  get isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Aborted by `stop`. */
  get stopSignal(): AbortSignal {
    return this.#stop.signal;
  }

  pause(): void {
    this.#resumed ??= Promise.withResolvers<undefined>();
  }

  resume(): void {
    this.#resumed?.resolve(undefined);
    this.#resumed = null;
  }

  /** For good: nothing more is asked in this run; the next one goes on where it ended. */
  stop(): void {
    this.#stop.abort(new DOMException('stopped by you', 'AbortError'));
  }

  /** Resolves at once when the run is not paused; rejects with the signal's reason when it is aborted. */
  async whenRunning(signal: AbortSignal): Promise<void> {
    while (this.#resumed) await Promise.race([this.#resumed.promise, whenAborted(signal)]);
    signal.throwIfAborted();
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
