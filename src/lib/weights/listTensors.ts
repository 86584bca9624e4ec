import type { DataError } from '../core/problem';
import {
  describePickle,
  PickleTensor,
  type PickleDict,
  type PickleStorage,
  type PickleValue
} from './pickleValues';
import { refuseWeights } from './refuseWeights';
import { countElements, elementBytes, maxSides, type StoredTensor } from './Weights';

/** Names under which checkpoints keep the state dict among other things. */
const wrappers = ['state_dict', 'model', 'model_state_dict'];

/**
 * The tensors of an unpickled state dict.
 * @param open the bytes of a storage, or undefined where the file has none of its key
 * @throws DataError when there are none, or one reaches outside its storage
 */
export function listTensors(
  value: PickleValue,
  file: string,
  open: (storage: PickleStorage) => Blob | undefined
): ReadonlyMap<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, tensor] of unwrap(value, file)) {
    if (typeof name !== 'string' || !(tensor instanceof PickleTensor)) continue;
    const { storage, offset, shape, strides } = tensor;
    const blob = open(storage);
    const problem = blob ? findLie(tensor, blob) : `no storage ${storage.key} in the file`;
    if (problem !== null || !blob) throw refuseTensor(file, name, problem ?? '');
    tensors.set(name, { type: storage.type, shape, strides, storage: blob, offset });
  }
  if (tensors.size > 0) return tensors;
  throw refuseWeights(file, 'the file has no tensors', 'a pickle without them', 'the weights of a network');
}

function unwrap(value: PickleValue, file: string): PickleDict {
  if (!(value instanceof Map)) {
    throw refuseWeights(file, 'the file holds no tensors by name', describePickle(value), 'a state dict');
  }
  const inner = wrappers.map((name) => value.get(name)).find((candidate) => candidate instanceof Map);
  return inner instanceof Map ? inner : value;
}

/** What the description of a tensor gets wrong about its storage; null where all of it lies inside. */
function findLie({ storage, offset, shape, strides }: PickleTensor, blob: Blob): string | null {
  if (storage.length * elementBytes[storage.type] !== blob.size)
    return `a storage of ${storage.length} ${storage.type} in ${blob.size} bytes`;
  if (shape.length !== strides.length || shape.length > maxSides)
    return `${shape.length} sides with ${strides.length} strides`;
  if (countElements(shape) === 0) return null;
  const last = shape.reduce((index, side, i) => index + (side - 1) * strides[i]!, offset);
  // A stride of 0 repeats what is there: no network has that, and a small file could claim a huge tensor.
  if (last >= storage.length || countElements(shape) > storage.length)
    return `${shape.join('×')} numbers from ${offset} in a storage of ${storage.length}`;
  return null;
}

function refuseTensor(file: string, name: string, got: string): DataError {
  return refuseWeights(file, `the tensor ${name} does not fit its bytes`, got, 'a tensor within its storage');
}
