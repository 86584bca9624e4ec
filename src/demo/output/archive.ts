import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import type { DemoFile } from './dataset.ts';

/** Any fixed moment: in local time, because that is what a ZIP's entry holds. */
const moment = new Date(2026, 0, 1, 0, 0, 0);

/**
 * A ZIP that is the same, byte for byte, wherever it is made. Everything is stored: PNGs are compressed already, and
 * which deflate a ZIP writer has at hand depends on the engine and on what else was loaded.
 */
export async function makeArchive(files: readonly DemoFile[]): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    level: 0,
    lastModDate: moment,
    extendedTimestamp: false,
    dataDescriptor: false,
    useWebWorkers: false
  });
  for (const { path, bytes } of files) await writer.add(path, new Uint8ArrayReader(bytes));
  return writer.close();
}
