import type { Score } from '../core/score';
import type { Comparison } from '../metrics/neural/comparison';
import type { NeuralModel } from '../models/NeuralModel';
import type { Reply } from './api';

/** What runs the graphs: the graphics card through WebGPU, or one thread of the processor through WebAssembly. */
export type Backend = 'webgpu' | 'wasm';

/** What runs the graphs, for results; a test holds it to the installed version. */
export const runtimeName = 'onnxruntime-web 1.30.0';

/** What a worker needs to begin. */
export interface NeuralSetUp {
  readonly backend: Backend;
  /** ONNX Runtime's WebAssembly. */
  readonly runtime: Blob;
  readonly kernels: WebAssembly.Module;
  readonly model: NeuralModel;
}

/** What the worker answers to. */
export interface NeuralApi {
  /** Where ONNX Runtime's WebAssembly lies: the page loads it, since network calls stay in the page. */
  locateRuntime(backend: Backend): Promise<Reply<string>>;
  start(setUp: NeuralSetUp): Promise<Reply<null>>;
  /** In the order of the pairs. Those of one reference share its object. */
  score(pairs: readonly Comparison[]): Promise<Reply<Score[]>>;
}
