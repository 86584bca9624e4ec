import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';

/** Writes the demo's files below a folder, which it returns. */
export async function unpackDemo(folder: string): Promise<string> {
  const zip = new ZipReader(new Uint8ArrayReader(new Uint8Array(readFileSync('static/demo/demo.zip'))));
  for (const entry of await zip.getEntries()) {
    if (entry.directory) continue;
    const path = join(folder, entry.filename);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await entry.getData(new Uint8ArrayWriter()));
  }
  await zip.close();
  return folder;
}
