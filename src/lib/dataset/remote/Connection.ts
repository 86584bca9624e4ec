import PQueue from 'p-queue';
import { drawBackoff } from '../../core/drawBackoff';
import { DataError } from '../../core/problem';
import { loadBytes, type Answer, type BytesRequest } from '../loadBytes';
import { PassingError } from './PassingError';

export interface ConnectionOptions {
  readonly signal?: AbortSignal;
  /** Told of every piece that arrives. */
  readonly onBytes?: (sizeBytes: number) => void;
  /** Told in words when something is waited for; with '' when it goes on. */
  readonly onNote?: (note: string) => void;
  /** Tests do not wait. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** As many as browsers open to one host that speaks HTTP/1. */
const parallelRequests = 6;

const maxTries = 4;
const firstWaitMs = 1_000;

/** Who must wait longer is told instead. */
const maxWaitMs = 120_000;

/** After the network failed for good, further requests need not find that out one by one. */
const downMs = 5_000;

/** The requests of one dataset: not too many at once, tried again where that may help, all of them held back together. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #signal: AbortSignal;
  readonly #queue = new PQueue({ concurrency: parallelRequests });
  #pause: Promise<void> | null = null;
  #down: { readonly untilMs: number; readonly reason: DataError } | null = null;

  constructor(options: ConnectionOptions = {}) {
    this.#options = options;
    this.#signal = options.signal ?? new AbortController().signal;
  }

  /** One request; `persist` is for those that may be tried again. */
  load(request: Omit<BytesRequest, 'signal' | 'onBytes'>): Promise<Answer> {
    const onBytes = this.#options.onBytes ?? (() => undefined);
    return this.#queue.add(() => loadBytes({ ...request, signal: this.#signal, onBytes }));
  }

  /**
   * Runs `work` until it succeeds.
   * @throws its DataError, also that of the last PassingError; the signal's reason once it is aborted
   */
  async persist<Value>(work: () => Promise<Value>): Promise<Value> {
    for (let tries = 1; ; tries++) {
      await this.#pause;
      this.#signal.throwIfAborted();
      if (this.#down && performance.now() < this.#down.untilMs) throw this.#down.reason;
      try {
        return await work();
      } catch (error) {
        this.#signal.throwIfAborted();
        if (!(error instanceof PassingError)) throw error;
        await this.#waitFor(error, tries);
      }
    }
  }

  async #waitFor({ reason, afterMs, isNetwork }: PassingError, tries: number): Promise<void> {
    const isHopeless = reason.problem.code === 'offline' || (afterMs ?? 0) > maxWaitMs;
    if (tries >= maxTries || isHopeless) {
      if (isNetwork) this.#down = { untilMs: performance.now() + downMs, reason };
      throw reason;
    }
    const ms =
      afterMs ??
      drawBackoff({ firstMs: firstWaitMs, longestMs: maxWaitMs, setbacks: tries, random: Math.random });
    const wait = (this.#options.wait ?? waitMs)(ms, this.#signal);
    if (afterMs === null) return wait;
    this.#options.onNote?.(`The server asks to wait ${Math.ceil(ms / 1000)} s`);
    this.#pause = wait.finally(() => {
      this.#pause = null;
      this.#options.onNote?.('');
    });
    return this.#pause;
  }
}

function waitMs(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      },
      { once: true }
    );
  });
}
