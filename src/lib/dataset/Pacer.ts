/** Half of what a browser calls a long task: scrolling and the cancel button stay alive. */
const turnMs = 30;

/** Keeps long work on the page's thread from freezing the page: `if (pacer.isDue) await pacer.pause()`. */
export class Pacer {
  #turnStartedMs = performance.now();
  readonly signal: AbortSignal | undefined;

  constructor(signal?: AbortSignal) {
    this.signal = signal;
  }

  get isDue(): boolean {
    return performance.now() - this.#turnStartedMs > turnMs;
  }

  /** Lets the page do what is waiting. @throws the signal's reason once it is aborted */
  async pause(): Promise<void> {
    this.signal?.throwIfAborted();
    await nextTurn();
    this.signal?.throwIfAborted();
    this.#turnStartedMs = performance.now();
  }

  /** Runs work in steps to its end, with pauses where they are due. @returns what the work returns */
  async run<Result>(steps: Generator<void, Result>): Promise<Result> {
    for (;;) {
      const next = steps.next();
      if (next.done) return next.value;
      if (this.isDue) await this.pause();
    }
  }
}

/** A message to itself: unlike a timer it is not held back to once a second in a tab that is out of sight. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
