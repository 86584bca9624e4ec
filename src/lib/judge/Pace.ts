/** A run's pause button. What is under way when it pauses still comes in. */
export class Pace {
  #resumed: PromiseWithResolvers<undefined> | null = null;

  get isPaused(): boolean {
    return this.#resumed !== null;
  }

  pause(): void {
    this.#resumed ??= Promise.withResolvers<undefined>();
  }

  resume(): void {
    this.#resumed?.resolve(undefined);
    this.#resumed = null;
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
