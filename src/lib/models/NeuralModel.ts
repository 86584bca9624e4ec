import type { ModelDescriptor } from '../metrics/neural/descriptor';

/** A model with its files; a Blob is a handle, so the bytes stay on the disk until a worker reads them. */
export interface NeuralModel {
  readonly descriptor: ModelDescriptor;
  readonly model: Blob;
  /** Of BERT-type models only. */
  readonly tokenizer: Blob | null;
}
