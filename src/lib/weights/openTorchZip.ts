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
const headerStart = 0x04034b50;
/** A state dict has a file a tensor; the largest networks have thousands. */
const maxEntries = 100_000;
const maxOrderBytes = 16;

/** Where the bytes of a file lie in the archive. */
interface Located {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

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
  const text = (await order?.slice(0, maxOrderBytes).text()) ?? 'little';
  if (text !== 'little') throw refuseWeights(file, 'another order of bytes', text, 'little');
}

async function listStored(blob: Blob, file: string): Promise<ReadonlyMap<string, Blob>> {
  const reader = new ZipReader(new BlobReader(blob), { useWebWorkers: false });
  try {
    const located: Located[] = [];
    for await (const entry of reader.getEntriesGenerator()) {
      if (located.length === maxEntries)
        throw refuseWeights(file, 'it has too many files', `more than ${maxEntries}`, wanted);
      if (!entry.directory) located.push(await locate(blob, entry, file));
    }
    requireApart(located, file);
    return new Map(located.map(({ path, start, end }) => [path, blob.slice(start, end)]));
  } catch (error) {
    if (error instanceof Error && error.name === 'DataError') throw error;
    const got = describeError(error);
    throw refuseWeights(file, 'a ZIP archive that cannot be read; it may be cut off', got, wanted);
  } finally {
    await reader.close();
  }
}

async function locate(blob: Blob, entry: FileEntry, file: string): Promise<Located> {
  const { filename: path, offset, compressionMethod, compressedSize, uncompressedSize, encrypted } = entry;
  if (compressionMethod !== 0 || encrypted || compressedSize !== uncompressedSize)
    throw refuseWeights(file, `${path} in it is compressed`, `method ${compressionMethod}`, wanted);
  const header = new ByteReader(
    new Uint8Array(await blob.slice(offset, offset + headerBytes).arrayBuffer()),
    file
  );
  if (header.uint32() !== headerStart)
    throw refuseWeights(file, `${path} is not where the archive says`, `byte ${offset}`, wanted);
  header.take(22);
  const start = offset + headerBytes + header.uint16() + header.uint16();
  const end = start + uncompressedSize;
  if (end > blob.size) throw refuseWeights(file, `${path} in it is cut off`, `${blob.size} bytes`, `${end}`);
  return { path, start, end };
}

/** A small archive could claim terabytes by files that share their bytes. */
function requireApart(located: readonly Located[], file: string): void {
  const names = new Set<string>();
  let covered = 0;
  for (const { path, start, end } of located.toSorted((a, b) => a.start - b.start)) {
    if (names.has(path)) throw refuseWeights(file, 'two files in it have one name', path, wanted);
    if (start < covered)
      throw refuseWeights(file, 'two files in it share their bytes', `${path} at ${start}`, wanted);
    names.add(path);
    covered = end;
  }
}
