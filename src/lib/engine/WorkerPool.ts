import { wrap, type Remote } from 'comlink';
import { describeError } from '../core/describeError';
import { DataError } from '../core/problem';
import type { Reply } from './api';

/** The part of `Worker` that a pool uses; tests bring workers that die and hang. */
export type WorkerLike = Pick<
  Worker,
  'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'
>;

interface Member<Api> {
  readonly remote: Remote<Api>;
  /** Rejects when the worker dies or is ended; never resolves. */
  readonly death: Promise<never>;
  end(reason: Error): void;
  readonly ready: Promise<void>;
}

export interface WorkerPoolOptions<Api> {
  readonly size: number;
  readonly startTimeoutMs: number;
  spawn(): WorkerLike;
  /**
   * Makes a fresh worker ready for calls. A DataError closes the pool: other workers would meet the same data.
   * Any other error counts as a failed start.
   */
  setUp(remote: Remote<Api>): Promise<void>;
}

/** Thrown by every call once workers do not start at all: the site was redeployed, or the browser blocks them. */
export class PoolBrokenError extends Error {
  override name = 'PoolBrokenError';
}

/** After so many workers in a row that never answered the handshake, more will not help. */
const maxFailedStarts = 3;

/**
 * A fixed number of workers of one kind that always answers: a worker that dies, hangs or traps is replaced, and its
 * call gets a failed reply. Comlink alone would wait for ever.
 */
export class WorkerPool<Api> {
  readonly #options: WorkerPoolOptions<Api>;
  readonly #members = new Set<Member<Api>>();
  #idle: Member<Api>[] = [];
  #waiting: { resolve(member: Member<Api>): void; reject(error: Error): void }[] = [];
  #failedStarts = 0;
  #closed: Error | null = null;

  constructor(options: WorkerPoolOptions<Api>) {
    this.#options = options;
    for (let i = 0; i < options.size; i++) this.#add();
  }

  /**
   * Waits for a worker and uses it; the time starts when the worker is found.
   * @throws PoolBrokenError when no worker can be started; the DataError of `setUp`; the reason of `close()` after it
   */
  async call<Value>(
    timeoutMs: number,
    use: (remote: Remote<Api>) => Promise<Reply<Value>>
  ): Promise<Reply<Value>> {
    const member = await this.#take();
    try {
      const reply = await within(timeoutMs, [use(member.remote), member.death]);
      // A WASM instance that trapped must never be entered again, and the memory of one never shrinks: its worker goes with it.
      if (reply.isSpent || (!reply.ok && reply.problem.code === 'worker-crash')) this.#replace(member);
      else this.#giveBack(member);
      return reply;
    } catch (error) {
      return this.#giveUp(member, error);
    }
  }

  /**
   * Uses the first worker together with other calls: for work that mostly waits. One that gives no answer takes the others' calls
   * with it.
   * @throws as `call` does
   */
  async share<Value>(
    timeoutMs: number,
    use: (remote: Remote<Api>) => Promise<Reply<Value>>
  ): Promise<Reply<Value>> {
    const [member] = this.#members;
    if (!member) throw this.#closed ?? new Error('the worker pool is empty');
    try {
      return await within(timeoutMs, [member.ready.then(() => use(member.remote)), member.death]);
    } catch (error) {
      return this.#giveUp(member, error);
    }
  }

  /**
   * Uses each worker that there is now, as soon as it is ready; one that dies meanwhile is passed over.
   * @throws what `use` throws in a worker that lives on
   */
  async each(use: (remote: Remote<Api>) => Promise<void>): Promise<void> {
    await Promise.all(
      [...this.#members].map(async (member) => {
        const isAlive = await Promise.race([member.ready.then(() => true), member.death]).catch(() => false);
        if (!isAlive) return;
        await Promise.race([use(member.remote), member.death.catch(() => undefined)]);
      })
    );
  }

  /** Ends every worker at once; calls under way and later ones throw. */
  close(reason = new Error('the worker pool is closed')): void {
    this.#closed ??= reason;
    for (const member of this.#members) member.end(this.#closed);
    this.#members.clear();
    this.#idle = [];
    for (const { reject } of this.#waiting.splice(0)) reject(this.#closed);
  }

  #giveUp(member: Member<Api>, error: unknown): Reply<never> {
    if (this.#closed) throw this.#closed;
    if (this.#members.has(member)) this.#replace(member);
    const what = describeError(error);
    return { ok: false, problem: { code: 'worker-died', severity: 'error', where: {}, what } };
  }

  #take(): Promise<Member<Api>> {
    if (this.#closed) return Promise.reject(this.#closed);
    const member = this.#idle.pop();
    if (member) return Promise.resolve(member);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #giveBack(member: Member<Api>): void {
    const next = this.#waiting.shift();
    if (next) next.resolve(member);
    else this.#idle.push(member);
  }

  #replace(member: Member<Api>): void {
    member.end(new Error('the worker was replaced'));
    this.#members.delete(member);
    if (!this.#closed) this.#add();
  }

  #add(): void {
    const member = startMember(this.#options);
    this.#members.add(member);
    member.ready.then(
      () => {
        this.#failedStarts = 0;
        if (this.#members.has(member)) this.#giveBack(member);
      },
      (error: unknown) => this.#handleFailedStart(member, error)
    );
  }

  #handleFailedStart(member: Member<Api>, error: unknown): void {
    if (!this.#members.has(member)) return;
    this.#failedStarts++;
    if (error instanceof DataError) {
      this.close(error);
    } else if (this.#failedStarts < maxFailedStarts) {
      this.#replace(member);
    } else {
      const cause = describeError(error);
      this.close(
        new PoolBrokenError(
          `The scoring workers do not start (${cause}). Reload the page: it may have been updated since you opened it.`
        )
      );
    }
  }
}

function startMember<Api>(options: WorkerPoolOptions<Api>): Member<Api> {
  const worker = options.spawn();
  const remote = wrap<Api>(worker as Worker);
  const { promise: death, reject: end } = Promise.withResolvers<never>();
  worker.addEventListener('error', (event) => {
    const message = (event as ErrorEvent).message;
    end(new Error(`the worker stopped: ${message || 'its script could not be loaded or it crashed'}`));
  });
  worker.addEventListener('messageerror', () => end(new Error('a message of the worker could not be read')));
  // Every use races `death`; this keeps a death between two uses from counting as unhandled.
  death.catch(() => undefined);
  return {
    remote,
    death,
    end: (reason) => {
      worker.terminate();
      end(reason);
    },
    ready: within(options.startTimeoutMs, [options.setUp(remote), death])
  };
}

/** The first of `promises` to settle, or an error after `timeoutMs`. */
async function within<T>(timeoutMs: number, promises: readonly Promise<T>[]): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the worker gave no answer within ${Math.round(timeoutMs / 1000)} s`)),
      timeoutMs
    );
  });
  try {
    return await Promise.race([...promises, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
