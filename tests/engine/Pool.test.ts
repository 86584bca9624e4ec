import { expose } from 'comlink';
import { afterEach, describe, expect, it } from 'vitest';
import type { CandidateScores, EngineApi, Reply, ScoredTask, ScoringTask } from '../../src/lib/engine/api';
import { Pool, PoolBrokenError, type WorkerLike } from '../../src/lib/engine/Pool';
import { waitFor } from '../waitFor';

type Behaviour =
  | 'answers'
  | 'is spent'
  | 'crashes'
  | 'hangs'
  | 'dies'
  | 'never starts'
  | 'fails to load'
  | 'stalls on decoders';

/** A worker on a MessageChannel: comlink's real protocol, and the ways in which workers fail. */
class FakeWorker extends EventTarget implements WorkerLike {
  terminated = false;
  scored = 0;
  provided: string[] = [];
  refusesDecoders = false;
  readonly #page: MessagePort;
  readonly #realm: MessagePort;

  constructor(readonly behaviour: Behaviour) {
    super();
    const channel = new MessageChannel();
    this.#page = channel.port1;
    this.#realm = channel.port2;
    this.#page.addEventListener('message', (event) =>
      this.dispatchEvent(new MessageEvent('message', { data: event.data }))
    );
    this.#page.start();
    if (behaviour === 'fails to load') queueMicrotask(() => this.fail(''));
    else expose(this.#api(), this.#realm as unknown as Worker);
  }

  postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
    this.#page.postMessage(message, (transfer ?? []) as ArrayBuffer[]);
  }

  terminate(): void {
    this.terminated = true;
    this.#page.close();
    this.#realm.close();
  }

  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }

  #api(): EngineApi {
    const forever = new Promise<never>(() => undefined);
    return {
      interval: () => Promise.reject(new Error('not asked')),
      start: () => (this.behaviour === 'never starts' ? forever : Promise.resolve()),
      provide: (codec) => {
        this.provided.push(codec);
        if (this.refusesDecoders) return Promise.reject(new Error('no room for it'));
        return this.behaviour === 'stalls on decoders' ? forever : Promise.resolve();
      },
      decode: () => forever,
      preview: () => forever,
      compare: () => forever,
      findRegion: () => forever,
      score: (task) => this.#score(task)
    };
  }

  #score(task: ScoringTask): Promise<Reply<ScoredTask>> {
    this.scored++;
    if (this.behaviour === 'dies') queueMicrotask(() => this.fail('out of memory'));
    if (['hangs', 'dies', 'stalls on decoders'].includes(this.behaviour)) return new Promise(() => undefined);
    if (this.behaviour === 'crashes') {
      const problem = {
        code: 'worker-crash',
        severity: 'error',
        where: {},
        what: 'RuntimeError: unreachable'
      } as const;
      return Promise.resolve({ ok: false, problem });
    }
    return Promise.resolve({
      ok: true,
      ...(this.behaviour === 'is spent' && { isSpent: true }),
      value: { results: task.candidates.map(({ text }) => echo(text?.response ?? '')), pictures: [] }
    });
  }
}

/** The task's own text comes back, so that a test can tell the answers apart. */
const echo = (text: string): CandidateScores => ({
  scores: {},
  texts: null,
  notes: [text],
  damage: [],
  unscored: null
});

const task = (response: string): ScoringTask => ({
  reference: null,
  candidates: [{ task: 'question-answering', image: null, text: { response, answer: '' }, choices: [] }],
  metricIds: []
});

const kernels = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
let pool: Pool;
let workers: FakeWorker[];

/** A pool whose first workers behave as listed; later ones answer. */
function makePool(size: number, ...behaviours: Behaviour[]): Pool {
  workers = [];
  pool = new Pool({
    size,
    kernels,
    startTimeoutMs: 300,
    spawn: () => {
      const worker = new FakeWorker(behaviours[workers.length] ?? 'answers');
      workers.push(worker);
      return worker;
    }
  });
  return pool;
}

afterEach(() => pool.close());

