import type { PairedValues, PairTest } from '../stats/comparison/testPair';
import type { Reply } from './api';

/** What the worker answers to. */
export interface PairTestApi {
  /** The handshake: instantiates the kernels. */
  start(kernels: WebAssembly.Module): Promise<void>;
  test(values: PairedValues): Promise<Reply<PairTest>>;
}
