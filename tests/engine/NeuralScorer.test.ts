import { expose } from 'comlink';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Problem } from '../../src/lib/core/problem';
import type { Comparison } from '../../src/lib/metrics/neural/comparison';
import type { NeuralApi } from '../../src/lib/engine/neuralApi';
import type { NeuralModel } from '../../src/lib/models/NeuralModel';
import { NeuralScorer } from '../../src/lib/engine/NeuralScorer';
import type { WorkerLike } from '../../src/lib/engine/WorkerPool';
import { readModel } from '../metrics/neural/tinyModels';

type Behaviour = 'answers' | 'dies' | 'traps' | 'refuses the model' | 'fails to load';

const problem = (code: string, what: string): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { code, severity: 'error', where: { file: 'm.onnx' }, what }
});

/** A worker on a MessageChannel: comlink's real protocol without ONNX Runtime. */
class FakeWorker extends EventTarget implements WorkerLike {
  terminated = false;
  readonly #channel = new MessageChannel();

  constructor(readonly behaviour: Behaviour) {
    super();
    const { port1, port2 } = this.#channel;
    port1.addEventListener('message', ({ data }) =>
      this.dispatchEvent(new MessageEvent('message', { data }))
    );
    port1.start();
    if (behaviour === 'fails to load') queueMicrotask(() => this.fail(''));
    else expose(this.#api(), port2 as unknown as Worker);
  }

  postMessage(message: unknown): void {
    this.#channel.port1.postMessage(message);
  }

  terminate(): void {
    this.terminated = true;
    this.#channel.port1.close();
    this.#channel.port2.close();
  }

  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }

  #api(): NeuralApi {
    return {
      locateRuntime: (backend) => Promise.resolve({ ok: true, value: `data:application/wasm,${backend}` }),
      start: async () =>
        this.behaviour === 'refuses the model'
          ? problem('model-check', 'wrong score')
          : { ok: true, value: null },
      score: async (pairs) => {
        const hurts = (pair: Comparison) => pair.kind === 'text' && pair.response === 'bad';
        if (this.behaviour === 'traps' || pairs.some(hurts))
          return problem('worker-crash', 'RuntimeError: unreachable');
        if (this.behaviour === 'answers') return { ok: true, value: pairs.map(() => ({ value: 0.5 })) };
        queueMicrotask(() => this.fail('out of memory'));
        return new Promise(() => undefined);
      }
    };
  }
}

const kernels = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
const texts = { kind: 'text', response: 'a', reference: 'b' } as const;
let model: NeuralModel;
let workers: FakeWorker[];
let scorer: NeuralScorer | null = null;

beforeAll(async () => {
  model = await readModel('tiny-bert');
});

/** Opens the model; the first workers behave as listed, later ones answer. */
async function open(...behaviours: Behaviour[]): Promise<NeuralScorer> {
  workers = [];
  scorer = await NeuralScorer.open(model, {
    kernels,
    spawn: () => {
      const worker = new FakeWorker(behaviours[workers.length] ?? 'answers');
      workers.push(worker);
      return worker;
    }
  });
  return scorer;
}

function pretendCores(count: number, gpu: object | undefined): void {
  vi.stubGlobal('navigator', { hardwareConcurrency: count, gpu });
}

afterEach(() => {
  scorer?.close();
  scorer = null;
  vi.unstubAllGlobals();
});

describe('a neural scorer', () => {
  it('gives the metric of its model', async () => {
    pretendCores(2, undefined);
    const opened = await open();
    expect(opened.meta.id).toBe('bertscore:random-tiny-bert:2');
    expect(opened.backend).toBe('wasm');
    expect(await opened.score([texts])).toEqual([{ value: 0.5 }]);
  });

  it.each([
    ['dies', 'the worker stopped: out of memory'],
    ['traps', 'm.onnx: RuntimeError: unreachable']
  ] as const)('gives a reason when its worker %s, and goes on with another', async (behaviour, reason) => {
    pretendCores(2, undefined);
    const opened = await open(behaviour);
    expect(await opened.score([texts])).toEqual([{ value: null, reason }]);
    expect(await opened.score([texts])).toEqual([{ value: 0.5 }]);
    expect(workers.map((worker) => worker.terminated)).toEqual([true, false]);
  });

  it('gives of pairs that it scores together all but the one that its worker dies of', async () => {
    pretendCores(2, undefined);
    const opened = await open();
    const scores = await opened.score([texts, { ...texts, response: 'bad' }, texts]);
    expect(scores.map(({ value }) => value)).toEqual([0.5, null, 0.5]);
  });

  it('refuses a model at once when its worker does, without trying it again and again', async () => {
    pretendCores(2, undefined);
    await expect(open('refuses the model')).rejects.toThrow('m.onnx: wrong score');
    expect(workers).toHaveLength(1);
    expect(workers[0]!.terminated).toBe(true);
  });

  it('tries again when a worker does not load', async () => {
    pretendCores(2, undefined);
    expect(await (await open('fails to load')).score([texts])).toEqual([{ value: 0.5 }]);
  });

  it('takes several workers for a small model, and leaves a core to the page', async () => {
    pretendCores(8, undefined);
    expect((await open()).size).toBe(4);
    pretendCores(3, undefined);
    expect((await open()).size).toBe(2);
  });

  it('takes one worker for a large model', async () => {
    pretendCores(8, undefined);
    const { descriptor } = model;
    const large = { ...descriptor, model: { ...descriptor.model, byteLength: 440e6 } };
    scorer = await NeuralScorer.open(
      { ...model, descriptor: large },
      { kernels, spawn: () => new FakeWorker('answers') }
    );
    expect(scorer.size).toBe(1);
  });

  it('uses the graphics card, but not its emulation', async () => {
    const card = (isFallbackAdapter: boolean) => ({
      requestAdapter: async () => ({ info: { isFallbackAdapter } })
    });
    pretendCores(8, card(false));
    expect(await open()).toMatchObject({ backend: 'webgpu', size: 1 });
    pretendCores(8, card(true));
    expect((await open()).backend).toBe('wasm');
  });

  it('does not use it for a model that nobody knows a score of', async () => {
    pretendCores(8, { requestAdapter: async () => ({ info: { isFallbackAdapter: false } }) });
    const unchecked = { ...model, descriptor: { ...model.descriptor, check: null } };
    scorer = await NeuralScorer.open(unchecked, { kernels, spawn: () => new FakeWorker('answers') });
    expect(scorer.backend).toBe('wasm');
  });

  it('falls back to the processor when the graphics card fails the check', async () => {
    pretendCores(2, { requestAdapter: async () => ({ info: { isFallbackAdapter: false } }) });
    expect((await open('refuses the model')).backend).toBe('wasm');
  });

  it('ends its workers when it is closed', async () => {
    pretendCores(2, undefined);
    const opened = await open();
    opened.close(new Error('cancelled'));
    await expect(opened.score([texts])).rejects.toThrow('cancelled');
    expect(workers.every((worker) => worker.terminated)).toBe(true);
  });
});
