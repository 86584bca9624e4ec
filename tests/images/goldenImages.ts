import { readFile } from 'node:fs/promises';

export interface GoldenImage {
  readonly mode: string;
  readonly size: readonly [width: number, height: number];
  readonly rgb_sha256: string;
}

const folder = new URL('../golden/', import.meta.url);

/** An image below tests/golden/. */
export async function readImage(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(new URL(path, folder)));
}

export async function readGoldenJson<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(new URL(name, folder), 'utf8')) as T;
}

/** The 32 images that Pillow 9.4.0 decoded, by file name. */
export const images = await readGoldenJson<Readonly<Record<string, GoldenImage>>>('decode.json');

/** More kinds, drawn by decode-variants.py. */
export const variants = (
  await readGoldenJson<{ files: Readonly<Record<string, GoldenImage>> }>('decode-variants.json')
).files;

/** Rarer kinds, drawn by decode-kinds.py with Pillow 12.3. */
export const kinds = (
  await readGoldenJson<{ files: Readonly<Record<string, GoldenImage>> }>('decode-kinds.json')
).files;
