/** The types of numbers that state dicts hold, by their names in safetensors. */
export const elementBytes = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1
} as const;

export type ElementType = keyof typeof elementBytes;

/** A tensor that still lies in its file. */
export interface StoredTensor {
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Elements from one entry to the next, a side each. */
  readonly strides: readonly number[];
  /** A stretch of the file; nothing of it is in memory. Tensors may share one. */
  readonly storage: Blob;
  /** Elements of the storage before the first of the tensor. */
  readonly offset: number;
}

/** The named tensors of a file, as its network's state dict has them. */
export interface Weights {
  /** For messages. */
  readonly file: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** Networks have four sides at most. */
export const maxSides = 8;

export const countElements = (shape: readonly number[]): number =>
  shape.reduce((count, side) => count * side, 1);

/** Strides of a tensor in row-major order. */
export function packStrides(shape: readonly number[]): number[] {
  return shape.map((_, side) => countElements(shape.slice(side + 1)));
}
