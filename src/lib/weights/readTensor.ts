import { refuseWeights } from './refuseWeights';
import { countElements, elementBytes, packStrides, type ElementType, type StoredTensor } from './Weights';

/** How each type of floating-point numbers becomes 32-bit ones; whole numbers are no weights. */
const widen: Partial<Record<ElementType, (bytes: ArrayBuffer) => Float32Array<ArrayBuffer>>> = {
  F32: (bytes) => new Float32Array(bytes),
  F64: (bytes) => Float32Array.from(new Float64Array(bytes)),
  F16: (bytes) => Float32Array.from(new Uint16Array(bytes), widenHalf),
  BF16: (bytes) => widenBrain(new Uint16Array(bytes))
};

/** @throws DataError when the numbers of a tensor are not floating-point ones */
export function requireFloats({ type }: StoredTensor, name: string, file: string): void {
  if (widen[type]) return;
  throw refuseWeights(file, `the weight ${name} has a wrong type`, type, 'F32, F16, BF16 or F64');
}

/**
 * The numbers of a tensor in row-major order, as 32-bit ones. Only its own stretch of the file is read.
 * @throws DataError when they are not floating-point numbers
 */
export async function readTensor(
  tensor: StoredTensor,
  name: string,
  file: string
): Promise<Float32Array<ArrayBuffer>> {
  requireFloats(tensor, name, file);
  return convertTensor(tensor, await sliceTensor(tensor).arrayBuffer());
}

/** The same, of the bytes that `sliceTensor` has. */
export function convertTensor(tensor: StoredTensor, bytes: ArrayBuffer): Float32Array<ArrayBuffer> {
  const values = widen[tensor.type]!(bytes);
  return isPacked(tensor) ? values : pack(values, tensor);
}

/** Whether the numbers lie in row-major order without gaps. */
export function isPacked({ shape, strides }: StoredTensor): boolean {
  const packed = packStrides(shape);
  return shape.every((side, i) => side === 1 || strides[i] === packed[i]);
}

/** From the first number of a tensor to its last. */
export function sliceTensor({ type, shape, strides, storage, offset }: StoredTensor): Blob {
  const bytes = elementBytes[type];
  if (countElements(shape) === 0) return storage.slice(0, 0);
  const length = 1 + shape.reduce((sum, side, i) => sum + (side - 1) * strides[i]!, 0);
  return storage.slice(offset * bytes, (offset + length) * bytes);
}

/** Copies numbers that lie across or apart into row-major order. */
function pack(values: Float32Array, { shape, strides }: StoredTensor): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(countElements(shape));
  const packedStrides = packStrides(shape);
  for (let i = 0; i < packed.length; i++) {
    let index = 0;
    for (const [side, length] of shape.entries()) {
      index += (Math.floor(i / packedStrides[side]!) % length) * strides[side]!;
    }
    packed[i] = values[index]!;
  }
  return packed;
}

/** IEEE 754 half precision: one sign, five exponent and ten fraction bits. */
function widenHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The upper half of a 32-bit number. */
function widenBrain(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const wide = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) wide[i] = halves[i]! << 16;
  return new Float32Array(wide.buffer);
}
