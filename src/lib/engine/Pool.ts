import { transfer, wrap, type Remote } from 'comlink';
import type { CodecName } from '../images/codecs';
import type { RgbImage } from '../core/image';
import type { CandidateScores, EncodedImage, EngineApi, Reply, ScoringTask } from './api';

/** The part of `Worker` that the pool uses; tests bring workers that die and hang. */
export type WorkerLike = Pick<
  Worker,
  'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'
>;

interface Member {
  readonly remote: Remote<EngineApi>;
  /** Rejects when the worker dies or is ended; never resolves. */
  readonly death: Promise<never>;
  end(reason: Error): void;
  readonly ready: Promise<void>;
}

interface PoolOptions {
  readonly size: number;
  readonly kernels: WebAssembly.Module;
  readonly spawn?: () => WorkerLike;
  readonly startTimeoutMs?: number;
}

/** Thrown by every call once workers do not start at all: the site was redeployed, or the browser blocks them. */
export class PoolBrokenError extends Error {
  override name = 'PoolBrokenError';
}

/** After so many workers in a row that never answered the handshake, more will not help. */
const maxFailedStarts = 3;

/**
 * A fixed number of engine workers that always answers: a worker that dies, hangs or traps is replaced,
 * and its task gets a failed reply. Comlink alone would wait for ever.
 */
export class Pool {
  readonly size: number;
  #options: Required<PoolOptions>;
  #idle: Member[] = [];
  #waiting: { resolve(member: Member): void; reject(error: Error): void }[] = [];
  #members = new Set<Member>();
  #codecs = new Map<CodecName, WebAssembly.Module>();
  #provided = new Map<CodecName, Promise<void>>();
  #failedStarts = 0;
  #closed: Error | null = null;

  constructor(options: PoolOptions) {
    this.#options = { spawn: spawnEngineWorker, startTimeoutMs: 15_000, ...options };
    this.size = options.size;
    for (let i = 0; i < options.size; i++) this.#add();
  }

  /** Resolves when every worker has the decoder; those that will replace others get it too. */
  provide(codec: CodecName, module: WebAssembly.Module): Promise<void> {
    const known = this.#provided.get(codec);
    if (known) return known;
    this.#codecs.set(codec, module);
    const provided = Promise.allSettled(
      [...this.#members].map(async (member) => {
        await member.ready;
        await Promise.race([member.remote.provide(codec, module), member.death]);
      })
    ).then(() => undefined);
    this.#provided.set(codec, provided);
    return provided;
  }

  /**
   * Scores one task; the bytes of its images are moved to the worker.
   * @throws PoolBrokenError when no worker can be started; the reason of `close()` after it
   */
  score(task: ScoringTask, timeoutMs: number): Promise<Reply<readonly CandidateScores[]>> {
    return this.#call(timeoutMs, (remote) => remote.score(transfer(task, listBuffers(task))));
  }

  /** Decodes an image for display; its bytes are moved to the worker. Throws as `score` does. */
  decode(image: EncodedImage, timeoutMs: number): Promise<Reply<RgbImage>> {
    return this.#call(timeoutMs, (remote) => remote.decode(transfer(image, [image.bytes.buffer])));
  }

  async #call<Value>(
    timeoutMs: number,
    use: (remote: Remote<EngineApi>) => Promise<Reply<Value>>
  ): Promise<Reply<Value>> {
    const member = await this.#take();
    try {
      const reply = await within(timeoutMs, [use(member.remote), member.death]);
      // A WASM instance that trapped must never be entered again, so its worker goes with it.
      if (!reply.ok && reply.problem.code === 'worker-crash') this.#replace(member);
      else this.#giveBack(member);
      return reply;
    } catch (error) {
      if (this.#closed) throw this.#closed;
      this.#replace(member);
      const what = error instanceof Error ? error.message : String(error);
      return { ok: false, problem: { code: 'worker-died', severity: 'error', where: {}, what } };
    }
  }

  /** Ends every worker at once; calls under way and later ones throw. */
  close(reason = new Error('the worker pool is closed')): void {
    this.#closed ??= reason;
    for (const member of this.#members) member.end(this.#closed);
    this.#members.clear();
    this.#idle = [];
    for (const { reject } of this.#waiting.splice(0)) reject(this.#closed);
  }

  #take(): Promise<Member> {
    if (this.#closed) return Promise.reject(this.#closed);
    const member = this.#idle.pop();
    if (member) return Promise.resolve(member);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #giveBack(member: Member): void {
    const next = this.#waiting.shift();
    if (next) next.resolve(member);
    else this.#idle.push(member);
  }

  #replace(member: Member): void {
    member.end(new Error('the worker was replaced'));
    this.#members.delete(member);
    if (!this.#closed) this.#add();
  }

  #add(): void {
    const member = startMember(this.#options, [...this.#codecs]);
    this.#members.add(member);
    member.ready.then(
      () => {
        this.#failedStarts = 0;
        if (this.#members.has(member)) this.#giveBack(member);
      },
      (error: unknown) => this.#handleFailedStart(member, error)
    );
  }

  #handleFailedStart(member: Member, error: unknown): void {
    if (!this.#members.has(member)) return;
    this.#failedStarts++;
    if (this.#failedStarts < maxFailedStarts) {
      this.#replace(member);
      return;
    }
    const cause = error instanceof Error ? error.message : String(error);
    this.close(
      new PoolBrokenError(
        `The scoring workers do not start (${cause}). Reload the page: it may have been updated since you opened it.`
      )
    );
  }
}

function spawnEngineWorker(): Worker {
  // Vite finds a worker only in this literal form.
  return new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module', name: 'engine' });
}

function startMember(
  options: Required<PoolOptions>,
  codecs: readonly (readonly [CodecName, WebAssembly.Module])[]
): Member {
  const worker = options.spawn();
  const remote = wrap<EngineApi>(worker as Worker);
  const { promise: death, reject: end } = Promise.withResolvers<never>();
  worker.addEventListener('error', (event) => {
    const message = (event as ErrorEvent).message;
    end(new Error(`the worker stopped: ${message || 'its script could not be loaded or it crashed'}`));
  });
  worker.addEventListener('messageerror', () => end(new Error('a message of the worker could not be read')));
  // Every use races `death`; this keeps a death between two uses from counting as unhandled.
  death.catch(() => undefined);
  const setUp = async (): Promise<void> => {
    await remote.start(options.kernels);
    for (const [codec, module] of codecs) await remote.provide(codec, module);
  };
  return {
    remote,
    death,
    end: (reason) => {
      worker.terminate();
      end(reason);
    },
    ready: within(options.startTimeoutMs, [setUp(), death])
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

function listBuffers(task: ScoringTask): ArrayBuffer[] {
  const images = [task.reference, ...task.candidates.map((candidate) => candidate.image)];
  return [...new Set(images.flatMap((image) => (image ? [image.bytes.buffer] : [])))];
}
