/**
 * Writes static/demo/demo.zip, unless it is newer than the sources that draw it: `node src/demo/generate.ts` (Node 24,
 * which runs TypeScript as it is).
 */
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { makeDemo } from './makeDemo.ts';

const folder = new URL('../../static/demo/', import.meta.url);

async function isFresh(): Promise<boolean> {
  const sources = new URL('./', import.meta.url);
  const paths = await readdir(sources, { recursive: true });
  const times = await Promise.all(paths.map(async (path) => (await stat(new URL(path, sources))).mtimeMs));
  const written = await stat(new URL('demo.zip', folder)).catch(() => null);
  return written !== null && written.mtimeMs > Math.max(...times);
}

async function main(): Promise<void> {
  if (await isFresh()) return;
  const started = performance.now();
  const { drafts, files, archive } = await makeDemo();
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('demo.zip', folder), archive);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `demo.zip: ${drafts.length} samples, ${files.length} files, ${archive.length} bytes, ${seconds} s`
  );
}

void main();
