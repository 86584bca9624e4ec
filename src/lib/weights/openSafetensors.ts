import { isJsonObject, type JsonValue } from '../core/json';
import { refuseWeights } from './refuseWeights';
import {
  countElements,
  elementBytes,
  packStrides,
  type ElementType,
  type StoredTensor,
  type Weights
} from './Weights';

const wanted = 'a file of safetensors';
const maxHeaderBytes = 2 ** 24;

/**
 * https://github.com/huggingface/safetensors: the length of a JSON header, the header, the numbers. A tensor of a type that
 * no network here has (8-bit floats) is left out.
 * @throws DataError
 */
export async function openSafetensors(blob: Blob, file: string): Promise<Weights> {
  const prefix = new DataView(await blob.slice(0, 8).arrayBuffer());
  const headerLength = Number(prefix.getBigUint64(0, true));
  if (headerLength > Math.min(maxHeaderBytes, blob.size - 8))
    throw refuseWeights(file, 'its header is longer than the file', `${headerLength} bytes`, wanted);
  const header = parseHeader(await blob.slice(8, 8 + headerLength).text(), file);
  const numbers = blob.slice(8 + headerLength);
  const tensors = new Map<string, StoredTensor>();
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const tensor = describeTensor(value, numbers);
    if (typeof tensor === 'string')
      throw refuseWeights(
        file,
        `the tensor ${name} does not fit its bytes`,
        tensor,
        'a tensor within the file'
      );
    if (tensor) tensors.set(name, tensor);
  }
  if (tensors.size > 0) return { file, tensors };
  throw refuseWeights(file, 'the file has no tensors', 'a header without them', 'the weights of a network');
}

function parseHeader(text: string, file: string) {
  try {
    const value = JSON.parse(text) as JsonValue;
    if (isJsonObject(value)) return value;
  } catch {
    // Told below.
  }
  throw refuseWeights(file, 'its header is not the JSON of tensors', text.slice(0, 40), wanted);
}

/** What is wrong with it, in words; null where it is of a type that is not read. */
function describeTensor(value: JsonValue | undefined, numbers: Blob): StoredTensor | string | null {
  if (!isJsonObject(value)) return JSON.stringify(value);
  const { dtype, shape, data_offsets: offsets } = value;
  if (!areCounts(shape) || !areCounts(offsets) || offsets.length !== 2) return JSON.stringify(value);
  const [start, end] = offsets as [number, number];
  if (start > end || end > numbers.size) return `bytes ${start} to ${end} of ${numbers.size}`;
  if (typeof dtype !== 'string') return JSON.stringify(value);
  if (!isElementType(dtype)) return null;
  const byteLength = countElements(shape) * elementBytes[dtype];
  if (byteLength !== end - start) return `${shape.join('×')} ${dtype} in ${end - start} bytes`;
  return { type: dtype, shape, strides: packStrides(shape), storage: numbers.slice(start, end), offset: 0 };
}

const isElementType = (name: string): name is ElementType => Object.hasOwn(elementBytes, name);

const areCounts = (value: JsonValue | undefined): value is number[] =>
  Array.isArray(value) &&
  value.every((item) => typeof item === 'number' && Number.isSafeInteger(item) && item >= 0);