describe('a pool of engine workers', () => {
  it('answers every task, with more tasks than workers', async () => {
    makePool(2);
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) => pool.score(task(`sample ${i}`), 1000))
    );
    expect(replies.map((reply) => reply.ok && reply.value.results[0]?.notes[0])).toEqual(
      Array.from({ length: 20 }, (_, i) => `sample ${i}`)
    );
    expect(workers).toHaveLength(2);
  });

  it.each([
    ['dies', 'the worker stopped: out of memory'],
    ['hangs', 'the worker gave no answer within 0 s'],
    ['crashes', 'RuntimeError: unreachable']
  ] as const)('replaces a worker that %s and goes on', async (behaviour, what) => {
    makePool(1, behaviour);
    const [guilty, next] = await Promise.all([
      pool.score(task('guilty'), 100),
      pool.score(task('next'), 1000)
    ]);
    expect(guilty).toMatchObject({ ok: false, problem: { what } });
    expect(next.ok).toBe(true);
    expect(workers.map((worker) => worker.terminated)).toEqual([true, false]);
  });

  it('replaces a worker that is spent, and keeps its answer', async () => {
    makePool(1, 'is spent');
    const replies = await Promise.all([pool.score(task('large'), 1000), pool.score(task('next'), 1000)]);
    expect(replies.map((reply) => reply.ok && reply.value.results[0]?.notes)).toEqual([['large'], ['next']]);
    expect(workers.map((worker) => worker.terminated)).toEqual([true, false]);
  });

  it('gives a replacement the decoders that the dead worker had', async () => {
    makePool(1, 'dies');
    await pool.provide('jpeg', kernels);
    await pool.score(task('guilty'), 1000);
    expect((await pool.score(task('next'), 1000)).ok).toBe(true);
    expect(workers[1]?.provided).toEqual(['jpeg']);
  });

  it('does not wait for ever to hand a decoder to a worker that is replaced meanwhile', async () => {
    makePool(1, 'stalls on decoders');
    const provided = pool.provide('magick', kernels);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const reply = await pool.score(task('a'), 50);
    expect(reply.ok).toBe(false);
    await provided;
    expect((await pool.score(task('b'), 1000)).ok).toBe(true);
    expect(workers[1]?.provided).toEqual(['magick']);
  });

  it('asks for a decoder once, and again where a worker could not take it', async () => {
    makePool(1);
    await Promise.all([pool.provide('jpeg', kernels), pool.provide('jpeg', kernels)]);
    expect(workers[0]?.provided).toEqual(['jpeg']);
    workers[0]!.refusesDecoders = true;
    await expect(pool.provide('magick', kernels)).rejects.toThrow('no room for it');
    workers[0]!.refusesDecoders = false;
    await pool.provide('magick', kernels);
    expect(workers[0]?.provided).toEqual(['jpeg', 'magick', 'magick']);
  });

  it('does not hand a decoder that was refused to later workers', async () => {
    makePool(1);
    await pool.score(task('ready'), 1000);
    workers[0]!.refusesDecoders = true;
    await expect(pool.provide('magick', kernels)).rejects.toThrow('no room for it');
    workers[0]!.fail('out of memory');
    await pool.score(task('the worker is dead'), 1000);
    expect((await pool.score(task('next'), 1000)).ok).toBe(true);
    expect(workers[1]?.provided).toEqual([]);
  });

  it('replaces a worker whose messages cannot be read', async () => {
    makePool(1, 'hangs');
    const lost = pool.score(task('lost'), 60_000);
    await waitFor(() => expect(workers[0]?.scored).toBe(1));
    workers[0]!.dispatchEvent(new Event('messageerror'));
    expect(await lost).toMatchObject({
      ok: false,
      problem: { what: 'a message of the worker could not be read' }
    });
    expect((await pool.score(task('next'), 1000)).ok).toBe(true);
  });

  it('tries again when a worker does not start, and works with the next', async () => {
    makePool(1, 'never starts', 'fails to load');
    expect((await pool.score(task('a'), 1000)).ok).toBe(true);
    expect(workers).toHaveLength(3);
  });

  it('says what to do when no worker ever starts', async () => {
    makePool(1, 'fails to load', 'fails to load', 'fails to load');
    await expect(pool.score(task('a'), 1000)).rejects.toThrow(PoolBrokenError);
    await expect(pool.score(task('b'), 1000)).rejects.toThrow(/Reload the page/);
  });

  it('ends everything at once when it is closed', async () => {
    makePool(1, 'hangs');
    const running = pool.score(task('running'), 60_000);
    const waiting = pool.score(task('waiting'), 60_000);
    await new Promise((resolve) => setTimeout(resolve, 10));
    pool.close(new Error('cancelled'));
    await expect(waiting).rejects.toThrow('cancelled');
    await expect(running).rejects.toThrow('cancelled');
    expect(workers.every((worker) => worker.terminated)).toBe(true);
  });
});
