/** A tensor in row-major order. */
export type Tensor =
  | { readonly type: 'float32'; readonly data: Float32Array; readonly dims: readonly number[] }
  | { readonly type: 'int64'; readonly data: BigInt64Array; readonly dims: readonly number[] };

/** A graph that runs; `engine/OnnxModel` is one. */
export interface Model {
  /** The file, for messages. */
  readonly file: string;
  readonly inputNames: readonly string[];
  /** The output that the description names. One run at a time. */
  run(inputs: Readonly<Record<string, Tensor>>): Promise<ModelOutput>;
}

export interface ModelOutput {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}
