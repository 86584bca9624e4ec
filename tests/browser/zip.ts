import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TextWriter, Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';

/** Writes `paths` of a folder into a ZIP file, as a file manager would. */
export async function zipFolder(folder: string, paths: readonly string[], archive: string): Promise<void> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, level: 1 });
  for (const path of paths) {
    await zip.add(path, new Uint8ArrayReader(new Uint8Array(await readFile(join(folder, path)))));
  }
  await writeFile(archive, await zip.close());
}

/** The text of each file in an archive, by name. */
export async function unzip(bytes: Uint8Array<ArrayBuffer>): Promise<Map<string, string>> {
  const zip = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false });
  const files = new Map<string, string>();
  for (const entry of await zip.getEntries()) {
    if (!entry.directory) files.set(entry.filename, await entry.getData(new TextWriter()));
  }
  return files;
}
