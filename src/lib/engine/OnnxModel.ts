import type { InferenceSession } from 'onnxruntime-web/wasm';
import { describeError } from '../core/describeError';
import { DataError } from '../core/problem';
import type { Model, ModelOutput, Tensor } from '../metrics/neural/Model';
import type { Backend } from './neuralApi';
import type { OnnxRuntime } from './onnxRuntime';
import type { OpenedGraph } from './openGraph';

interface OnnxOptions {
  readonly ort: OnnxRuntime;
  readonly backend: Backend;
  readonly file: string;
  /** The output that is read. */
  readonly output: string;
}

/** An ONNX graph in ONNX Runtime. */
export class OnnxModel implements Model {
  readonly file: string;
  readonly inputNames: readonly string[];
  readonly #session: InferenceSession;
  readonly #options: OnnxOptions;

  private constructor(session: InferenceSession, options: OnnxOptions) {
    this.file = options.file;
    this.inputNames = session.inputNames;
    this.#session = session;
    this.#options = options;
  }

  /** @throws DataError when the bytes are no graph that this runtime can run, or the output is not there */
  static async open({ bytes, weights }: OpenedGraph, options: OnnxOptions): Promise<OnnxModel> {
    const { ort, backend, file, output } = options;
    const session = await ort.InferenceSession.create(bytes, {
      // Operators that WebGPU lacks run in WebAssembly.
      executionProviders: backend === 'webgpu' ? ['webgpu', 'wasm'] : ['wasm'],
      // Errors only: which operator runs where is no news to the console.
      logSeverityLevel: 3,
      externalData: weights
    }).catch((error: unknown) => refuse(error, file, 'the model cannot be opened', 'an ONNX graph'));
    requireName(session.outputNames, output, 'output', file);
    return new OnnxModel(session, options);
  }

  /** @throws DataError when an input is missing, or the output is not of 32-bit numbers */
  async run(inputs: Readonly<Record<string, Tensor>>): Promise<ModelOutput> {
    const { ort, file, output } = this.#options;
    for (const name of this.inputNames) requireName(Object.keys(inputs), name, 'known input', file);
    for (const name of Object.keys(inputs)) requireName(this.inputNames, name, 'input', file);
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, { type, data, dims }]) => [name, new ort.Tensor(type, data, dims)])
    );
    const results = await this.#session
      .run(feeds, [output])
      .catch((error: unknown) => refuse(error, file, 'the model stopped', 'a result'));
    const { data, dims } = results[output]!;
    if (data instanceof Float32Array) return { data, dims };
    return refuse(new Error(results[output]!.type), file, 'the output cannot be read', 'float32');
  }
}

/** A trap is passed on: after it the instance is unusable. What ONNX Runtime refuses itself is a fact about the model. */
function refuse(error: unknown, file: string, what: string, expected: string): never {
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) throw error;
  const got = describeError(error);
  throw new DataError({ code: 'model-run', where: { file }, what, got, expected });
}

function requireName(names: readonly string[], wanted: string, what: string, file: string): void {
  if (names.includes(wanted)) return;
  throw new DataError({
    code: 'model-graph',
    where: { file },
    what: `the model has no ${what} "${wanted}"`,
    got: names.join(', '),
    expected: wanted
  });
}
