import type { PairTest } from '../stats/comparison/testPair';
import type { Reply } from './api';

/** Two systems' values of one metric on the samples that both have it for. */
export interface PairedValues {
  readonly a: Float64Array;
  readonly b: Float64Array;
}

/** What the worker answers to. */
export interface PairTestApi {
  /** The handshake: instantiates the kernels. */
  start(kernels: WebAssembly.Module): Promise<void>;
  test(values: PairedValues): Promise<Reply<PairTest>>;
}
