import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import type { DemoFile } from './dataset.ts';

/** Any fixed moment: in local time, because that is what a ZIP's entry holds. */
const moment = new Date(2026, 0, 1, 0, 0, 0);

/** A ZIP that is the same, byte for byte, wherever it is made; PNGs are stored, texts deflated. */
export async function makeArchive(files: readonly DemoFile[]): Promise<Uint8Array> {
  // Neither the engine's own deflate, which differs between engines, nor workers, which Node lacks.
  configure({ useCompressionStream: false, useWebWorkers: false });
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    lastModDate: moment,
    extendedTimestamp: false,
    keepOrder: true
  });
  for (const { path, bytes } of files) {
    await writer.add(path, new Uint8ArrayReader(bytes), { level: path.endsWith('.png') ? 0 : 9 });
  }
  return writer.close();
}
