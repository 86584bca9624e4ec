import { readFile } from 'node:fs/promises';

const folder = new URL('../golden/', import.meta.url);

export function goldenUrl(path: string): URL {
  return new URL(path, folder);
}

/** A file of expected values; its shape is what the caller says, since the repository holds it. */
export async function readGolden<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(goldenUrl(path), 'utf8')) as T;
}
