import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';

/** What a browser hands over when this folder is dropped. */
export function dropFolder(folder: string): DroppedFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => {
      const path = `${basename(folder)}/${name.replaceAll('\\', '/')}`;
      const lastModified = statSync(join(folder, name)).mtimeMs;
      return { path, file: new File([readFileSync(join(folder, name))], basename(name), { lastModified }) };
    });
}

/** A dropped file of this text or these bytes. */
export function dropFile(path: string, content: BlobPart): DroppedFile {
  return { path, file: new File([content], basename(path), { lastModified: 0 }) };
}

/** JSONL of these records. */
export function jsonl(records: readonly object[]): string {
  return records.map((record) => JSON.stringify(record) + '\n').join('');
}
