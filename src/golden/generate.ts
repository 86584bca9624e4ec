/**
 * Writes static/golden/golden.zip, unless it is newer than the vectors and this: `node src/golden/generate.ts` (Node 24,
 * which runs TypeScript as it is).
 */
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { goldenFolder, makePack } from './makePack.ts';

const folder = new URL('../../static/golden/', import.meta.url);

async function isFresh(): Promise<boolean> {
  const written = await stat(new URL('golden.zip', folder)).catch(() => null);
  const newest = Math.max(
    ...(await Promise.all([goldenFolder, new URL('./', import.meta.url)].map(lastChange)))
  );
  return written !== null && written.mtimeMs > newest;
}

async function lastChange(sources: URL): Promise<number> {
  const paths = ['.', ...(await readdir(sources, { recursive: true }))];
  const times = await Promise.all(paths.map(async (path) => (await stat(new URL(path, sources))).mtimeMs));
  return Math.max(...times);
}

async function main(): Promise<void> {
  if (await isFresh()) return;
  const archive = await makePack();
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('golden.zip', folder), archive);
  console.log(`golden.zip: ${archive.length} bytes`);
}

void main();
