import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import { dropFolder } from '../dataset/dropFiles';

const folder = import.meta.dirname;

/** Drops that bring all that they have: no dataset at all, or no records of it. */
const withoutDataset: ReadonlySet<string> = new Set(['two_zips', 'wrong_key_nodata']);

/** What a browser hands over when the folder of a case is dropped: its own files, and the dataset and outputs that all share. */
export function openCase(name: string): DroppedFile[] {
  const own = dropFolder(join(folder, 'drops', name));
  if (!own.some(({ path }) => path.endsWith('.zip'))) own.push(...listShared(name));
  return own;
}

function listShared(name: string): DroppedFile[] {
  const hasDataset = existsSync(join(folder, 'drops', name, 'MedGEN_data'));
  return dropFolder(join(folder, 'shared'))
    .filter(({ path }) => !path.endsWith('.jsonl') || !(hasDataset || withoutDataset.has(name)))
    .map(({ path, file }) => ({ path: path.replace('shared', name), file }));
}

/** One of the files that are dropped alone. */
export function openCaseFile(name: string): DroppedFile {
  return dropFolder(join(folder, 'files')).find(({ path }) => path === `files/${name}`)!;
}
