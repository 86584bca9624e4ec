import { describe, expect, it, vi } from 'vitest';
import { OnnxModel } from '../../src/lib/engine/OnnxModel';
import type { OnnxRuntime } from '../../src/lib/engine/onnxRuntime';

interface RuntimeFacts {
  readonly create?: () => Promise<unknown>;
  readonly run?: () => Promise<Record<string, unknown>>;
}

const good = { y: { type: 'float32', data: Float32Array.of(1, 2), dims: [1, 2] } };

/** A runtime with one graph, from `a` to `y`. */
function makeRuntime({ create, run = () => Promise.resolve(good) }: RuntimeFacts = {}) {
  const session = { inputNames: ['a'], outputNames: ['y'], run: vi.fn(run) };
  const made = vi.fn(create ?? (() => Promise.resolve(session)));
  class Tensor {
    constructor(
      readonly type: string,
      readonly data: unknown,
      readonly dims: readonly number[]
    ) {}
  }
  return { ort: { InferenceSession: { create: made }, Tensor } as unknown as OnnxRuntime, session, made };
}

const graph = { bytes: new Uint8Array(3), weights: [{ path: 'w', data: new Uint8Array(4) }] };
const input = { type: 'float32', data: Float32Array.of(5), dims: [1, 1] } as const;

async function open(facts: RuntimeFacts = {}, { output = 'y', backend = 'wasm' as const } = {}) {
  const runtime = makeRuntime(facts);
  const model = await OnnxModel.open(graph, { ort: runtime.ort, backend, file: 'm.onnx', output });
  return { model, ...runtime };
}

describe('a graph', () => {
  it('is opened with its weights, and run from its inputs to the output that is wanted', async () => {
    const { model, made, session } = await open();
    expect([model.file, model.inputNames]).toEqual(['m.onnx', ['a']]);
    expect(made).toHaveBeenCalledWith(graph.bytes, {
      executionProviders: ['wasm'],
      logSeverityLevel: 3,
      externalData: graph.weights
    });
    expect(await model.run({ a: input })).toEqual({ data: Float32Array.of(1, 2), dims: [1, 2] });
    expect(session.run).toHaveBeenCalledWith(
      { a: expect.objectContaining({ type: 'float32', data: input.data, dims: [1, 1] }) as unknown },
      ['y']
    );
  });

  it('runs on the graphics card, and in WebAssembly what that lacks', async () => {
    const { ort, made } = makeRuntime();
    await OnnxModel.open(graph, { ort, backend: 'webgpu', file: 'm.onnx', output: 'y' });
    expect(made).toHaveBeenCalledWith(
      graph.bytes,
      expect.objectContaining({ executionProviders: ['webgpu', 'wasm'] })
    );
  });

  it('that is none, or lacks what is asked of it, is refused by its file', async () => {
    const refuse = () => Promise.reject(new Error('protobuf parsing failed'));
    await expect(open({ create: refuse })).rejects.toMatchObject({
      problem: {
        code: 'model-run',
        where: { file: 'm.onnx' },
        what: 'the model cannot be opened',
        got: 'protobuf parsing failed',
        expected: 'an ONNX graph'
      }
    });
    await expect(open({}, { output: 'z' })).rejects.toMatchObject({
      problem: {
        code: 'model-graph',
        where: { file: 'm.onnx' },
        what: 'the model has no output "z"',
        got: 'y',
        expected: 'z'
      }
    });
    const { model } = await open();
    await expect(model.run({})).rejects.toThrow('the model has no known input "a"');
    await expect(model.run({ a: input, b: input, c: input })).rejects.toThrow('the model has no input "b"');
  });

  it('that stops, or gives no 32-bit numbers, is a fact about the model', async () => {
    const stopping = await open({ run: () => Promise.reject(new Error('bad shape')) });
    await expect(stopping.model.run({ a: input })).rejects.toMatchObject({
      problem: { what: 'the model stopped', got: 'bad shape', expected: 'a result' }
    });
    const half = await open({
      run: () => Promise.resolve({ y: { type: 'float16', data: new Uint16Array(1), dims: [1] } })
    });
    await expect(half.model.run({ a: input })).rejects.toMatchObject({
      problem: { what: 'the output cannot be read', got: 'float16', expected: 'float32' }
    });
  });

  it.each([new WebAssembly.RuntimeError('unreachable'), new RangeError('out of memory')])(
    'that traps (%s) ends its worker: the trap is passed on',
    async (trap) => {
      const { model } = await open({ run: () => Promise.reject(trap) });
      await expect(model.run({ a: input })).rejects.toBe(trap);
    }
  );
});
