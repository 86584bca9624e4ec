import type { NeuralModel } from '../models/NeuralModel';
import type { PublishedFiles } from '../models/prepareModel';
import type { Reply } from './api';

/** What the worker that reads published weights answers to. Blobs cross as handles. */
export interface WeightsApi {
  prepare(files: PublishedFiles): Promise<Reply<NeuralModel>>;
}
