import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { JsonObject } from '../../src/lib/core/json';

export interface TinyFolder {
  readonly folder: string;
  readonly records: readonly JsonObject[];
  /** By path in the records. */
  readonly images: ReadonlyMap<string, Uint8Array>;
}

/** Bytes that are not those of any other `seed`. */
export function makeBytes(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed + 1;
  // Millions of calls of a function would take seconds.
  for (let i = 0; i < length; i++) bytes[i] = (state = (state * 48271) % 2147483647) & 255;
  return bytes;
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'medgen-'));

/** A dataset of two records with three images, two of which are copies. The packer never looks into images. */
export function writeTinyFolder(imageBytes = 1000): TinyFolder {
  const folder = newFolder();
  const [a, b] = [makeBytes(imageBytes, 1), makeBytes(imageBytes + 1, 2)];
  const images = new Map([
    ['images/a.png', a],
    ['images/b.png', b],
    ['images/copy-of-a.png', a]
  ]);
  const records = [
    makeRecord('s1', ['images/a.png'], 'images/b.png', { note: 'kept — as it is' }),
    makeRecord('s2', ['images/copy-of-a.png', 'images/b.png'], 'images/a.png', {})
  ];
  for (const [path, bytes] of images) write(folder, path, bytes);
  write(folder, 'edit.jsonl', records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  return { folder, records, images };
}

function makeRecord(
  sampleId: string,
  inputs: readonly string[],
  reference: string,
  more: JsonObject
): JsonObject {
  return {
    sample_id: sampleId,
    category: 'ImageEdit',
    paper_task: 'style-transfer',
    modality: 'CT',
    instruction: 'restyle',
    input_images: inputs,
    ground_truth_image: reference,
    ...more
  };
}

export function write(folder: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
