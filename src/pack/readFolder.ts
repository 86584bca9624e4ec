import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../lib/core/json';
import { formatProblem } from '../lib/core/problem';
import { FileTree, type FileEntry } from '../lib/dataset/FileTree';
import { Pacer } from '../lib/dataset/Pacer';
import { pathsOf } from '../lib/dataset/parseSample';
import { classifyRecords } from '../lib/predictions/classifyRecords';
import { describeFields } from '../lib/predictions/fileFields';
import type { RecordFile } from '../lib/predictions/recordRow';
import { readRecords } from '../lib/predictions/readRecords';
import { sniffEntries } from '../lib/predictions/sniffEntries';
import type { PackedRecord } from './writeShardSet';

const imageFields = ['input_images', 'input_image', 'ground_truth_images', 'ground_truth_image'];

/**
 * The records of a dataset folder (JSONL, JSON or CSV, and the images beside them) as they are, in the order of its files.
 * @throws Error that names file and line, for a row or an image that cannot be read: a set is whole or not written
 */
export async function* readFolder(folder: string): AsyncGenerator<PackedRecord> {
  const tree = new FileTree(await listEntries(folder));
  const { texts } = await sniffEntries(tree, new Pacer());
  for (const entry of texts) {
    const file = await readRecords(entry, { pacer: new Pacer(), onBytes: () => undefined });
    if (!isDataset(file)) continue;
    for (const row of file.rows) {
      if ('problem' in row) throw new Error(formatProblem(row.problem));
      yield { record: row.record, images: await readImages(row.record, tree, `${entry.path}:${row.line}`) };
    }
  }
}

/** Whatever its fields are called, as long as it answers nothing. */
function isDataset(file: RecordFile): boolean {
  const fields = describeFields(file);
  const isPredictions =
    classifyRecords(file, fields, { isDataset: false, isMapped: false }) === 'predictions';
  return !isPredictions && classifyRecords(file, fields, { isDataset: true, isMapped: false }) === 'dataset';
}

async function listEntries(folder: string): Promise<FileEntry[]> {
  const names = await readdir(folder, { recursive: true });
  const entries = await Promise.all(names.map((name) => openEntry(folder, name)));
  return entries.filter((entry) => entry !== null);
}

async function openEntry(folder: string, name: string): Promise<FileEntry | null> {
  const file = join(folder, name);
  const info = await stat(file);
  if (!info.isFile()) return null;
  const read = async (): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(file));
  return { path: name.replaceAll('\\', '/'), sizeBytes: info.size, modifiedMs: info.mtimeMs, read };
}

async function readImages(
  record: JsonObject,
  tree: FileTree,
  place: string
): Promise<ReadonlyMap<string, Uint8Array>> {
  const [file = ''] = place.split(':');
  const paths = new Set(imageFields.flatMap((field) => pathsOf(record[field])));
  const images = new Map<string, Uint8Array>();
  for (const path of paths) {
    const entry = tree.resolve(path, file);
    if (!entry)
      throw new Error(`${place}: the image cannot be found; got ${path}, expected a file of the folder`);
    images.set(path, await entry.read());
  }
  return images;
}
