import { BlobReader, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { describeError } from '../core/describeError';
import { ByteReader } from './ByteReader';
import { listTensors } from './listTensors';
import { readPickle } from './readPickle';
import { refuseWeights } from './refuseWeights';
import type { Weights } from './Weights';

const wanted = 'a file that torch.save wrote';
const maxPickleBytes = 2 ** 24;
/** Of a local file header, before the name. */
const headerBytes = 30;

/**
 * The form of PyTorch since 1.6: a ZIP of uncompressed files, `…/data.pkl` with the state dict and `…/data/KEY` a storage.
 * @throws DataError
 */
export async function openTorchZip(blob: Blob, file: string): Promise<Weights> {
  const entries = await listStored(blob, file);
  const pickle = [...entries].find(([path]) => path.endsWith('/data.pkl'));
  if (!pickle) {
    const names = [...entries.keys()].slice(0, 3).join(', ');
    throw refuseWeights(file, 'a ZIP archive without weights', names || 'no files', wanted);
  }
  const [path, content] = pickle;
  const root = path.slice(0, -'data.pkl'.length);
  await requireLittleEndian(entries.get(`${root}byteorder`), file);
  if (content.size > maxPickleBytes)
    throw refuseWeights(file, 'its pickle is too long', `${content.size} bytes`, `${maxPickleBytes} at most`);
  const bytes = new ByteReader(new Uint8Array(await content.arrayBuffer()), file);
  return {
    file,
    tensors: listTensors(readPickle(bytes).value, file, ({ key }) => entries.get(`${root}data/${key}`))
  };
}

/** Absent in files before PyTorch 2.1, which wrote what their machine had: little-endian everywhere but on mainframes. */
async function requireLittleEndian(order: Blob | undefined, file: string): Promise<void> {
  const text = (await order?.text()) ?? 'little';
  if (text !== 'little') throw refuseWeights(file, 'another order of bytes', text, 'little');
}

async function listStored(blob: Blob, file: string): Promise<ReadonlyMap<string, Blob>> {
  const reader = new ZipReader(new BlobReader(blob), { useWebWorkers: false });
  try {
    const entries = await reader.getEntries();
    const files = entries.filter((entry): entry is FileEntry => !entry.directory);
    return new Map(await Promise.all(files.map((entry) => locate(blob, entry, file))));
  } catch (error) {
    if (error instanceof Error && error.name === 'DataError') throw error;
    const got = describeError(error);
    throw refuseWeights(file, 'a ZIP archive that cannot be read; it may be cut off', got, wanted);
  } finally {
    await reader.close();
  }
}

/** Where the bytes of a file lie in the archive. */
async function locate(blob: Blob, entry: FileEntry, file: string): Promise<[string, Blob]> {
  const { filename, offset, compressionMethod, compressedSize, uncompressedSize, encrypted } = entry;
  if (compressionMethod !== 0 || encrypted || compressedSize !== uncompressedSize)
    throw refuseWeights(file, `${filename} in it is compressed`, `method ${compressionMethod}`, wanted);
  const header = new ByteReader(
    new Uint8Array(await blob.slice(offset, offset + headerBytes).arrayBuffer()),
    file
  );
  header.take(26);
  const start = offset + headerBytes + header.uint16() + header.uint16();
  const end = start + uncompressedSize;
  if (end > blob.size)
    throw refuseWeights(file, `${filename} in it is cut off`, `${blob.size} bytes`, `${end}`);
  return [filename, blob.slice(start, end)];
}
