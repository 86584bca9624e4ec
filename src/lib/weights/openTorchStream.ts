import { ByteReader } from './ByteReader';
import { listTensors } from './listTensors';
import { describePickle, type PickleStorage } from './pickleValues';
import { readPickle } from './readPickle';
import { refuseWeights } from './refuseWeights';
import { elementBytes, type Weights } from './Weights';

/** What every such file begins with: PyTorch's magic number, as a pickle. */
export const torchMagic = [
  0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e
];

const wanted = 'a file that torch.save wrote in its older form';

/** The pickles before the numbers; a state dict of 400 tensors has 60 kB. */
const maxPickleBytes = 2 ** 24;

/**
 * The form of PyTorch before 1.6: pickles of a magic number, the version, the system, the state dict and the storages'
 * keys; then the storages in that order, each behind its length.
 * @throws DataError
 */
export async function openTorchStream(blob: Blob, file: string): Promise<Weights> {
  const head = new Uint8Array(await blob.slice(0, maxPickleBytes).arrayBuffer());
  const bytes = new ByteReader(head, file);
  bytes.take(torchMagic.length);
  const version = readPickle(bytes).value;
  if (version !== 1001) throw bytes.refuse('an unknown version', describePickle(version), '1001');
  readPickle(bytes);
  const content = readPickle(bytes);
  const keys = readPickle(bytes).value;
  if (!Array.isArray(keys)) throw bytes.refuse('the storages are not listed', describePickle(keys), wanted);
  const ordered = keys.map((key) => {
    const storage = typeof key === 'string' ? content.storages.get(key) : undefined;
    // Without its type nothing after it could be found.
    if (!storage) throw bytes.refuse('a storage is of no tensor', describePickle(key), wanted);
    return storage;
  });
  if (new Set(ordered).size < ordered.length)
    throw bytes.refuse('a storage is listed twice', `${ordered.length} storages`, wanted);
  const storages = await locateStorages(blob, bytes.position, ordered, file);
  return { file, tensors: listTensors(content.value, file, ({ key }) => storages.get(key)) };
}

/** The stretch of each storage, by key. They follow one another to the end of the file. */
async function locateStorages(
  blob: Blob,
  start: number,
  ordered: readonly PickleStorage[],
  file: string
): Promise<ReadonlyMap<string, Blob>> {
  const storages = new Map<string, Blob>();
  let offset = start;
  for (const { key, type } of ordered) {
    const prefix = new ByteReader(new Uint8Array(await blob.slice(offset, offset + 8).arrayBuffer()), file);
    const end = offset + 8 + prefix.uint64() * elementBytes[type];
    if (end > blob.size) throw refuseWeights(file, 'the file ends too early', `${blob.size} bytes`, `${end}`);
    storages.set(key, blob.slice(offset + 8, end));
    offset = end;
  }
  if (offset === blob.size) return storages;
  throw refuseWeights(file, 'the file goes on after its last tensor', `${blob.size} bytes`, `${offset}`);
}
