/** Writes static/demo/demo.zip: `node src/demo/generate.ts` (Node 24, which runs TypeScript as it is). */
import { mkdir, writeFile } from 'node:fs/promises';
import { makeDemo } from './makeDemo.ts';

const folder = new URL('../../static/demo/', import.meta.url);

async function main(): Promise<void> {
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
