/**
 * Writes static/demo/: demo.zip, the demo dataset with predictions as people drop them, and dataset/, the same dataset as
 * a shard set; preview.png, what lies under the words of a shared link’s picture; home/, the pictures of one sample. Not where they are newer than the sources that draw them. Node 24 runs TypeScript as it is:
 * `node --import ./src/pack/resolveSources.ts src/demo/generate.ts`
 */
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { writeShardSet } from '../pack/writeShardSet';
import { makeHomePictures } from './homePictures';
import { makeDemo } from './makeDemo';
import { listRecords } from './output/listRecords';
import { drawPreview } from './preview';

const folder = new URL('../../static/demo/', import.meta.url);
/** Written last. */
const manifest = new URL('dataset/manifest.json', folder);
const sources = [new URL('./', import.meta.url), new URL('../pack/', import.meta.url)];

async function isFresh(): Promise<boolean> {
  const written = await stat(manifest).catch(() => null);
  const newest = Math.max(...(await Promise.all(sources.map(lastChange))));
  return written !== null && written.mtimeMs > newest;
}

async function lastChange(room: URL): Promise<number> {
  const paths = await readdir(room, { recursive: true });
  const times = await Promise.all(paths.map(async (path) => (await stat(new URL(path, room))).mtimeMs));
  return Math.max(...times);
}

async function main(): Promise<void> {
  if (await isFresh()) return;
  const started = performance.now();
  const { drafts, files, archive } = await makeDemo();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('demo.zip', folder), archive);
  await writeFile(new URL('preview.png', folder), drawPreview());
  await mkdir(new URL('home/', folder));
  for (const [name, bytes] of makeHomePictures(drafts))
    await writeFile(new URL(`home/${name}`, folder), bytes);
  const facts = { label: 'Demo (synthetic)', revision: null };
  const set = await writeShardSet(listRecords(files), fileURLToPath(new URL('dataset', folder)), facts);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `demo: ${drafts.length} samples, ${files.length} files in demo.zip, ${set.counts.images} images in dataset/, ${seconds} s`
  );
}

void main();
